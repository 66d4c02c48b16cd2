package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.DownloadFault.Kind;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.Spoiled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/** Lets downloads go wrong: those that are next, or all. */
final class DownloadFaults {
  /** Where it happens in a body whose length is not known before. */
  static final long SOMEWHERE = 1 << 16;

  private static final byte[] NO_FILE =
      "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"账单文件不存在\"}".getBytes(StandardCharsets.UTF_8);

  private final Deque<DownloadFault> next = new ArrayDeque<>();
  private final CountDownLatch closed;
  private DownloadFault lasting = DownloadFault.NONE;

  /** The latch, once open, ends all pauses. */
  DownloadFaults(CountDownLatch closed) {
    this.closed = closed;
  }

  synchronized void add(DownloadFault fault) {
    next.add(fault);
  }

  /** Sets what happens to all; those that were next are forgotten. */
  synchronized void set(DownloadFault fault) {
    next.clear();
    lasting = fault;
  }

  /** Returns the outcome, or what a fault makes of it if it is a file. */
  Outcome spoil(Outcome outcome) {
    Answer answer = outcome.answer();
    return answer.isFile() ? outcome.with(spoil(answer, take(false))) : outcome;
  }

  /** Returns the address, or what a fault makes of it. */
  String address(String right) {
    DownloadFault fault = take(true);
    return fault.kind() == Kind.ADDRESSED ? fault.address() : right;
  }

  // A fault of addresses waits until a bill is asked for, any other until a file is fetched.
  private synchronized DownloadFault take(boolean asking) {
    DownloadFault first = next.isEmpty() ? lasting : next.peek();
    if ((first.kind() == Kind.ADDRESSED) != asking) {
      return DownloadFault.NONE;
    }
    next.poll();
    return first;
  }

  private Answer spoil(Answer answer, DownloadFault fault) {
    Body body = answer.body();
    switch (fault.kind()) {
      case NONE:
      case ADDRESSED:
        return answer;
      case WRONG_HASH:
        return answer.with(body.flippedAt(at(fault, body)));
      case TRUNCATED:
        return answer.with(Spoiled.cut(body, at(fault, body)));
      case HANG_UP:
        return answer.with(Spoiled.hangUp(body, at(fault, body)));
      case SLOW:
        return answer.with(Spoiled.pause(body, at(fault, body), fault.pause(), closed));
      case REDIRECTED:
        return Answer.empty(302).with("Location", fault.address());
      case NOT_FOUND:
        return Answer.of(404, "application/json; charset=utf-8", NO_FILE);
      case BAD_GATEWAY:
        return Answer.badGateway();
    }
    throw new AssertionError(fault.kind());
  }

  private static long at(DownloadFault fault, Body body) {
    if (fault.at() >= 0) {
      return fault.at();
    }
    return body.length() < 0 ? SOMEWHERE : body.length() / 2;
  }
}
