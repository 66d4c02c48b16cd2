package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.testing.VirtualPauses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decision alone: which failures lead to another attempt, and after which pause. */
class RetryRuleTest {
  private static final Incoming DONE = Incoming.of(200, Map.of(), new byte[0]);
  private static final Incoming ACCEPTED = Incoming.of(202, Map.of(), new byte[0]);
  private static final Outgoing READ = request("GET", "v3/certificates", null);
  private static final Outgoing NUMBERED =
      request("POST", "v3/refund/domestic/refunds", Map.of("out_refund_no", "refund-1"));
  private static final Outgoing WITHOUT_NUMBER =
      request("POST", "v3/refund/domestic/refunds", Map.of("out_refund_no", " "));
  private static final Outgoing OTHER_WRITE =
      request("POST", "v3/profitsharing/finish", Map.of("out_trade_no", "order-1"));

  private final VirtualPauses pauses = new VirtualPauses();
  private final RetryBudget budget = new RetryBudget();
  private final RetryRule rule = new RetryRule(Retry.standard(), budget, pauses);
  private final AtomicInteger sent = new AtomicInteger();

  private static Outgoing request(String method, String path, Object body) {
    return request(method, path, body, Options.none());
  }

  private static Outgoing request(String method, String path, Object body, Options options) {
    return Outgoing.of(
        method, "https://api.mch.weixin.qq.com", path, Headers.none(), body, options);
  }

  private static StatusException status(
      int status, String code, Map<String, List<String>> headers) {
    return new StatusException("status " + status, status, code, "", "", "", "", false, headers);
  }

  private static StatusException status(int status) {
    return status(status, "", Map.of());
  }

  private static ResultException result(String code) {
    return new ResultException("result", "EV2_RES_STATUS_CODE_NOT_SUCESS", true, codes(code));
  }

  private static Map<String, String> codes(String code) {
    return Map.of("return_code", "SUCCESS", "result_code", "FAIL", "err_code", code);
  }

  private static TransportException transport(boolean sent) {
    return new TransportException("transport", sent, null);
  }

  private static VerificationException unverified() {
    return new VerificationException(Reason.BAD_SIGNATURE, "unverified", 200, "");
  }

  /** Returns the attempts of a call of which a number has ended. */
  private static Attempts attempts(int count) {
    Attempts attempts = new Attempts(Observation.NONE);
    for (int i = 0; i < count; i++) {
      attempts.started("host");
      attempts.ended(null);
    }
    return attempts;
  }

  private Task<Incoming> next() {
    sent.incrementAndGet();
    return Task.value(DONE);
  }

  /** Returns whether there is another attempt after a number of them. */
  private boolean retries(WxpayException e, Outgoing request, int count) {
    int before = sent.get();
    try {
      Task<Incoming> task =
          rule.afterFailure(e, request, attempts(count), false, Deadline.NONE, this::next);
      assertThat(task.run()).isSameAs(DONE);
      assertThat(sent.get()).isEqualTo(before + 1);
      return true;
    } catch (WxpayException thrown) {
      assertThat(thrown).isSameAs(e);
      assertThat(sent.get()).isEqualTo(before);
      return false;
    }
  }

  private void assertRetried(WxpayException e, boolean read, boolean numbered, boolean other) {
    assertThat(retries(e, READ, 1)).as("read after %s", e).isEqualTo(read);
    assertThat(retries(e, NUMBERED, 1)).as("numbered write after %s", e).isEqualTo(numbered);
    assertThat(retries(e, WITHOUT_NUMBER, 1)).as("without number after %s", e).isEqualTo(other);
    assertThat(retries(e, OTHER_WRITE, 1)).as("other write after %s", e).isEqualTo(other);
  }

  @Test
  void repeatsEveryRequestThatWasNotSent() {
    assertRetried(transport(false), true, true, true);
    assertRetried(status(407), true, true, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 599})
  void repeatsReadsAndNumberedWritesAfterFault(int status) {
    assertRetried(transport(true), true, true, false);
    assertRetried(status(status), true, true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYSTEM_ERROR", "SYSTEMERROR", "BIZERR_NEED_RETRY"})
  void repeatsReadsAndNumberedWritesAfterCodeOfFault(String code) {
    assertRetried(status(400, code, Map.of()), true, true, false);
    assertRetried(result(code), true, true, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "FREQ_LIMIT", "RATELIMIT_EXCEEDED"})
  void repeatsEveryRequestAfterRateLimitOfStatus(String code) {
    assertRetried(status(429), true, true, true);
    assertRetried(status(403, code, Map.of()), true, true, true);
    assertRetried(result(code), true, true, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 499})
  void repeatsNothingAfterRefusal(int status) {
    assertRetried(status(status), false, false, false);
    assertRetried(result("ORDERPAID"), false, false, false);
    assertRetried(new CryptoException("key"), false, false, false);
  }

  @Test
  void repeatsReadOnceAfterResponseThatIsNotAuthentic() {
    assertRetried(unverified(), true, false, false);
    assertRetried(new MalformedException("not JSON"), true, false, false);
    assertThat(retries(unverified(), READ, 2)).isFalse();
    assertThat(retries(new MalformedException("not JSON"), READ, 2)).isFalse();
  }

  @Test
  void doesNotRepeatBodyWhoseNumberCannotBeRead() {
    Outgoing unreadable = request("POST", "v3/refund/domestic/refunds", new Unreadable());

    assertThat(retries(transport(true), unreadable, 1)).isFalse();
    assertThat(retries(transport(false), unreadable, 1)).isTrue();
  }

  /** A body that fails when it is written. */
  public static final class Unreadable {
    private final List<String> numbers = List.of();

    public String getOutRefundNo() {
      return numbers.get(0);
    }
  }

  @Test
  void repeatsNothingAfterInterrupt() {
    WxpayException interrupted = new TransportException("x", false, new InterruptedException());

    assertRetried(interrupted, false, false, false);
  }

  @Test
  void makesAsManyAttemptsAsTheRetryOfCallOrClientAllows() {
    assertThat(retries(transport(false), READ, 2)).isTrue();
    assertThat(retries(transport(false), READ, 3)).isFalse();

    Options five = Options.none().retry(Retry.standard().attempts(5));
    Outgoing own = request("GET", "v3/certificates", null, five);
    assertThat(retries(transport(false), own, 4)).isTrue();
    assertThat(retries(transport(false), own, 5)).isFalse();
  }

  @Test
  void pausesForTheTimeThatThePlatformAsksIfItIsLonger() {
    Map<String, List<String>> asked = Map.of("Retry-After", List.of("7"));

    assertThat(retries(status(503, "", asked), READ, 1)).isTrue();
    assertThat(retries(status(503, "", Map.of("Retry-After", List.of("0"))), READ, 1)).isTrue();
    assertThat(retries(status(429, "", asked), READ, 1)).isTrue();
    assertThat(retries(status(429), READ, 1)).isTrue();

    assertThat(pauses.taken())
        .containsExactly(
            Duration.ofSeconds(7),
            Duration.ofMillis(150),
            Duration.ofSeconds(7),
            Duration.ofMillis(750));
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1, 0, 100", "false, 1, 1, 200", "false, 2, 0, 200", "false, 3, 1, 800",
    "false, 6, 1, 5000", "false, 60, 1, 5000", "true, 1, 0, 500", "true, 1, 1, 1000",
    "true, 5, 1, 16000", "true, 6, 1, 20000", "true, 60, 0, 10000"
  })
  void doublesPauseUpToLimit(boolean throttled, int failed, double jitter, long millis) {
    assertThat(RetryRule.backOff(Duration.ofMillis(200), throttled, failed, jitter))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void keepsDelayThatIsLongerThanLimit() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(RetryRule.backOff(minute, false, 3, 1)).isEqualTo(minute);
    assertThat(RetryRule.backOff(minute, true, 3, 1)).isEqualTo(minute);
  }

  @Test
  void makesNoAttemptAfterTheDeadline() {
    TransportException failure = transport(false);
    Deadline near = Deadline.in(Duration.ofMillis(100));
    Deadline far = Deadline.in(Duration.ofMinutes(5));

    assertThatThrownBy(() -> rule.afterFailure(failure, READ, attempts(1), false, near, this::next))
        .isSameAs(failure);
    assertThat(rule.afterFailure(failure, READ, attempts(1), false, far, this::next).run())
        .isSameAs(DONE);
  }

  @Test
  void takesTokensOfBudget() {
    assertThat(retries(transport(true), READ, 1)).isTrue();
    assertThat(budget).hasToString("486 of 500 tokens");
    assertThat(retries(status(429), READ, 1)).isTrue();
    assertThat(budget).hasToString("481 of 500 tokens");
    while (budget.take(RetryBudget.REFUSED)) {
      // Until it is used up.
    }
    assertThat(retries(transport(true), READ, 1)).isFalse();
  }

  @Test
  void remembersWhetherAnAttemptMayHaveBeenExecuted() {
    assertThat(after(transport(true)).maybeExecuted()).isTrue();
    assertThat(after(status(500)).maybeExecuted()).isTrue();
    assertThat(after(unverified()).maybeExecuted()).isTrue();
    assertThat(after(transport(false)).maybeExecuted()).isFalse();
    assertThat(after(status(429)).maybeExecuted()).isFalse();
    assertThat(after(transport(true)).price()).isEqualTo(RetryBudget.FAULT);
    assertThat(after(status(429)).price()).isEqualTo(RetryBudget.REFUSED);
  }

  private Attempts after(WxpayException e) {
    Attempts attempts = attempts(1);
    assertThat(rule.afterFailure(e, READ, attempts, false, Deadline.NONE, this::next).run())
        .isSameAs(DONE);
    return attempts;
  }

  @Test
  void repeatsUnauthorizedRequestOnceIfTheTimeWasCorrected() {
    StatusException unauthorized = status(401);
    Attempts attempts = attempts(1);
    attempts.timeLearnt(true);

    assertThat(
            rule.afterFailure(unauthorized, OTHER_WRITE, attempts, false, Deadline.NONE, this::next)
                .run())
        .isSameAs(DONE);
    assertThat(pauses.taken()).containsExactly(Duration.ZERO);
    assertThat(attempts.maybeExecuted()).isFalse();
    assertThat(attempts.price()).isEqualTo(RetryBudget.REFUSED);

    attempts.started("host");
    attempts.timeLearnt(true);
    assertThatThrownBy(
            () -> rule.afterFailure(unauthorized, READ, attempts, false, Deadline.NONE, this::next))
        .isSameAs(unauthorized);
    Attempts other = attempts(1);
    other.timeLearnt(true);
    StatusException forbidden = status(403);
    assertThatThrownBy(
            () -> rule.afterFailure(forbidden, READ, other, false, Deadline.NONE, this::next))
        .isSameAs(forbidden);
  }

  @Test
  void sendsToOtherHostAtOnceIfNothingWasSent() {
    Attempts attempts = attempts(1);

    assertThat(
            rule.afterFailure(
                    transport(false), OTHER_WRITE, attempts, true, Deadline.NONE, this::next)
                .run())
        .isSameAs(DONE);
    assertThat(pauses.taken()).isEmpty();
    assertThat(budget).hasToString("500 of 500 tokens");

    assertThat(
            rule.afterFailure(
                    transport(false), OTHER_WRITE, attempts, true, Deadline.NONE, this::next)
                .run())
        .isSameAs(DONE);
    assertThat(pauses.taken()).hasSize(1);
    assertThat(budget).hasToString("486 of 500 tokens");
  }

  @Test
  void sendsToOtherHostOnlyIfTheRetryAllowsAnotherAttempt() {
    TransportException failure = transport(false);

    for (int count : new int[] {3, 4}) {
      assertThatThrownBy(
              () ->
                  rule.afterFailure(
                      failure, READ, attempts(count), true, Deadline.NONE, this::next))
          .isSameAs(failure);
    }
    Outgoing once = request("GET", "v3/certificates", null, Options.none().retry(Retry.none()));
    assertThatThrownBy(
            () -> rule.afterFailure(failure, once, attempts(1), true, Deadline.NONE, this::next))
        .isSameAs(failure);
    assertThat(rule.afterFailure(failure, READ, attempts(2), true, Deadline.NONE, this::next).run())
        .isSameAs(DONE);
  }

  private Incoming afterResponse(Incoming response, Outgoing request, Attempts attempts) {
    return rule.afterResponse(response, request, attempts, Deadline.NONE, this::next).run();
  }

  @Test
  void repeatsAcceptedRequestIfThatCannotExecuteItTwice() {
    assertThat(afterResponse(ACCEPTED, NUMBERED, attempts(1))).isSameAs(DONE);
    assertThat(afterResponse(ACCEPTED, READ, attempts(2))).isSameAs(DONE);
    assertThat(afterResponse(ACCEPTED, READ, attempts(3))).isSameAs(ACCEPTED);
    assertThat(afterResponse(ACCEPTED, OTHER_WRITE, attempts(1))).isSameAs(ACCEPTED);
    assertThat(afterResponse(DONE, READ, attempts(1))).isSameAs(DONE);
    assertThat(sent.get()).isEqualTo(2);
  }

  @Test
  void givesTokensBackAfterSuccess() {
    Attempts retried = after(transport(true));

    assertThat(afterResponse(DONE, READ, retried)).isSameAs(DONE);

    assertThat(budget).hasToString("500 of 500 tokens");
  }

  @Test
  void endsWithFailureIfThePauseIsInterrupted() {
    pauses.interrupt();
    TransportException failure = transport(false);

    assertThatThrownBy(
            () ->
                rule.afterFailure(failure, READ, attempts(1), false, Deadline.NONE, this::next)
                    .run())
        .isSameAs(failure);
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(() -> afterResponse(ACCEPTED, READ, attempts(1)))
        .isInstanceOf(TransportException.class)
        .hasMessage("The call was interrupted in the pause after a 202.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(sent.get()).isZero();
  }
}
