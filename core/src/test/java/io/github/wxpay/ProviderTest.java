package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.FakeProvider;
import io.github.wxpay.testing.FakeProvider.Behaviour;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.NativeProvider;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link WxpayBuilder#provider}: what it is used for, when, and what it is not used for. */
class ProviderTest {
  private final FakeProvider provider = new FakeProvider(Behaviour.LIKE_JDK);
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @Test
  void refusesNullAndProviderWithoutSignatures() {
    Provider sun = Security.getProvider("SUN");

    assertThatThrownBy(() -> Clients.once().provider(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("provider == null");
    assertThatThrownBy(() -> Clients.builder().provider(sun).build())
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The provider 'SUN' has no Signature SHA256withRSA, with which requests are signed and"
                + " responses verified. Set one that has it, or remove provider(…).");
  }

  @Test
  void printsNameOfProvider() {
    assertThat(Clients.once().provider(provider))
        .hasToString("WxpayBuilder[mchid=, serial=, platformKeys=[], provider=Fake, set: []]");
  }

  @Test
  void isFirstUsedByTheFirstSignature() {
    try (Wxpay wxpay = Clients.builder().httpClient(http).provider(provider).build()) {
      wxpay.newBuilder().header("X-A", "b").build();
      assertThat(provider.signed() + provider.verified()).isZero();

      wxpay.chain("v3/a").get();
      assertThat(provider.signed()).isEqualTo(1);
      assertThat(provider.verified()).isEqualTo(1);

      wxpay.chain("v3/a").postAsync(Map.of("b", 1)).join();
      assertThat(wxpay.payParams().jsapi("wx1", "prepay").get("paySign")).isNotEmpty();
      assertThat(provider.signed()).isEqualTo(3);
      assertThat(provider.verified()).isEqualTo(2);
      assertThat(Arrays.stream(Security.getProviders())).doesNotContain(provider);
    }
  }

  @Test
  void remainsInDerivedClientsUntilAnotherIsSet() {
    FakeProvider other = new FakeProvider(Behaviour.LIKE_JDK);
    Wxpay wxpay = Clients.builder().httpClient(http).provider(provider).build();

    wxpay.newBuilder().header("X-A", "b").build().chain("v3/a").get();
    assertThat(provider.signed() + provider.verified()).isEqualTo(2);

    wxpay.newBuilder().provider(other).build().chain("v3/a").get();
    assertThat(provider.signed() + provider.verified()).isEqualTo(2);
    assertThat(other.signed() + other.verified()).isEqualTo(2);
    wxpay.close();
  }

  @Test
  void onlyVerifiesIfThereIsRequestSigner() {
    PrivateKey key = Fixtures.merchantKey();
    RequestSigner signer = message -> Rsa.signature(message, key);
    try (Wxpay wxpay =
        Clients.builder().privateKey(signer).httpClient(http).provider(provider).build()) {
      wxpay.chain("v3/a").get();
    }

    assertThat(provider.signed()).isZero();
    assertThat(provider.verified()).isEqualTo(1);
  }

  @Test
  void isNotUsedForSm2() {
    try (Sandbox sandbox = Sandbox.builder().sm2().start();
        Wxpay wxpay = with(sandbox, provider)) {
      assertThat(
              wxpay.chain("v3/pay/transactions/native").post(order(wxpay, "provider-sm2")).status())
          .isEqualTo(200);
      assertThat(sandbox.requests()).hasSize(1).allMatch(Recorded::verified);
    }

    assertThat(provider.signed() + provider.verified()).isZero();
  }

  @Test
  void verifiesCertificateDownload() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = with(sandbox, provider, false)) {
      wxpay.chain("v3/certificates").get();

      assertThat(provider.signed()).isEqualTo(2);
      assertThat(provider.verified()).isEqualTo(2);
    }
  }

  @Test
  void sendsNothingIfProviderCannotSignAndDoesNotTrustWhatItCannotVerify() {
    FakeProvider broken = new FakeProvider(Behaviour.THROWS);
    FakeProvider unlinked = new FakeProvider(Behaviour.LACKS_ITS_LIBRARY);
    PrivateKey key = Fixtures.merchantKey();
    RequestSigner signer = message -> Rsa.signature(message, key);
    Map<String, Object> body = Map.of("out_trade_no", "order-1");

    Throwable unsigned =
        catchThrowable(() -> client(broken).chain("v3/pay/transactions/native").post(body));
    assertThat(unsigned)
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The provider 'Fake' could not sign");
    assertThat(((WxpayException) unsigned).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(http.sent()).isEmpty();

    Wxpay verifying = client(broken).newBuilder().privateKey(signer).build();
    Throwable unverified =
        catchThrowable(() -> verifying.chain("v3/pay/transactions/native").post(body));
    assertThat(unverified).isExactlyInstanceOf(VerificationException.class);
    assertThat(((WxpayException) unverified).outcome()).isEqualTo(Outcome.UNKNOWN);

    Wxpay without = client(unlinked).newBuilder().privateKey(signer).build();
    Throwable failed = catchThrowable(() -> without.chain("v3/pay/transactions/native").post(body));
    assertThat(failed)
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The provider 'Fake' could not verify");
    assertThat(((WxpayException) failed).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void signsRequestsAsTheJdkDoes(NativeProvider of) {
    WxpayBuilder builder = Clients.builder().httpClient(http).nonce(() -> "n");
    Wxpay jdk = builder.build();
    Wxpay other = builder.provider(of.get()).build();
    for (int i = 0; i < 20; i++) {
      jdk.chain("v3/a").post(Map.of("b", "微信" + i));
      other.chain("v3/a").post(Map.of("b", "微信" + i));

      int last = http.sent().size() - 1;
      assertThat(http.sent().get(last).authorization())
          .isEqualTo(http.sent().get(last - 1).authorization());
    }
  }

  @ParameterizedTest
  @EnumSource
  void signsAndVerifiesForManyThreads(NativeProvider of) {
    WxpayBuilder builder = Clients.builder().httpClient(http).nonce(() -> "n");
    String expected = signature(builder.build());
    Wxpay wxpay = builder.provider(of.get()).build();
    Wxpay derived = wxpay.newBuilder().provider(provider).build();

    long same =
        IntStream.range(0, 200)
            .parallel()
            .filter(
                i -> {
                  Wxpay each = i % 4 == 0 ? derived : wxpay; // they share the platform's key
                  return each.chain("v3/a").get().status() == 200
                      && signature(each).equals(expected);
                })
            .count();

    assertThat(same).isEqualTo(200);
    assertThat(provider.verified()).isEqualTo(50);
    assertThat(http.sent()).hasSize(200);
    assertThat(http.sent().stream().map(Sent::authorization).distinct()).hasSize(1);
  }

  private static String signature(Wxpay wxpay) {
    return wxpay.payParams().jsapi("wx1", "p").get("paySign");
  }

  @ParameterizedTest
  @EnumSource
  void worksWithTheSandbox(NativeProvider of) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = with(sandbox, of.get())) {
      Chain chain = wxpay.chain("v3/pay/transactions/native");
      assertThat(chain.post(order(wxpay, "provider-1")).get("code_url")).startsWith("weixin://");
      assertThat(chain.postAsync(order(wxpay, "provider-2")).join().status()).isEqualTo(200);
      assertThat(wxpay.decrypt(sandbox.encrypt("姓名"))).isEqualTo("姓名");
      assertThat(sandbox.requests()).hasSize(2).allMatch(Recorded::verified);
    }
  }

  private Wxpay client(Provider provider) {
    return Clients.builder().httpClient(http).provider(provider).build();
  }

  private static Map<String, Object> order(Wxpay wxpay, String number) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", "wx8888888888888888");
    order.put("mchid", wxpay.mchid());
    order.put("description", "微信");
    order.put("out_trade_no", number);
    order.put("notify_url", "https://example.com/notify");
    order.put("amount", Map.of("total", 1));
    return order;
  }

  private static Wxpay with(Sandbox sandbox, Provider provider) {
    return with(sandbox, provider, true);
  }

  private static Wxpay with(Sandbox sandbox, Provider provider, boolean platformKeys) {
    return Wxpay.of(sandbox.config(platformKeys)).newBuilder().provider(provider).build();
  }
}
