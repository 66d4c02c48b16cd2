package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * Source text of nested calls or objects, printed on one line if it fits in 100 columns, and
 * otherwise with each element on a line. Immutable.
 */
final class Layout {
  static final int WIDTH = 100;

  private final String open;
  private final List<Layout> elements;
  private final String close;

  private Layout(String open, List<Layout> elements, String close) {
    this.open = open;
    this.elements = elements;
    this.close = close;
  }

  /** Returns text that is not broken into lines. */
  static Layout text(String text) {
    return new Layout(text, List.of(), "");
  }

  /** Returns elements between brackets, separated by commas. */
  static Layout list(String open, List<Layout> elements, String close) {
    return new Layout(open, List.copyOf(elements), close);
  }

  /** Returns this text after a label. */
  Layout after(String label) {
    return new Layout(label + open, elements, close);
  }

  /**
   * Returns the text.
   *
   * @param column the columns that are used on the first line
   * @param indent the number of spaces before the last line
   * @param step the additional spaces before elements
   */
  String print(int column, int indent, int step) {
    String flat = flat();
    if (elements.isEmpty() || column + flat.length() <= WIDTH) {
      return flat;
    }
    int inner = indent + step;
    List<String> lines = new ArrayList<>();
    for (Layout element : elements) {
      lines.add(" ".repeat(inner) + element.print(inner + 1, inner, step));
    }
    String end = close.startsWith(")") ? close : "\n" + " ".repeat(indent) + close.strip();
    return open.stripTrailing() + "\n" + String.join(",\n", lines) + end;
  }

  /** Returns the text on one line. */
  String flat() {
    List<String> texts = new ArrayList<>();
    for (Layout element : elements) {
      texts.add(element.flat());
    }
    return open + String.join(", ", texts) + close;
  }
}
