package io.github.wxpay.http;

import java.time.Instant;

/**
 * A call that a {@link CallListener} observes, with the values that are known at its start.
 * Immutable.
 *
 * <pre>{@code
 * public void start(Call call) {
 *   log.debug("{} {}", call.method(), call.template());   // POST v3/pay/transactions/native
 * }
 * }</pre>
 */
public final class Call {
  /** The purpose of a call. */
  public enum Kind {
    /** A request whose response is in memory. */
    REQUEST,
    /** A request whose response goes into a file. */
    DOWNLOAD,
    /** A notification that the platform sent. */
    NOTIFICATION
  }

  private final Kind kind;
  private final String method;
  private final String template;
  private final Instant started;

  /** Creates the description of a call; tests of listeners may need it. */
  public Call(Kind kind, String method, String template, Instant started) {
    this.kind = kind;
    this.method = method;
    this.template = template;
    this.started = started;
  }

  /** Returns the purpose of the call. */
  public Kind kind() {
    return kind;
  }

  /** Returns the method, such as {@code POST}; empty for a notification. */
  public String method() {
    return method;
  }

  /**
   * Returns the path as it was chained, with its placeholders and without values or query: {@code
   * v3/pay/transactions/id/{transaction_id}}; the path of the URL for a file of a {@code
   * download_url}; empty for a notification, and for a path that is refused. It contains values
   * that the program wrote into the path itself.
   */
  public String template() {
    return template;
  }

  /** Returns when the call started, by the system's clock. */
  public Instant started() {
    return started;
  }

  /** Returns the method and the template, or {@code notification}. */
  @Override
  public String toString() {
    return kind == Kind.NOTIFICATION ? "notification" : method + " " + template;
  }
}
