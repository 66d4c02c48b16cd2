package io.github.wxpay.sandbox.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request and its answer, as far as they are kept; immutable. */
public final class Exchange {
  private static final int LONGEST = 64 << 10;

  private final long number;
  private final Instant time;
  private final Duration duration;
  private final Inbound inbound;
  private final int status;
  private final Map<String, String> answerHeaders;
  private final byte @Nullable [] answerBody;
  private final @Nullable String problem;
  private final @Nullable String fault;
  private final Supplier<@Nullable ExpectedText> signing;

  /**
   * Takes both; of the answer's body only what is in memory and at most 64 KiB long.
   *
   * @param number its place among all requests, from 1
   * @param time when the request was there
   * @param duration how long its answer took to be ready
   */
  public Exchange(long number, Instant time, Duration duration, Inbound inbound, Outcome outcome) {
    // Neither the answer itself is kept nor its body: they may hold on to a file.
    Answer answer = outcome.answer();
    byte[] bytes = answer.body().inMemory();
    this.number = number;
    this.time = time;
    this.duration = duration;
    this.inbound = inbound;
    this.status = answer.status();
    this.answerHeaders = answer.headers();
    this.answerBody = bytes == null || bytes.length > LONGEST ? null : bytes;
    this.problem = outcome.problem();
    this.fault = outcome.fault();
    this.signing = outcome.signing();
  }

  public long number() {
    return number;
  }

  public Instant time() {
    return time;
  }

  public Duration duration() {
    return duration;
  }

  public Inbound inbound() {
    return inbound;
  }

  public int status() {
    return status;
  }

  public Map<String, String> answerHeaders() {
    return answerHeaders;
  }

  /** Returns the answer's body, null if it was not kept; nobody may write to it. */
  public byte @Nullable [] answerBody() {
    return answerBody;
  }

  /** Returns what the gate objected to, null if nothing. */
  public @Nullable String problem() {
    return problem;
  }

  /** Returns what was let go wrong, null if nothing was. */
  public @Nullable String fault() {
    return fault;
  }

  /** Returns the text to be signed, worked out now; null if the request does not say enough. */
  public @Nullable ExpectedText signing() {
    return signing.get();
  }

  /** Returns how many bytes of the two messages are kept, about. */
  public long weight() {
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
}
