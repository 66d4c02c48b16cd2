package io.github.wxpay.catalogue;

import java.util.Locale;

/**
 * A difference between a request and the documentation of its endpoint. Immutable.
 *
 * <pre>{@code
 * for (Problem problem : catalogue.problems("POST", "v3/pay/transactions/native", null, body)) {
 *   System.out.println(problem.kind() + " " + problem.message());
 * }
 * // MISSING body /amount/total is required
 * }</pre>
 */
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

  /** Returns the kind of difference. */
  public Kind kind() {
    return kind;
  }

  /** Returns the part of the request that differs. */
  public Location location() {
    return location;
  }

  /**
   * Returns the JSON pointer (RFC 6901) of the field, such as {@code /amount/total}; in path and
   * query a slash and the name; empty if the problem is about the endpoint.
   */
  public String pointer() {
    return pointer;
  }

  /**
   * Returns the field, the difference and the allowed value, such as {@code body /amount/total must
   * be at least 1, not 0}. Never contains the value of an encrypted field.
   */
  public String message() {
    // A problem of the endpoint names the path itself.
    return location == Location.PATH && pointer.isEmpty() ? reason : toString();
  }

  /**
   * Returns the difference and the allowed value without the field, such as {@code is required}.
   */
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

  /** A kind of difference. */
  public enum Kind {
    /** No documented endpoint has this path. */
    UNKNOWN_PATH,
    /** The path is documented, but not with this HTTP method. */
    WRONG_METHOD,
    /** A required field is absent. */
    MISSING,
    /** A field is not documented for this endpoint. */
    UNKNOWN,
    /** A value has another type than documented. */
    WRONG_TYPE,
    /** A value is not one of the documented ones. The platform may have added new ones. */
    WRONG_VALUE,
    /** A string is shorter than its minimum length. */
    TOO_SHORT,
    /** A string is longer than its maximum length. */
    TOO_LONG,
    /** A number is less than its minimum. */
    TOO_SMALL,
    /** A number is greater than its maximum. */
    TOO_LARGE,
    /** A string does not match its pattern. */
    NOT_MATCHING
  }

  /** A part of a request. */
  public enum Location {
    /** The HTTP method, the path, or the values of its placeholders. */
    PATH,
    /** The query. */
    QUERY,
    /** The body, or the part {@code meta} of an upload. */
    BODY
  }
}
