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
 * A request as the sandbox received it, and how it was answered. Immutable.
 *
 * <p>Headers are all there, so those that identify the merchant too; {@link #toString()} shows
 * none.
 */
public final class Recorded {
  private static final int LONGEST = 64 << 10;

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
   * Takes both messages; of the response's body only what is in memory and at most 64 KiB long.
   *
   * @param number its place among all requests, from 1
   * @param time when the request was there
   * @param duration how long its response took to be ready
   * @param version 2 or 3
   */
  Recorded(
      long number, Instant time, Duration duration, int version, Inbound inbound, Outcome outcome) {
    // Neither the answer itself is kept nor its body: they may hold on to a file.
    Answer answer = outcome.answer();
    byte[] bytes = answer.body().inMemory();
    this.number = number;
    this.time = time;
    this.duration = duration;
    this.version = version;
    this.inbound = inbound;
    this.status = answer.status();
    this.answerHeaders = answer.headers();
    this.answerBody = bytes == null || bytes.length > LONGEST ? null : bytes;
    this.problem = outcome.problem();
    this.fault = outcome.fault();
    this.signing = outcome.signing();
  }

  /** Returns the request's place among all this sandbox received; the first is 1. */
  public long number() {
    return number;
  }

  /** Returns when the request was there, by the sandbox's clock. */
  public Instant time() {
    return time;
  }

  /** Returns how long it took to make the answer ready; sending it does not count. */
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

  /** Returns path and query as they stood in the request line. */
  public String target() {
    return inbound.target();
  }

  /**
   * Returns the headers. Names are spelled as they arrived and looked up without regard to case;
   * names that differ in case only are one, spelled as the first.
   */
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

  /**
   * Returns the headers of the response as they were sent, in their order, but for those of every
   * response: {@code Server}, {@code Date}, {@code Content-Length} or {@code Transfer-Encoding},
   * {@code Connection} and {@code Keep-Alive}.
   */
  public Map<String, String> answerHeaders() {
    return answerHeaders;
  }

  /**
   * Returns a copy of the answer's body, of length 0 if there was none. Empty if it was not kept: a
   * body of more than 64 KiB, or one that is made up, packed or damaged while it is sent.
   */
  public Optional<byte[]> answerBody() {
    return Optional.ofNullable(answerBody).map(byte[]::clone);
  }

  /**
   * Returns the text that has to be signed. APIv3: method, target, timestamp, nonce and body, a
   * line each. APIv2: the sorted fields and {@code key=<key>}, never the key itself. Empty if the
   * request does not say enough, for example where {@code Authorization} is missing.
   */
  public Optional<String> signedText() {
    return Optional.ofNullable(signing.get()).map(ExpectedText::expected);
  }

  /**
   * Returns the text that was signed in place of {@link #signedText}, if it was recognized, for
   * example that without the body. Empty if the signature is right or nothing fits it.
   */
  public Optional<String> actualSignedText() {
    return Optional.ofNullable(signing.get()).map(ExpectedText::actual);
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

  /** Returns about how many bytes of the two messages are kept. */
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

  /** Returns one line: method, target, status, fault and problem if there was one. */
  @Override
  public String toString() {
    String line = OneLine.of(method() + " " + target()) + " " + status();
    line += fault == null ? "" : " [" + fault + "]";
    return problem == null ? line : line + " (" + OneLine.of(problem) + ")";
  }
}
