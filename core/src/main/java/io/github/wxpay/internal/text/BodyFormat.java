package io.github.wxpay.internal.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distinguishes XML from other bodies, and names the format of a body, so that messages can say
 * what was received instead of JSON or XML. Only the first 4 KiB after white space are examined for
 * the name.
 */
public final class BodyFormat {
  private static final int EXAMINED = 4096;
  private static final int EXAMINED_TAG = 512;
  private static final int SHOWN = 200;
  private static final int SHOWN_TEXT = 32;
  private static final int SHOWN_TITLE = 80;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** The first two bytes of gzip, read as UTF-8. */
  private static final String GZIP = "\u001f\ufffd";

  private static final Pattern FORM =
      Pattern.compile("[\\w.%+\\[\\]-]{1,128}+=(?!=)[^\\s<>{}\"]*+");
  private static final Pattern V2_FIELD =
      Pattern.compile("[\"'{, \n](?:return_code|mch_id|req_info|nonce_str)[\"']?\\s*+[:=]");

  private static final Pattern TITLE = Pattern.compile("<title>([^<]{1,200}+)<");
  private static final Pattern TEXT_WITH_XML =
      Pattern.compile("\"(?:\\\\u(?i:feff)|\\\\[nrt]|\\s|\ufeff)*+<");

  private BodyFormat() {}

  /** Returns whether a body starts with {@code <}, after white space and a byte order mark. */
  public static boolean isXml(String body) {
    int at = start(body);
    return at < body.length() && body.charAt(at) == '<';
  }

  /** Returns whether a body starts with a brace, after white space and a byte order mark. */
  public static boolean isJsonObject(String body) {
    int at = start(body);
    return at < body.length() && body.charAt(at) == '{';
  }

  /**
   * Returns whether a body has fields of an APIv2 message, which is XML, as JSON or as a printed
   * Map.
   */
  public static boolean isConvertedXml(String body) {
    return isJsonObject(body) && V2_FIELD.matcher(examined(body, EXAMINED)).find();
  }

  /** Returns whether a body is an HTML page, well-formed as XML or not. */
  public static boolean isHtml(String body) {
    String start = examined(body, EXAMINED_TAG).toLowerCase(Locale.ROOT);
    int at = start.startsWith("<!--") || start.startsWith("<?") ? start.indexOf('>') + 1 : 0;
    String page = start.substring(at).stripLeading();
    return page.startsWith("<!doctype html")
        || page.matches("(?s)<(html|head|body|center|h1|title|script)[\\s/>].*");
  }

  /**
   * Returns the format of a body, to follow "it is": "empty", "an HTML page titled '…'", "XML",
   * "JSON", "a JSON string that contains XML", "form-encoded", "compressed as gzip", "the text
   * '…'". Contains only the title of a page or a text of up to 32 characters.
   */
  public static String of(String body) {
    String start = examined(body, EXAMINED);
    if (start.isEmpty()) {
      return "empty";
    }
    if (start.startsWith(GZIP)) {
      return "compressed as gzip";
    }
    if (isHtml(body)) {
      Matcher title = TITLE.matcher(start);
      return title.find()
          ? "an HTML page titled '" + Printable.of(title.group(1).strip(), SHOWN_TITLE) + "'"
          : "an HTML page";
    }
    if (start.charAt(0) == '<') {
      return "XML";
    }
    if (TEXT_WITH_XML.matcher(start).lookingAt()) {
      return "a JSON string that contains XML";
    }
    if (start.startsWith("\"{") || start.startsWith("\"[")) {
      return "a JSON string that contains JSON";
    }
    if (start.charAt(0) == '{' || start.charAt(0) == '[') {
      return "JSON";
    }
    if (FORM.matcher(start).matches()) {
      return "form-encoded (name=value&…)";
    }
    return start.length() > SHOWN_TEXT
        ? "text of " + body.length() + " characters"
        : "the text '" + Printable.of(start) + "'";
  }

  /** Returns the format of a body, with the start of one that is neither empty nor a page. */
  public static String withStart(String body) {
    String start = examined(body, EXAMINED);
    String format = of(body);
    return isHtml(body) || start.isEmpty() || format.startsWith("the text")
        ? format
        : format + ", which begins: " + Printable.of(start, SHOWN);
  }

  /** Returns the start of a body without surrounding white space and byte order mark. */
  private static String examined(String body, int max) {
    int from = start(body);
    return body.substring(from, Math.min(body.length(), from + max)).stripTrailing();
  }

  private static int start(String body) {
    int at = 0;
    while (at < body.length() && isBlank(body.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == BYTE_ORDER_MARK
        || Character.isSpaceChar(c)
        || (Character.isWhitespace(c) && c != GZIP.charAt(0));
  }
}
