package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path with placeholders (RFC 6570): the value of {@code {name}} and {@code <name>} is
 * percent-encoded as one segment, that of {@code {+name}} must be encoded already.
 *
 * <p>{@code "v3/pay/transactions/id/{transaction_id}"} with {@code "a/b"} gives {@code
 * "v3/pay/transactions/id/a%2Fb"}. A value that is missing, empty, {@code .} or {@code ..}, or has
 * control characters is refused, since the path would be that of another endpoint. Only a
 * placeholder named {@code empty} may be empty, which is the original's documented way to write a
 * trailing slash.
 */
public final class Template {
  /** The maximum length of a name or value in messages. */
  private static final int LONGEST = 128;

  private final String text;
  private final List<Piece> path;
  private final @Nullable List<Piece> query;
  private final Set<String> names;

  private Template(String text) {
    int mark = text.indexOf('?');
    this.text = text;
    this.path = pieces(mark < 0 ? text : text.substring(0, mark));
    this.query = mark < 0 ? null : pieces(text.substring(mark + 1));
    this.names = names(path, query == null ? List.of() : query);
  }

  /** Creates a template of a text, which is checked when it is expanded. */
  public static Template of(String text) {
    return new Template(text);
  }

  /** Returns the names of its placeholders, in order. Unmodifiable. */
  public Set<String> names() {
    return names;
  }

  /**
   * Returns the names of the placeholders {@code {name}} whose value contains a {@code %}: this is
   * sent as {@code %25}, which is wrong for a value that was already encoded.
   */
  public Set<String> namesWithPercent(Map<String, ?> values) {
    Set<String> found = new LinkedHashSet<>();
    for (List<Piece> pieces : List.of(path, query == null ? List.<Piece>of() : query)) {
      for (Piece piece : pieces) {
        if (piece.isPlaceholder
            && !piece.isEncoded
            && String.valueOf(values.get(piece.text)).indexOf('%') >= 0) {
          found.add(piece.text);
        }
      }
    }
    return found;
  }

  /**
   * Returns the path, and the query if the template has one, encoded and ready to be sent.
   *
   * @throws IllegalArgumentException if a value is missing or invalid; the message names the
   *     template and the placeholder
   */
  public String expand(Map<String, ?> values) {
    String expanded = expand(path, values, Percent.PATH);
    if (expanded.indexOf('.') >= 0 || expanded.indexOf("%2") >= 0) {
      requireNoDots(expanded);
    }
    if (expanded.startsWith("//")) {
      throw new IllegalArgumentException(
          "The path '"
              + shown()
              + "' begins with //, which would be followed by a host. Begin it with v3/.");
    }
    return query == null ? expanded : expanded + "?" + expand(query, values, Percent.QUERY);
  }

  private void requireNoDots(String expanded) {
    for (String segment : expanded.split("/", -1)) {
      if (isDots(segment)) {
        throw new IllegalArgumentException(
            "The path '"
                + shown()
                + "' has a segment '"
                + segment
                + "', which leads to another path. Remove it.");
      }
    }
  }

  private String expand(List<Piece> pieces, Map<String, ?> values, BitSet kept) {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      if (!piece.isPlaceholder) {
        out.append(literal(piece.text, kept));
      } else if (piece.isEncoded) {
        out.append(encoded(piece.text, value(piece.text, values)));
      } else {
        out.append(Percent.encode(value(piece.text, values), Percent.UNRESERVED, false));
      }
    }
    return out.toString();
  }

  private static List<Piece> pieces(String part) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < part.length(); i++) {
      int end = placeholderEnd(part, i);
      if (end > 0) {
        pieces.add(new Piece(part.substring(from, i), false, false));
        boolean encoded = part.startsWith("{+", i) && end > i + 2;
        pieces.add(new Piece(part.substring(encoded ? i + 2 : i + 1, end), true, encoded));
        from = end + 1;
        i = end;
      }
    }
    pieces.add(new Piece(part.substring(from), false, false));
    return pieces;
  }

  /**
   * Returns the position of the closing bracket of a placeholder that begins here; 0 if none
   * begins.
   */
  private static int placeholderEnd(String part, int open) {
    char bracket = part.charAt(open);
    if (bracket != '{' && bracket != '<') {
      return 0;
    }
    char closing = bracket == '{' ? '}' : '>';
    int end = open + 1;
    while (end < part.length() && part.charAt(end) != bracket && part.charAt(end) != closing) {
      end++;
    }
    return end > open + 1 && end < part.length() && part.charAt(end) == closing ? end : 0;
  }

  private static Set<String> names(List<Piece> path, List<Piece> query) {
    Set<String> names = new LinkedHashSet<>();
    addNames(names, path);
    addNames(names, query);
    return names.isEmpty() ? Set.of() : Collections.unmodifiableSet(names);
  }

  private static void addNames(Set<String> names, List<Piece> pieces) {
    for (Piece piece : pieces) {
      if (piece.isPlaceholder) {
        names.add(piece.text);
      }
    }
  }

  private String literal(String part, BitSet kept) {
    if (Printable.hasControl(part) || part.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The path '" + shown() + "' contains a control character or a #, which cannot be sent.");
    }
    if (hasBracket(part)) {
      throw new IllegalArgumentException(
          "The path '"
              + shown()
              + "' has a bracket that is not part of a placeholder {name} or <name>.");
    }
    return Percent.encode(part, kept, true);
  }

  private static boolean hasBracket(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '{' || c == '}' || c == '<' || c == '>') {
        return true;
      }
    }
    return false;
  }

  private String value(String name, Map<String, ?> values) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "The placeholder {"
              + Printable.of(name, LONGEST)
              + "} of '"
              + shown()
              + "' has no value."
              + DidYouMean.nearest(name, values.keySet())
              + " Pass it in the last argument: Map.of(\""
              + Printable.of(name, LONGEST)
              + "\", …).");
    }
    @Nullable Object value = values.get(name);
    String problem = Scalars.problem(value);
    if (value == null || !problem.isEmpty()) {
      throw refused(name, problem);
    }
    String string = Scalars.text(value, Times.V3);
    if (string.isEmpty() && !name.equals("empty")) {
      throw refused(name, "empty");
    }
    if (string.equals(".") || string.equals("..")) {
      throw refused(name, "'" + string + "', which leads to another path");
    }
    if (Printable.hasControl(string)) {
      throw refused(
          name, "'" + Printable.of(string, LONGEST) + "', with a control character in it");
    }
    if (Scalars.hasUnpairedSurrogate(string)) {
      throw refused(name, "a text with an unpaired surrogate");
    }
    return string;
  }

  private String encoded(String name, String value) {
    String same;
    try {
      same = Percent.encode(value, Percent.PATH, true);
    } catch (IllegalArgumentException e) {
      throw refused(
          name,
          "'"
              + Printable.of(value, LONGEST)
              + "', which is not percent-encoded as {+name} requires");
    }
    if (!same.equals(value)) {
      throw refused(
          name,
          "'"
              + Printable.of(value, LONGEST)
              + "', which is not percent-encoded as {+name} requires ("
              + Printable.of(same, LONGEST)
              + ")");
    }
    return value;
  }

  private IllegalArgumentException refused(String name, String what) {
    return new IllegalArgumentException(
        "The value of the placeholder {"
            + Printable.of(name, LONGEST)
            + "} of '"
            + shown()
            + "' is "
            + what
            + ". Pass a text or a number.");
  }

  /** Returns whether a segment is one or two dots, encoded or not. */
  private static boolean isDots(String segment) {
    String plain = segment.length() > 6 ? segment : segment.replace("%2e", ".").replace("%2E", ".");
    return plain.equals(".") || plain.equals("..");
  }

  private String shown() {
    return Printable.of(text, 256);
  }

  /** Returns the template as written. */
  @Override
  public String toString() {
    return text;
  }

  /** A literal text, or the name of a placeholder. */
  private static final class Piece {
    final String text;
    final boolean isPlaceholder;
    final boolean isEncoded;

    Piece(String text, boolean isPlaceholder, boolean isEncoded) {
      this.text = text;
      this.isPlaceholder = isPlaceholder;
      this.isEncoded = isEncoded;
    }
  }
}
