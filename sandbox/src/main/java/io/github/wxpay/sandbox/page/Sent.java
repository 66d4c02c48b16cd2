package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.event.Message;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A notification that was sent and what came back; immutable as long as nobody writes to it. */
public final class Sent {
  private final long number;
  private final Instant time;
  private final URI receiver;
  private final Message message;
  private final int status;
  private final byte[] answer;
  private final @Nullable String problem;

  /** Takes all of it; the status is 0 if no answer came. */
  public Sent(
      long number,
      Instant time,
      URI receiver,
      Message message,
      int status,
      byte[] answer,
      @Nullable String problem) {
    this.number = number;
    this.time = time;
    this.receiver = receiver;
    this.message = message;
    this.status = status;
    this.answer = answer;
    this.problem = problem;
  }

  long number() {
    return number;
  }

  Instant time() {
    return time;
  }

  URI receiver() {
    return receiver;
  }

  Message message() {
    return message;
  }

  int status() {
    return status;
  }

  byte[] answer() {
    return answer;
  }

  @Nullable String problem() {
    return problem;
  }
}
