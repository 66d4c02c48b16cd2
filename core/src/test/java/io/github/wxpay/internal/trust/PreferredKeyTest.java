package io.github.wxpay.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.internal.call.Task;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The key for requests is the newest that is valid now; the first of two that are as new. */
class PreferredKeyTest {
  private static final PublicKey KEY = Fixtures.merchantPublicKey();
  private static final Instant NOW = Instant.ofEpochSecond(Fixtures.NOW);

  /** Certificates of several ages, two of each; the last four are not valid now. */
  private static final List<X509Certificate> CERTIFICATES =
      List.of(
          certificate(-300, 300),
          certificate(-300, 300),
          certificate(-200, 300),
          certificate(-200, 1),
          certificate(0, 300),
          certificate(-100, 300),
          certificate(-50, 0),
          certificate(1, 300),
          certificate(-10, -1),
          certificate(200, 300));

  @Test
  void isPublicKeyBeforeCertificatesAndConfiguredBeforeDownloaded() {
    PlatformKey bare = new PlatformKey("PUB_KEY_ID_1", KEY, null);
    PlatformKey other = new PlatformKey("PUB_KEY_ID_2", KEY, null);
    PlatformKey old = new PlatformKey("A1", KEY, CERTIFICATES.get(0));
    PlatformKey asOld = new PlatformKey("A2", KEY, CERTIFICATES.get(1));
    PlatformKey newer = new PlatformKey("A3", KEY, CERTIFICATES.get(2));

    assertThat(preferred(List.of(old, bare, newer), List.of())).containsSame(bare);
    assertThat(preferred(List.of(other, bare), List.of())).containsSame(other);
    assertThat(preferred(List.of(old, asOld), List.of())).containsSame(old);
    assertThat(preferred(List.of(asOld, old), List.of())).containsSame(asOld);
    assertThat(preferred(List.of(old), List.of(asOld))).containsSame(old);
    assertThat(preferred(List.of(old), List.of(newer))).containsSame(newer);
    assertThat(preferred(List.of(newer), List.of(old))).containsSame(newer);
  }

  @Test
  void isConfiguredKeyIfDownloadedOneHasItsIdInAnotherSpelling() {
    PlatformKey configured = new PlatformKey("00ab", KEY, CERTIFICATES.get(0));
    PlatformKey same = new PlatformKey("AB", KEY, CERTIFICATES.get(4));

    assertThat(preferred(List.of(configured), List.of(same))).containsSame(configured);
  }

  @Test
  void isFirstOfSortedKeysForRandomRings() {
    long seed = System.nanoTime();
    System.out.println("PreferredKeyTest: seed " + seed);
    Random random = new Random(seed);
    int none = 0;

    for (int i = 0; i < 5_000; i++) {
      List<PlatformKey> configured = keys(random);
      List<PlatformKey> listed = keys(random);
      Map<String, PlatformKey> candidates = new LinkedHashMap<>();
      configured.forEach(key -> candidates.putIfAbsent(SerialNumber.comparable(key.id()), key));
      Map<String, PlatformKey> downloaded = new LinkedHashMap<>();
      listed.forEach(key -> downloaded.putIfAbsent(SerialNumber.comparable(key.id()), key));
      downloaded.forEach(candidates::putIfAbsent);
      List<PlatformKey> valid = new ArrayList<>(candidates.values());
      valid.removeIf(key -> !key.isValidAt(NOW));
      valid.sort(Comparator.comparing(PlatformKey::since).reversed()); // keeps ties in order

      assertThat(preferred(configured, listed))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(valid.stream().findFirst());
      none += valid.isEmpty() ? 1 : 0;
    }

    assertThat(none).as("rings without a key, seed %d", seed).isPositive();
  }

  @Test
  void comparesIdsInUpperCaseWithoutLeadingZeros() {
    long seed = System.nanoTime();
    System.out.println("PreferredKeyTest: seed " + seed);
    Random random = new Random(seed);
    String alphabet = "000aAfFgzZ19_-é ßı/:@[`{";

    for (int i = 0; i < 40_000; i++) {
      StringBuilder out = new StringBuilder();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        out.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String id = out.toString();
      String expected = id.replaceFirst("^0+(?!$)", "").toUpperCase(Locale.ROOT);

      assertThat(SerialNumber.comparable(id))
          .as("'%s', seed %d, case %d", id, seed, i)
          .isEqualTo(expected);
    }
    for (String id : List.of("", "0", "00", "000A", "0_", Fixtures.PUBLIC_KEY_ID)) {
      assertThat(SerialNumber.comparable(id)).isEqualTo(id.replaceFirst("^0+(?!$)", ""));
    }
  }

  private static List<PlatformKey> keys(Random random) {
    List<PlatformKey> keys = new ArrayList<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      String id = random.nextInt(4) > 0 ? "A" + random.nextInt(9) : "00a" + random.nextInt(9);
      boolean bare = random.nextInt(20) == 0;
      keys.add(
          new PlatformKey(
              id, KEY, bare ? null : CERTIFICATES.get(random.nextInt(CERTIFICATES.size()))));
    }
    return keys;
  }

  private static Optional<PlatformKey> preferred(
      Collection<PlatformKey> configured, Collection<PlatformKey> listed) {
    KeyRing ring = new KeyRing(configured, Fixtures.CLOCK, Task.value(listed));
    assertThat(ring.lookup("FFFF").run()).isEmpty(); // downloads the list
    Throwable[] thrown = {null};
    PlatformKey[] key = {null};
    thrown[0] = catchThrowable(() -> key[0] = ring.preferred().run());
    assertThat(thrown[0] == null).isEqualTo(key[0] != null);
    return Optional.ofNullable(key[0]);
  }

  private static X509Certificate certificate(long from, long until) {
    String pem =
        Certificates.pem(KEY, "AB", "Tenpay", NOW.plusSeconds(from), NOW.plusSeconds(until));
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
