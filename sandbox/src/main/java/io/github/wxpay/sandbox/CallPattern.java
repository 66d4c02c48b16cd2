package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pattern of calls: an optional method, a blank, and a path with wildcards. Immutable. */
final class CallPattern {
  private static final Set<String> VERBS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
  private static final String MANY = "**";
  private static final String ONE = "*";

  private final String text;
  private final String verb;
  private final List<String> segments;

  private CallPattern(String text, String verb, List<String> segments) {
    this.text = text;
    this.verb = verb;
    this.segments = segments;
  }

  /** Parses a pattern; throws an {@link IllegalArgumentException} whose message names the error. */
  static CallPattern of(String text) {
    String[] words = text.trim().split("\\s+", -1);
    if (words.length > 2 || words[0].isEmpty()) {
      throw bad(text, "must be a path such as v3/refund/**, with or without a method before it");
    }
    String verb = words.length == 1 ? "" : words[0].toUpperCase(Locale.ROOT);
    if (!verb.isEmpty() && !VERBS.contains(verb)) {
      throw bad(
          text,
          "the method must be one of " + VERBS.stream().sorted().collect(Collectors.toList()));
    }
    String path = words[words.length - 1];
    if (path.contains("?") || path.contains("://")) {
      throw bad(text, "must have only a path, without host and query");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : split(path)) {
      segments.add(segment(text, segment));
    }
    return new CallPattern(text, verb, segments);
  }

  private static String segment(String text, String segment) {
    if (segment.isEmpty()) {
      throw bad(text, "has an empty segment; use ** for any number of segments");
    }
    boolean variable = segment.startsWith("{") && segment.endsWith("}") && segment.length() > 2;
    if (segment.equals(MANY) || segment.equals(ONE) || variable) {
      return variable ? ONE : segment;
    }
    if (Stream.of("*", "{", "}").anyMatch(segment::contains)) {
      throw bad(text, "*, ** and {name} must be complete segments; got " + segment);
    }
    return segment;
  }

  private static IllegalArgumentException bad(String text, String rule) {
    return new IllegalArgumentException("bad pattern \"" + text + "\": " + rule);
  }

  private static List<String> split(String path) {
    return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
  }

  /** Returns whether the pattern matches all calls. */
  boolean isAll() {
    return verb.isEmpty() && segments.equals(List.of(MANY));
  }

  boolean matches(String method, String path) {
    if (!verb.isEmpty() && !verb.equals(method)) {
      return false;
    }
    List<String> decoded = split(path).stream().map(Percent::decode).collect(Collectors.toList());
    return matches(decoded);
  }

  // Dynamic programming: row[n] is true if the first n segments of the path match the segments of
  // the pattern so far.
  private boolean matches(List<String> path) {
    boolean[] row = new boolean[path.size() + 1];
    row[0] = true;
    for (String segment : segments) {
      boolean[] next = new boolean[row.length];
      next[0] = segment.equals(MANY) && row[0];
      for (int i = 1; i < row.length; i++) {
        if (segment.equals(MANY)) {
          next[i] = row[i] || next[i - 1];
        } else {
          String value = path.get(i - 1);
          boolean fits = segment.equals(ONE) ? !value.isEmpty() : segment.equals(value);
          next[i] = fits && row[i - 1];
        }
      }
      row = next;
    }
    return row[path.size()];
  }

  @Override
  public String toString() {
    return text;
  }
}
