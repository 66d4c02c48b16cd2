package io.github.wxpay.cli.terminal;

import java.util.regex.Pattern;

/** Quotes texts for a POSIX shell. */
public final class ShellText {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9._/\\\\:~-]+");

  private ShellText() {}

  /** Returns a text in single quotes, as one argument. */
  public static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns the name of a file as one argument, in quotes only if it needs them. */
  public static String file(String name) {
    return BARE.matcher(name).matches() ? name : quoted(name);
  }
}
