package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.ExpectedText;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as the sandbox received it, with the response. Immutable.
 *
 * <pre>{@code
 * Recorded last = sandbox.requests().get(sandbox.requests().size() - 1);
 * assertTrue(last.verified(), () -> last.problem().orElse(""));
 * }</pre>
 *
 * <p>{@link #headers()} contains all headers, including {@code Authorization}; {@link #toString()}
 * contains none.
 */
public final class Recorded {
  private static final int MAX_BODY = 64 << 10;

  private final long number;
  private final Instant time;
  private final Duration duration;
  private final int version;
  private final Inbound inbound;
  private final int status;
  private final Map<String, String> answerHeaders;
  private final byte @Nullable [] answerBody;
  private final @Nullable String problem;
  private final @Nullable String fault;
  private final Supplier<@Nullable ExpectedText> signing;

  /**
   * Records both messages. The response's body is kept only if it is in memory and at most 64 KiB
   * long.
   *
   * @param number the number of the request among all requests, from 1
   * @param time the time at which the request was complete
   * @param duration the time until the response was ready
   * @param version 2 or 3
   */
  Recorded(
      long number, Instant time, Duration duration, int version, Inbound inbound, Outcome outcome) {
    // The response object and its body are not kept, since they may refer to a large file.
    Answer answer = outcome.answer();
    byte[] bytes = answer.body().inMemory();
    this.number = number;
    this.time = time;
    this.duration = duration;
    this.version = version;
    this.inbound = inbound;
    this.status = answer.status();
    this.answerHeaders = answer.headers();
    this.answerBody = bytes == null || bytes.length > MAX_BODY ? null : bytes;
    this.problem = outcome.problem();
    this.fault = outcome.fault();
    this.signing = outcome.signing();
  }

  /** Returns the number of the request among all requests of the sandbox, from 1. */
  public long number() {
    return number;
  }

  /** Returns the time at which the request was complete, by the sandbox's clock. */
  public Instant time() {
    return time;
  }

  /** Returns the time until the response was ready, without the time of sending it. */
  public Duration duration() {
    return duration;
  }

  /** Returns {@code v2} or {@code v3}, the protocol of the endpoint. */
  public String version() {
    return "v" + version;
  }

  /** Returns the method, for example {@code POST}. */
  public String method() {
    return inbound.method();
  }

  /** Returns path and query as in the request line, not decoded. */
  public String target() {
    return inbound.target();
  }

  /**
   * Returns the headers. Names are spelled as received and looked up without regard to case; names
   * that differ only in case are merged under the spelling of the first.
   */
  public Map<String, List<String>> headers() {
    return inbound.headers();
  }

  /** Returns the first value of a header; the case of the name is ignored. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(inbound.header(name));
  }

  /** Returns a copy of the body as received; empty if there was no body. */
  public byte[] body() {
    return inbound.body().clone();
  }

  /** Returns the body, decoded as UTF-8. */
  public String text() {
    return new String(inbound.body(), StandardCharsets.UTF_8);
  }

  /** Returns the HTTP status of the response; 0 if there was no response. */
  public int status() {
    return status;
  }

  /**
   * Returns the headers of the response in the order of sending, without those of every response:
   * {@code Server}, {@code Date}, {@code Content-Length} or {@code Transfer-Encoding}, {@code
   * Connection} and {@code Keep-Alive}.
   */
  public Map<String, String> answerHeaders() {
    return answerHeaders;
  }

  /**
   * Returns a copy of the response's body, of length 0 if there was none. Empty if the body was not
   * kept: one of more than 64 KiB, or one that is generated, compressed or damaged while it is
   * sent.
   */
  public Optional<byte[]> answerBody() {
    return Optional.ofNullable(answerBody).map(byte[]::clone);
  }

  /**
   * Returns the text that the merchant must sign. APIv3: method, target, timestamp, nonce and body,
   * one line each. APIv2: the sorted fields and {@code key=<key>}, never the key itself. Empty if
   * the request lacks a part of it, for example if {@code Authorization} is missing.
   */
  public Optional<String> signedText() {
    return Optional.ofNullable(signing.get()).map(ExpectedText::expected);
  }

  /**
   * Returns the text that was signed instead of {@link #signedText}, if the sandbox recognized it,
   * for example the text without the body. Empty if the signature is valid or matches no known
   * mistake.
   */
  public Optional<String> actualSignedText() {
    return Optional.ofNullable(signing.get()).map(ExpectedText::actual);
  }

  /**
   * Returns why the request was rejected before its execution, for example a wrong signature; empty
   * if it was accepted.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /**
   * Returns whether the request has no {@link #problem}, so that its signature and merchant are
   * correct.
   */
  public boolean verified() {
    return problem == null;
  }

  /**
   * Returns the text of the {@link Fault} that was injected into this call; empty if none. With a
   * fault before execution the signature is not verified.
   */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Returns the approximate number of bytes that are kept of the two messages. */
  long weight() {
    long weight = inbound.target().length() + (long) inbound.body().length;
    for (Map.Entry<String, List<String>> header : inbound.headers().entrySet()) {
      weight += header.getKey().length();
      for (String value : header.getValue()) {
        weight += value.length();
      }
    }
    for (Map.Entry<String, String> header : answerHeaders.entrySet()) {
      weight += header.getKey().length() + (long) header.getValue().length();
    }
    return weight + (answerBody == null ? 0 : answerBody.length);
  }

  /** Returns one line with method, target, status, and fault and problem if there are any. */
  @Override
  public String toString() {
    String line = OneLine.of(method() + " " + target()) + " " + status();
    line += fault == null ? "" : " [" + fault + "]";
    return problem == null ? line : line + " (" + OneLine.of(problem) + ")";
  }
}
