package io.github.wxpay.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.FakeProvider;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The dates of a platform key, and the provider that verifies with it. */
class PlatformKeyValidityTest {
  private static final Instant FROM = Instant.ofEpochSecond(Fixtures.NOW);
  private static final Instant UNTIL = Instant.ofEpochSecond(Fixtures.NOW + 1000);
  private static final PlatformKey CERTIFICATE =
      KeyLoader.platformKey(
          Fixtures.PLATFORM_SERIAL,
          Certificates.pem(
              Fixtures.certificate("platform_cert.pem").getPublicKey(),
              Fixtures.PLATFORM_SERIAL,
              "Tenpay.com sign",
              FROM,
              UNTIL));
  private static final PlatformKey PUBLIC_KEY =
      KeyLoader.platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.text("platform_pubkey.pem"));
  private static final String DATES =
      "The platform certificate "
          + Fixtures.PLATFORM_SERIAL
          + " is valid from 2023-11-14T22:13:20Z to 2023-11-14T22:30:00Z, and the time of this"
          + " machine's clock is ";

  @Test
  void isValidFromFirstSecondUntilBeforeTheLast() {
    assertThat(CERTIFICATE.isValidAt(FROM.minusNanos(1))).isFalse();
    assertThat(CERTIFICATE.isValidAt(FROM)).isTrue();
    assertThat(CERTIFICATE.isValidAt(UNTIL.minusNanos(1))).isTrue();
    assertThat(CERTIFICATE.isValidAt(UNTIL)).isFalse();
  }

  @Test
  void namesWhyCertificateIsNotValid() {
    assertThat(CERTIFICATE.problem(FROM)).isEmpty();
    assertThat(CERTIFICATE.problem(FROM.minusSeconds(1)))
        .isEqualTo(
            DATES
                + "2023-11-14T22:13:19Z: it is not valid yet. Set the clock by NTP if it is wrong.");
    assertThat(CERTIFICATE.problem(UNTIL))
        .isEqualTo(
            DATES
                + "2023-11-14T22:30:00Z: it has expired. Set a newer one, or the platform's public"
                + " key.");
  }

  @Test
  void hasNoDatesAsPublicKey() {
    for (Instant time : new Instant[] {Instant.MIN, FROM, Instant.MAX}) {
      assertThat(PUBLIC_KEY.isValidAt(time)).isTrue();
      assertThat(PUBLIC_KEY.problem(time)).isEmpty();
    }
    assertThat(PUBLIC_KEY.since()).as("newer than any certificate").isEqualTo(Instant.MAX);
    assertThat(CERTIFICATE.since()).isEqualTo(FROM);
  }

  @Test
  void distinguishesCertificateFromPublicKey() {
    assertThat(CERTIFICATE.isCertificate()).isTrue();
    assertThat(CERTIFICATE.certificate()).isPresent();
    assertThat(PUBLIC_KEY.isCertificate()).isFalse();
    assertThat(PUBLIC_KEY.certificate()).isEmpty();
    assertThat(CERTIFICATE.id()).isEqualTo(Fixtures.PLATFORM_SERIAL);
    assertThat(PUBLIC_KEY.id()).isEqualTo(Fixtures.PUBLIC_KEY_ID);
    assertThat(PUBLIC_KEY.key()).isEqualTo(CERTIFICATE.key());
  }

  @Test
  void isNotOfAMerchantWithoutNameOrCertificate() {
    assertThat(CERTIFICATE.isOf("Tenpay.com sign")).isTrue();
    assertThat(CERTIFICATE.isOf("")).isFalse();
    assertThat(CERTIFICATE.isOf(Fixtures.MCHID)).isFalse();
    assertThat(PUBLIC_KEY.isOf(Fixtures.MCHID)).isFalse();
  }

  @Test
  void verifiesWithProviderOnlyIfGiven() {
    byte[] message = "a".getBytes(StandardCharsets.UTF_8);
    String signature = Fixtures.sign("SHA256", message, Fixtures.platformKey());
    FakeProvider provider = new FakeProvider(FakeProvider.Behaviour.LIKE_JDK);

    assertThat(PUBLIC_KEY.verifies(message, signature, null)).isTrue();
    assertThat(provider.verified()).isZero();
    assertThat(PUBLIC_KEY.verifies(message, signature, provider)).isTrue();
    assertThat(PUBLIC_KEY.verifies(new byte[0], signature, provider)).isFalse();
    assertThat(provider.verified()).isEqualTo(2);
    assertThat(PUBLIC_KEY.verifies(new byte[0], signature, null)).isFalse();
  }
}
