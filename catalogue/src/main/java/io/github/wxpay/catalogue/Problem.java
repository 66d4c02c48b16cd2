package io.github.wxpay.catalogue;

import java.util.Locale;

/** What a request has that the documentation has not, or lacks. Immutable. */
public final class Problem {
  private final Kind kind;
  private final Location location;
  private final String pointer;
  private final String message;

  Problem(Kind kind, Location location, String pointer, String message) {
    this.kind = kind;
    this.location = location;
    this.pointer = pointer;
    this.message = message;
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

  /** Returns what is wrong, in words, and the way out; never a value that is encrypted. */
  public String message() {
    return message;
  }

  /** Returns it all in one line. */
  @Override
  public String toString() {
    return location.name().toLowerCase(Locale.ROOT)
        + (pointer.isEmpty() ? "" : " " + pointer)
        + " "
        + message;
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
    WRONG_VALUE
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
