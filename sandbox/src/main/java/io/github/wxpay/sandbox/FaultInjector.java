package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Dripped;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.ResponseDelivery;
import io.github.wxpay.sandbox.http.Spoiled;
import io.github.wxpay.sandbox.v2.V2;
import io.github.wxpay.sandbox.v3.V3;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Lets a call go as its fault says. */
final class FaultInjector {
  private final V2 v2;
  private final V3 v3;
  private final CountDownLatch closed;

  FaultInjector(V2 v2, V3 v3, CountDownLatch closed) {
    this.v2 = v2;
    this.v3 = v3;
    this.closed = closed;
  }

  /** Returns how much of the request's body is read. */
  static long most(Fault fault, Inbound head) {
    if (fault.kind() != FaultKind.REQUEST_CUT) {
      return Long.MAX_VALUE;
    }
    if (fault.number() >= 0) {
      return fault.number();
    }
    String length = head.header("Content-Length");
    return length == null ? 0 : Long.parseLong(length) / 2;
  }

  /** Returns the outcome; the call is made, which books it, only if it comes to that. */
  Outcome outcome(Fault fault, Inbound inbound, Function<Inbound, Outcome> call) {
    switch (fault.kind()) {
      case NO_ANSWER:
      case REQUEST_CUT:
        return instead(fault, silent(fault));
      case STALLED:
        return instead(fault, Answer.empty(0).with(ResponseDelivery.SILENT.after(fault.time())));
      case BAD_GATEWAY:
        return instead(fault, Answer.badGateway());
      case SYSTEM_ERROR:
        return instead(fault, refusal(inbound, 500, "SYSTEM_ERROR", "SYSTEMERROR", "系统异常，请稍后重试"));
      case FREQUENCY_LIMITED:
        return instead(
            fault, refusal(inbound, 429, "FREQUENCY_LIMITED", "FREQUENCY_LIMITED", "频率限制，请降低请求频率"));
      case NONE:
        return call.apply(inbound);
      case SLOW:
        Outcome slow = call.apply(inbound);
        return slow.faulty(slow.answer(), fault.toString());
      default:
        Outcome outcome = call.apply(inbound);
        // Only what was verified used up a nonce.
        if (fault.kind() == FaultKind.ANSWER_LOST
            && outcome.problem() == null
            && !v2.serves(inbound)) {
          v3.lost(inbound);
        }
        Answer spoiled = spoil(fault, inbound, outcome.answer());
        boolean same = spoiled == outcome.answer();
        return same ? outcome : outcome.faulty(spoiled, fault.toString());
    }
  }

  private static Outcome instead(Fault fault, Answer answer) {
    return Outcome.verified(answer).faulty(answer, fault.toString());
  }

  private static Answer silent(Fault fault) {
    return Answer.empty(0).with(ResponseDelivery.SILENT.reset(fault.isReset()));
  }

  private Answer refusal(Inbound inbound, int status, String code, String v2Code, String words) {
    return v2.serves(inbound)
        ? v2.refuse(inbound, v2Code, words)
        : v3.refuse(inbound, status, code, words);
  }

  private Answer spoil(Fault fault, Inbound inbound, Answer answer) {
    Body body = answer.body();
    long middle = body.length() < 0 ? DownloadFaults.SOMEWHERE : body.length() / 2;
    long at = fault.number() >= 0 ? fault.number() : middle;
    boolean inside = body.length() < 0 || at < body.length();
    switch (fault.kind()) {
      case LATE:
        return answer.with(ResponseDelivery.WHOLE.after(fault.time()));
      case ANSWER_LOST:
        return answer.with(ResponseDelivery.SILENT.reset(fault.isReset()));
      case HANG_UP:
        Answer cut = answer.with(ResponseDelivery.WHOLE.reset(fault.isReset()));
        return inside ? cut.with(Spoiled.hangUp(body, at)) : answer;
      case TRUNCATED:
        return inside ? answer.with(Spoiled.cut(body, at)) : answer;
      case DRIPPING:
        return answer.with(new Dripped(body, (int) fault.number(), fault.time(), closed));
      default:
        return v2.serves(inbound)
            ? spoilSign(fault, answer)
            : spoilSignature(fault, inbound, answer);
    }
  }

  private static Answer spoilSign(Fault fault, Answer answer) {
    switch (fault.kind()) {
      case WRONG_SIGNATURE:
        return V2.wronglySigned(answer);
      case UNSIGNED:
        return V2.unsigned(answer);
      default:
        return answer;
    }
  }

  private Answer spoilSignature(Fault fault, Inbound inbound, Answer answer) {
    switch (fault.kind()) {
      case WRONG_SIGNATURE:
        return v3.wronglySigned(inbound, answer);
      case PROBE:
        return v3.probing(inbound, answer);
      case CLOCK_OFF:
        return v3.signedAt(inbound, answer, fault.time());
      case UNKNOWN_SERIAL:
        return V3.ofUnknownSerial(answer);
      case UNSIGNED:
        return V3.without(V3.SIGNATURE, answer);
      case WITHOUT_HEADER:
        return V3.without(Set.of(fault.name()), answer);
      default:
        throw new AssertionError(fault.kind());
    }
  }
}
