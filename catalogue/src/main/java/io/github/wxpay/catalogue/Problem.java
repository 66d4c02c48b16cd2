package io.github.wxpay.catalogue;

import java.util.Locale;

/** What a request has that the documentation has not, or lacks. Immutable. */
public final class Problem {
  private final Kind kind;
  private final Location location;
  private final String pointer;
  private final String reason;

  Problem(Kind kind, Location location, String pointer, String reason) {
    this.kind = kind;
    this.location = location;
    this.pointer = pointer;
    this.reason = reason;
  }

  public Kind kind() {
    return kind;
  }

  public Location location() {
    return location;
  }

  /**
   * Returns the JSON pointer (RFC 6901) of the field, {@code /amount/total}; in path and query a
   * slash and the name; empty where it is about the endpoint.
   */
  public String pointer() {
    return pointer;
  }

  /**
   * Returns the field, what is wrong and what is allowed: {@code body /amount/total must be at
   * least 1, not 0}. It never holds a value that is encrypted.
   */
  public String message() {
    // A problem of the endpoint names the path itself.
    return location == Location.PATH && pointer.isEmpty() ? reason : toString();
  }

  /** Returns what is wrong and what is allowed, without the field: {@code is required}. */
  public String reason() {
    return reason;
  }

  /** Returns the location, the pointer and the {@link #reason}. */
  @Override
  public String toString() {
    return location.name().toLowerCase(Locale.ROOT)
        + (pointer.isEmpty() ? "" : " " + pointer)
        + " "
        + reason;
  }

  /** What is wrong. */
  public enum Kind {
    /** No documented endpoint has this path. */
    UNKNOWN_PATH,
    /** The path is documented, with other verbs. */
    WRONG_METHOD,
    /** A required field is not there. */
    MISSING,
    /** A field that is not documented here. */
    UNKNOWN,
    /** A value of another type. */
    WRONG_TYPE,
    /** A value that is none of the documented ones; new ones may have come since. */
    WRONG_VALUE,
    /** A text below its least length, in characters or in bytes. */
    TOO_SHORT,
    /** A text above its greatest length, in characters or in bytes. */
    TOO_LONG,
    /** A number below its least value. */
    TOO_SMALL,
    /** A number above its greatest value. */
    TOO_LARGE,
    /** A text that does not match its pattern. */
    NOT_MATCHING
  }

  /** Where it is wrong. */
  public enum Location {
    /** Verb, or placeholders of the path. */
    PATH,
    /** The query. */
    QUERY,
    /** The body; of an upload its part {@code meta}. */
    BODY
  }
}
