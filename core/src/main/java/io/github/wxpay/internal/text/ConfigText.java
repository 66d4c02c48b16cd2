package io.github.wxpay.internal.text;

import java.io.File;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads texts of environment variables, {@code .env} and properties files, YAML and JSON: removes
 * quotes, decodes escapes of texts that were encoded twice, and resolves {@code file:} URLs.
 */
public final class ConfigText {
  private static final String FILE = "file:";
  private static final int MAX_QUOTES = 4;

  /** Escapes of letters, digits and {@code -._~}, which are part of a name and not of a URL. */
  private static final Pattern UNRESERVED =
      Pattern.compile("%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])");

  private ConfigText() {}

  /**
   * Returns the text without a leading byte order mark, surrounding pairs of quotes and trailing
   * white space. Leading white space is kept, unless a quote follows.
   */
  public static String plain(String text) {
    String plain = (text.startsWith("\ufeff") ? text.substring(1) : text).stripTrailing();
    for (int i = 0; i < MAX_QUOTES && isQuoted(plain.strip()); i++) {
      String quoted = plain.strip();
      int quote = quoted.charAt(0) == '\\' ? 2 : 1;
      plain = quoted.substring(quote, quoted.length() - quote).stripTrailing();
    }
    return plain;
  }

  /** Returns whether the text begins and ends with the same kind of quote or escaped quote. */
  private static boolean isQuoted(String text) {
    for (String quote : new String[] {"\"", "'", "\\\"", "\\'"}) {
      boolean around = text.startsWith(quote) && text.endsWith(quote);
      boolean escaped = quote.length() == 1 && text.endsWith("\\" + quote);
      if (around && !escaped && text.length() >= 2 * quote.length()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the text with the escapes of JSON and properties files decoded that key text may have:
   * {@code \n}, {@code \r}, {@code \t}, {@code \/}, {@code \=}, {@code \:} and {@code \}{@code
   * u002b}, with one backslash or several. Other escapes are not changed.
   */
  public static String unescaped(String text) {
    int at = text.indexOf('\\');
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    while (at >= 0) {
      int end = at;
      while (end < text.length() && text.charAt(end) == '\\') {
        end++;
      }
      out.append(text, from, at);
      int decoded = decoded(text, end);
      if (decoded < 0) {
        from = end;
        out.append(text, at, end);
      } else {
        out.append((char) decoded);
        from = end + (text.charAt(end) == 'u' ? 5 : 1);
      }
      at = text.indexOf('\\', from);
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Returns the character of the escape at a position; -1 if it is not an escape. */
  private static int decoded(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : 0;
    switch (c) {
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case '/':
      case '=':
      case ':':
      case '\n':
      case '\r':
        return c;
      case 'u':
        String hex = text.substring(at + 1, Math.min(text.length(), at + 5));
        return hex.matches("00[0-7][0-9A-Fa-f]") ? Integer.parseInt(hex, 16) : -1;
      default:
        return -1;
    }
  }

  /** Returns the text of a file: UTF-16 if it has that byte order mark, ISO-8859-1 otherwise. */
  public static String decoded(byte[] file) {
    int first = file.length < 2 ? 0 : (file[0] & 0xff) << 8 | (file[1] & 0xff);
    if (first == 0xfeff || first == 0xfffe) {
      return new String(file, StandardCharsets.UTF_16);
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
  }

  /** Returns whether the text is a {@code file:} URL, or {@code file://} with a path. */
  public static boolean isFile(String text) {
    return text.startsWith(FILE + "/");
  }

  /**
   * Returns the path of a {@code file:} URL: {@code file:///etc/key.pem}, {@code
   * file:///C:/key.pem}, {@code file://localhost/…}, and for a relative path {@code file://key.pem}
   * relative to a folder. Percent-encoding is decoded where a URL requires it ({@code %20}, {@code
   * %E5}, but not {@code %61} for a letter), unless a file has exactly that name.
   *
   * @throws InvalidPathException if it cannot be a path
   */
  public static Path file(String url, Path folder) {
    String path = url.substring(FILE.length());
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (path.startsWith("localhost/")) {
      path = path.substring("localhost".length());
    }
    if (File.separatorChar == '\\' && path.matches("/[A-Za-z]:.*")) {
      path = path.substring(1);
    }
    Path literal = folder.resolve(path);
    return path.indexOf('%') < 0 || Files.exists(literal) ? literal : folder.resolve(percent(path));
  }

  private static String percent(String path) {
    if (UNRESERVED.matcher(path).find()) {
      return path;
    }
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}
