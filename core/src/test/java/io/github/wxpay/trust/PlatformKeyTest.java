package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.NamedCertificate;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate whose subject is the merchant is the merchant's, and none of the platform's. */
class PlatformKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=1900000109",
        "CN=1900000109, O=a, C=CN",
        "C=CN, O=a, CN=1900000109",
        "C=CN, OU=\"a, \\\"b\", CN=1900000109, L=c",
        "CN=a, CN=1900000109",
        "O=a + CN=1900000109",
        "CN=\"1900000109\""
      })
  void findsMerchantInSubject(String subject) {
    assertThat(isOfMerchant(subject)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=19000001091",
        "CN=1900000109a, O=1900000109",
        "OU=1900000109",
        "CN=\"a, CN=1900000109\"",
        "O=a\\,CN=1900000109, CN=b",
        "O=\"a,CN=1900000109,b\"",
        "CN=Tenpay.com sign, O=a"
      })
  void findsNoMerchantInsideAnotherValue(String subject) {
    assertThat(isOfMerchant(subject)).isFalse();
  }

  private static boolean isOfMerchant(String subject) {
    NamedCertificate certificate =
        new NamedCertificate(Fixtures.certificate("platform_cert.pem"), new X500Principal(subject));
    return KeyLoader.platformKey(Fixtures.PLATFORM_SERIAL, certificate).isOf(Fixtures.MCHID);
  }
}
