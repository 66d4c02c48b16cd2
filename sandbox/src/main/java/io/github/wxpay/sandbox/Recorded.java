package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Exchange;
import io.github.wxpay.sandbox.http.ExpectedText;
import io.github.wxpay.sandbox.http.Inbound;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
  private final Exchange exchange;
  private final Inbound inbound;
  private final @Nullable String problem;

  Recorded(Exchange exchange) {
    this.exchange = exchange;
    this.inbound = exchange.inbound();
    this.problem = exchange.problem();
  }

  Exchange exchange() {
    return exchange;
  }

  /** Returns the request's place among all this sandbox received; the first is 1. */
  public long number() {
    return exchange.number();
  }

  /** Returns when the request was there, by the sandbox's clock. */
  public Instant time() {
    return exchange.time();
  }

  /** Returns how long it took to make the answer ready; sending it does not count. */
  public Duration duration() {
    return exchange.duration();
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
    return exchange.status();
  }

  /** Returns the answer's headers but for those every server adds, such as {@code Date}. */
  public Map<String, String> answerHeaders() {
    return exchange.answerHeaders();
  }

  /**
   * Returns a copy of the answer's body, of length 0 if there was none. Empty if it was not kept: a
   * body of more than 64 KiB, or one that is made up, packed or spoiled while it is sent.
   */
  public Optional<byte[]> answerBody() {
    return Optional.ofNullable(exchange.answerBody()).map(byte[]::clone);
  }

  /**
   * Returns the text that has to be signed. APIv3: method, target, timestamp, nonce and body, a
   * line each. APIv2: the sorted fields and {@code key=<key>}, never the key itself. Empty if the
   * request does not say enough, for example where {@code Authorization} is missing.
   */
  public Optional<String> signedText() {
    return Optional.ofNullable(exchange.signing()).map(ExpectedText::expected);
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
    return Optional.ofNullable(exchange.fault());
  }

  long weight() {
    return exchange.weight();
  }

  /** Returns one line: method, target, status, fault and problem if there was one. */
  @Override
  public String toString() {
    String line = OneLine.of(method() + " " + target()) + " " + status();
    line += exchange.fault() == null ? "" : " [" + exchange.fault() + "]";
    return problem == null ? line : line + " (" + OneLine.of(problem) + ")";
  }
}
