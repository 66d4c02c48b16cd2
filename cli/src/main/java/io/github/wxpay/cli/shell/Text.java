package io.github.wxpay.cli.shell;

/** A text that the shell shows as it is. Immutable. */
public class Text implements CharSequence {
  private final String text;

  /** Creates a text. */
  public Text(String text) {
    this.text = text;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  /** Returns the text. */
  @Override
  public String toString() {
    return text;
  }
}
