package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Task;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final String WRITE_ADVICE =
      "The request may have been executed, and money may have moved.";

  private static final Outgoing READ = request("GET", "v3/certificates");
  private static final Outgoing WRITE = request("POST", "v3/refund/domestic/refunds");

  private static Outgoing request(String method, String path) {
    return Outgoing.of(
        method,
        "https://api.mch.weixin.qq.com",
        path,
        Headers.none(),
        method.equals("GET") ? null : Map.of("out_refund_no", "refund-1"),
        Options.none());
  }

  private static StatusException refusal() {
    return new StatusException("refused", 400, "PARAM_ERROR", "", "", "", "");
  }

  private static Task<String> failing(WxpayException e) {
    return Task.of(
        () -> {
          throw e;
        });
  }

  private static WxpayException failure(Task<String> task) {
    return catchThrowableOfType(WxpayException.class, task::run);
  }

  @Test
  void keepsResults() {
    Attempts attempts = new Attempts(Observation.NONE);
    Task<String> done = Task.value("done");

    assertThat(Outcomes.notSent(done).run()).isEqualTo("done");
    assertThat(Outcomes.notSent(done, READ).run()).isEqualTo("done");
    assertThat(Outcomes.afterSending(done, READ).run()).isEqualTo("done");
    assertThat(Outcomes.ofAttempts(done, READ, attempts).run()).isEqualTo("done");
    assertThat(Outcomes.withAttempts(done, attempts).run()).isEqualTo("done");
  }

  @Test
  void reportsNotSentBeforeSending() {
    WxpayException failed = failure(Outcomes.notSent(failing(new CryptoException("key"))));

    assertThat(failed).isInstanceOf(CryptoException.class).hasMessage("key");
    assertThat(failed.outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void namesRequestThatAnotherCallHasPrevented() {
    TransportException download = new TransportException("download", true, null);
    WxpayException unknown = failure(Outcomes.notSent(failing(download), WRITE));
    WxpayException refused = failure(Outcomes.notSent(failing(refusal()), WRITE));
    WxpayException own = failure(Outcomes.notSent(failing(new CryptoException("key")), WRITE));

    assertThat(unknown.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(unknown).hasMessage("download. " + WRITE + " was not sent.");
    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(refused).hasMessage("refused. " + WRITE + " was not sent.");
    assertThat(own.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(own).hasMessage("key");
  }

  @Test
  void reportsUnknownAfterSendingUnlessTheFailureSaysMore() {
    WxpayException silent = failure(Outcomes.afterSending(failing(new CryptoException("x")), READ));
    WxpayException refused = failure(Outcomes.afterSending(failing(refusal()), WRITE));

    assertThat(silent.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(silent).hasMessage("x");
    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused).hasMessage("refused");
  }

  @Test
  void advisesToQueryUnknownWrite() {
    TransportException broken = new TransportException("broken", true, null);

    assertThat(failure(Outcomes.afterSending(failing(broken), WRITE)))
        .hasMessageStartingWith("broken. " + WRITE_ADVICE);
    assertThat(failure(Outcomes.afterSending(failing(broken), READ)))
        .hasMessage("broken. It may be called again.");
  }

  @Test
  void reportsUnknownWriteIfAnEarlierAttemptMayHaveBeenExecuted() {
    Attempts executed = new Attempts(Observation.NONE);
    executed.retried(true, 14);
    executed.retried(false, 5);
    Attempts safe = new Attempts(Observation.NONE);
    safe.retried(false, 5);
    TransportException unknown = new TransportException("broken", true, null);

    WxpayException open = failure(Outcomes.ofAttempts(failing(refusal()), WRITE, executed));
    assertThat(open.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(open)
        .hasMessageStartingWith("refused. That is about the last attempt only. " + WRITE_ADVICE);
    assertThat(failure(Outcomes.ofAttempts(failing(refusal()), WRITE, safe)).outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(failure(Outcomes.ofAttempts(failing(refusal()), READ, executed)).outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(failure(Outcomes.ofAttempts(failing(unknown), WRITE, executed)))
        .hasMessage("broken");
  }

  @Test
  void addsAttemptsToFailure() {
    Attempts attempts = new Attempts(Observation.NONE);
    for (int i = 0; i < 3; i++) {
      attempts.started("host-" + i);
      attempts.ended(i == 2 ? new CryptoException("x") : null);
    }

    WxpayException failed = failure(Outcomes.withAttempts(failing(refusal()), attempts));

    assertThat(failed.attempts()).hasSize(3).isEqualTo(attempts.list());
    assertThat(attempts.count()).isEqualTo(3);
    assertThat(attempts.list())
        .extracting(one -> one.number() + " " + one.host() + " " + one.failure())
        .containsExactly("1 host-0 ", "2 host-1 ", "3 host-2 CryptoException");
  }
}
