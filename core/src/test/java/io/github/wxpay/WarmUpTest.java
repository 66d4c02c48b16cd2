package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
  static Stream<WxpayBuilder> sendsNothingAndSucceedsForEveryKindOfClient() {
    return Stream.of(
        Clients.builder(),
        Clients.downloading(),
        Wxpay.builder().mchid(Fixtures.MCHID).secret("k".repeat(32)),
        Wxpay.builder()
            .apiV3Key(Fixtures.API_V3_KEY)
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem")));
  }

  @ParameterizedTest
  @MethodSource
  void sendsNothingAndSucceedsForEveryKindOfClient(WxpayBuilder builder) {
    try (RawServer server = new RawServer((request, out) -> false);
        Wxpay wxpay = builder.baseUrl(server.url()).build()) {
      wxpay.warmUp();

      assertThat(server.requests()).isEmpty();
      assertThat(server.accepted()).isZero();
    }
  }

  @Test
  void doesNotChangeCallsOfClient() {
    byte[] created = Reply.signed("{\"code_url\":\"weixin://a\"}").wire();
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(created);
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      wxpay.warmUp();
      wxpay.warmUp();
      Response response = wxpay.chain("v3/pay/transactions/native").post(Map.of("a", 1));

      assertThat(response.get("code_url")).isEqualTo("weixin://a");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void doesNotCallSigner() {
    AtomicInteger asked = new AtomicInteger();
    RequestSigner counting =
        message -> {
          asked.incrementAndGet();
          return new byte[256];
        };
    try (Wxpay wxpay = Clients.builder().privateKey(counting).build()) {
      wxpay.warmUp();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesClosedClient() {
    Wxpay wxpay = Clients.builder().build();
    wxpay.close();

    assertThatIllegalStateException().isThrownBy(wxpay::warmUp).withMessageContaining("closed");
  }
}
