package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.FaultyBody;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.ResponseDelivery;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.v2.V2;
import io.github.wxpay.sandbox.v3.V3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Executes calls with their faults. */
final class FaultInjector {
  /** The default byte of a fault in a body whose length is not known in advance. */
  private static final long DEFAULT_OFFSET = 1 << 16;

  private static final String DOWNLOAD_URL = "download_url";
  private static final byte[] NO_FILE =
      "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"账单文件不存在\"}".getBytes(StandardCharsets.UTF_8);

  private final FaultRules rules;
  private final V2 v2;
  private final V3 v3;
  private final CountDownLatch closed;

  /**
   * Creates an injector.
   *
   * @param closed ends all pauses when its count reaches zero
   */
  FaultInjector(FaultRules rules, V2 v2, V3 v3, CountDownLatch closed) {
    this.rules = rules;
    this.v2 = v2;
    this.v3 = v3;
    this.closed = closed;
  }

  /** Returns the maximum number of bytes that are read of the request's body. */
  static long most(Fault fault, Inbound head) {
    if (fault.kind() != Fault.Kind.REQUEST_CUT) {
      return Long.MAX_VALUE;
    }
    if (fault.number() >= 0) {
      return fault.number();
    }
    String length = head.header("Content-Length");
    return length == null ? 0 : Long.parseLong(length) / 2;
  }

  /**
   * Returns the outcome of a call with its faults; executes the call unless a fault prevents it.
   */
  Outcome outcome(Fault fault, Inbound inbound, Function<Inbound, Outcome> call) {
    return injected(fault, inbound, same -> download(same, call.apply(same)));
  }

  // Faults of the deprecated methods apply only to responses with a file or its address.
  private Outcome download(Inbound inbound, Outcome outcome) {
    Answer answer = outcome.answer();
    Fault fault = rules.ofDownload(each -> fits(each, inbound, answer));
    Answer damaged = injected(fault, inbound, same -> outcome).answer();
    return damaged == answer ? outcome : outcome.faulty(damaged, fault.toString());
  }

  private boolean fits(Fault fault, Inbound inbound, Answer answer) {
    return fault.kind() == Fault.Kind.ADDRESSED ? hasAddress(inbound, answer) : answer.isFile();
  }

  private Outcome injected(Fault fault, Inbound inbound, Function<Inbound, Outcome> call) {
    switch (fault.kind()) {
      case NO_ANSWER:
      case REQUEST_CUT:
        return instead(fault, silent(fault));
      case STALLED:
        return instead(fault, Answer.empty(0).with(ResponseDelivery.SILENT.after(fault.time())));
      case BAD_GATEWAY:
        return instead(fault, Answer.badGateway());
      case REDIRECTED:
        return instead(fault, Answer.empty(302).with("Location", fault.text()));
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
        // A request that was not verified did not use up its nonce.
        if (fault.kind() == Fault.Kind.ANSWER_LOST
            && outcome.problem() == null
            && !v2.serves(inbound)) {
          v3.lost(inbound);
        }
        Answer damaged = damaged(fault, inbound, outcome.answer());
        boolean same = damaged == outcome.answer();
        return same ? outcome : outcome.faulty(damaged, fault.toString());
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

  private Answer damaged(Fault fault, Inbound inbound, Answer answer) {
    Body body = answer.body();
    long middle = body.length() < 0 ? DEFAULT_OFFSET : body.length() / 2;
    long at = fault.number() >= 0 ? fault.number() : middle;
    switch (fault.kind()) {
      case LATE:
        return answer.with(ResponseDelivery.WHOLE.after(fault.time()));
      case ANSWER_LOST:
        return answer.with(ResponseDelivery.SILENT.reset(fault.isReset()));
      case HANG_UP:
        Answer hangingUp = with(answer, FaultyBody.hangingUp(body, at));
        return hangingUp == answer
            ? answer
            : hangingUp.with(ResponseDelivery.WHOLE.reset(fault.isReset()));
      case TRUNCATED:
        return with(answer, FaultyBody.truncated(body, at));
      case PAUSED:
        return with(answer, FaultyBody.paused(body, at, fault.time(), closed));
      case DRIPPING:
        return with(answer, FaultyBody.dripping(body, (int) fault.number(), fault.time(), closed));
      case FLIPPED_BYTE:
        return with(answer, FaultyBody.flipped(body, at));
      case WRONG_HASH:
        return answer.isFile() ? with(answer, body.flippedAt(at)) : answer;
      case NOT_FOUND:
        return answer.isFile()
            ? Answer.of(404, "application/json; charset=utf-8", NO_FILE)
            : answer;
      case ADDRESSED:
        return addressed(fault, inbound, answer);
      default:
        return v2.serves(inbound)
            ? damagedSign(fault, answer)
            : damagedSignature(fault, inbound, answer);
    }
  }

  private static Answer with(Answer answer, Body body) {
    return body == answer.body() ? answer : answer.with(body);
  }

  private boolean hasAddress(Inbound inbound, Answer answer) {
    byte[] bytes = answer.body().inMemory();
    return bytes != null
        && !answer.isFile()
        && !v2.serves(inbound)
        && new String(bytes, StandardCharsets.UTF_8).contains('"' + DOWNLOAD_URL + '"');
  }

  private Answer addressed(Fault fault, Inbound inbound, Answer answer) {
    if (!hasAddress(inbound, answer)) {
      return answer;
    }
    try {
      JsonNode body = Json.read(Objects.requireNonNull(answer.body().inMemory()));
      for (JsonNode parent : body.findParents(DOWNLOAD_URL)) {
        ((ObjectNode) parent).put(DOWNLOAD_URL, fault.text());
      }
      byte[] other = Json.bytes(body);
      return v3.signedAt(inbound, answer.with(Body.of(other)).signedOver(other), Duration.ZERO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer damagedSign(Fault fault, Answer answer) {
    switch (fault.kind()) {
      case WRONG_SIGNATURE:
        return V2.wronglySigned(answer);
      case UNSIGNED:
        return V2.unsigned(answer);
      default:
        return answer;
    }
  }

  private Answer damagedSignature(Fault fault, Inbound inbound, Answer answer) {
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
        return V3.without(Set.of(fault.text()), answer);
      default:
        throw new AssertionError(fault.kind());
    }
  }
}
