package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.NativeProvider;
import io.github.wxpay.testing.Reply;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A forged message fails with the same exception, reason and message for every provider. */
class ProviderForgeryTest {
  private static final int BUDGET = 32;

  @ParameterizedTest
  @EnumSource
  void refusesForgedNotificationsAsWithTheJdk(NativeProvider of) {
    List<Notice> forged = new ArrayList<>(ForgedNotifications.v3().values());
    assertThat(forged).hasSizeGreaterThan(60);
    forged.addAll(signatures(Notice.paid()));
    Provider provider = of.get();
    int refused = 0;
    for (int i = 0; i < forged.size(); i += BUDGET) {
      // New clients, since each names the causes of so many messages only.
      try (Wxpay jdk = builder().build();
          Wxpay other = builder().provider(provider).build()) {
        assertThat(Notice.paid().to(other).id()).isEqualTo(Notice.paid().to(jdk).id());
        for (Notice notice : forged.subList(i, Math.min(i + BUDGET, forged.size()))) {
          Throwable expected = catchThrowable(() -> notice.to(jdk));
          String outcome = outcome(catchThrowable(() -> notice.to(other)));
          assertThat(outcome).as(notice.headers().toString()).isEqualTo(outcome(expected));
          refused += expected instanceof VerificationException ? 1 : 0;
        }
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  /** Changed bits and other lengths of the signature, and of the body. */
  private static List<Notice> signatures(Notice genuine) {
    byte[] raw = Base64.getDecoder().decode(genuine.header("Wechatpay-Signature"));
    List<Notice> forged = new ArrayList<>();
    for (int bit = 0; bit < raw.length * 8; bit += 7) {
      byte[] copy = raw.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      forged.add(signed(genuine, copy));
    }
    for (int length = 0; length < 600; length += length < 250 || length > 260 ? 13 : 1) {
      if (length != raw.length) {
        forged.add(signed(genuine, Arrays.copyOf(raw, length)));
      }
    }
    byte[] body = genuine.body();
    for (int i = 0; i < body.length; i++) {
      byte[] copy = body.clone();
      copy[i] ^= 1;
      forged.add(genuine.withBody(copy));
    }
    return forged;
  }

  private static Notice signed(Notice genuine, byte[] signature) {
    return genuine.with("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature));
  }

  private static String outcome(@Nullable Throwable thrown) {
    return thrown instanceof VerificationException
        ? ((VerificationException) thrown).reason() + " " + thrown
        : String.valueOf(thrown);
  }

  private static WxpayBuilder builder() {
    return Clients.builder()
        .apiV3Key(Fixtures.API_V3_KEY)
        .httpClient(FakeHttpClient.answering(Reply.signed("{}")));
  }
}
