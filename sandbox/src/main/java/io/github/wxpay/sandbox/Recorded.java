package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as the sandbox received it, and how it was answered. Immutable.
 *
 * <p>Headers are all there, so those that identify the merchant too; {@link #toString()} shows
 * none.
 */
public final class Recorded {
  private final Inbound inbound;
  private final int status;
  private final @Nullable String problem;
  private final @Nullable String fault;

  Recorded(Inbound inbound, Outcome outcome) {
    this.inbound = inbound;
    this.status = outcome.answer().status();
    this.problem = outcome.problem();
    this.fault = outcome.fault();
  }

  /** Returns the method, for example {@code POST}. */
  public String method() {
    return inbound.method();
  }

  /** Returns path and query as they stood in the request line. */
  public String target() {
    return inbound.target();
  }

  /** Returns the headers; names are looked up without regard to case. */
  public Map<String, List<String>> headers() {
    return inbound.headers();
  }

  /** Returns the first value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(inbound.header(name));
  }

  /** Returns the body's bytes as received; none if there was no body. */
  public byte[] body() {
    return inbound.body().clone();
  }

  /** Returns the body read as UTF-8. */
  public String text() {
    return new String(inbound.body(), StandardCharsets.UTF_8);
  }

  /** Returns the HTTP status that was answered, or would have been; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Returns what was objected to before the request was heard, in words; empty if nothing was. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns whether the request was signed rightly and by the right merchant. */
  public boolean verified() {
    return problem == null;
  }

  /**
   * Returns the {@link Fault} that this request met, as its text; empty if none. One before the
   * booking leaves the signature unchecked.
   */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  int weight() {
    return inbound.body().length;
  }

  /** Returns one line: method, target, status, fault and problem if there was one. */
  @Override
  public String toString() {
    String line = method() + " " + target() + " " + status();
    line += fault == null ? "" : " [" + fault + "]";
    return problem == null ? line : line + " (" + problem + ")";
  }
}
