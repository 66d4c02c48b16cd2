package io.github.wxpay.cli.doctor;

import static io.github.wxpay.cli.doctor.Examination.entries;
import static io.github.wxpay.cli.doctor.Examination.offline;
import static io.github.wxpay.cli.doctor.Examination.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.cli.FixtureFiles;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.cli.terminal.Verdict.Mark;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorOfflineTest {
  private static final Instant NOW = Instant.ofEpochSecond(Fixtures.NOW);
  private static final String PLATFORM = "platform key " + Fixtures.PLATFORM_SERIAL;

  @TempDir private Path folder;

  private static void assertVerdict(Verdict verdict, Mark mark, String text) {
    assertThat(verdict).isNotNull();
    assertThat(verdict.mark()).as(verdict.toString()).isEqualTo(mark);
    assertThat(verdict.toString()).contains(text);
  }

  @Test
  void findsNoProblemInCompleteConfiguration() {
    assertThat(offline(entries()).values())
        .allMatch(verdict -> verdict.mark() == Mark.OK || verdict.check().equals("bouncy castle"));
  }

  @Test
  void reportsErrorOfLibraryAndStillChecksOtherEntries() {
    Map<String, Verdict> verdicts = offline(with("mchId", "1"));
    assertVerdict(verdicts.get("configuration"), Mark.FAILED, "`mchId` is not known");
    assertVerdict(verdicts.get("private key"), Mark.OK, "RSA, 2048 bits");
    assertVerdict(verdicts.get(PLATFORM), Mark.OK, "certificate");
  }

  // Numbers and secrets

  @Test
  void acceptsNumbersOfDigits() {
    assertVerdict(offline(entries()).get("mchid"), Mark.OK, Fixtures.MCHID);
    assertVerdict(offline(with("brandId", "120344")).get("brandId"), Mark.OK, "120344");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mchid", "brandId"})
  void refusesNumbersThatAreNotDigits(String name) {
    assertVerdict(offline(with(name, "19000x")).get(name), Mark.FAILED, "6 characters");
  }

  @Test
  void skipsNumbersOfConfigurationForNotifications() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("certs", entries().get("certs"));
    entries.put("apiV3Key", Fixtures.API_V3_KEY);
    Map<String, Verdict> verdicts = offline(entries);
    assertVerdict(verdicts.get("configuration"), Mark.OK, "notifications");
    assertVerdict(verdicts.get("mchid"), Mark.SKIPPED, "");
    assertVerdict(verdicts.get("private key"), Mark.SKIPPED, "");
    assertVerdict(verdicts.get("serial"), Mark.SKIPPED, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiV3Key", "secret"})
  void checksLengthsOfSecrets(String name) {
    assertVerdict(offline(entries()).get(name), Mark.OK, "32 bytes");
    assertVerdict(offline(with(name, "x".repeat(31))).get(name), Mark.FAILED, "got 31");
    assertVerdict(offline(with(name, "")).get(name), Mark.SKIPPED, "not configured");
  }

  // The merchant's key

  @Test
  void refusesPrivateKeyThatCannotBeRead() {
    String missing = folder.resolve("missing.pem").toString();
    assertVerdict(
        offline(with("privateKey", missing)).get("private key"), Mark.FAILED, "NoSuchFile");
    String encrypted = Fixtures.text("apiclient_key_encrypted.pem");
    assertVerdict(
        offline(with("privateKey", encrypted)).get("private key"), Mark.FAILED, "passphrase");
  }

  @Test
  void refusesShortPrivateKey() {
    String weak = Base64.getEncoder().encodeToString(Fixtures.weakKey().getPrivate().getEncoded());
    assertVerdict(offline(with("privateKey", weak)).get("private key"), Mark.FAILED, "1024 bits");
  }

  @Test
  void warnsOfKeyFileThatOthersCanRead() throws IOException {
    Path key = copy("apiclient_key.pem");
    assumeTrue(Files.getFileStore(key).supportsFileAttributeView("posix"));
    Map<String, Object> entries = with("privateKey", key.toString());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertVerdict(offline(entries).get("private key file"), Mark.WARNING, "chmod 600");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertVerdict(offline(entries).get("private key file"), Mark.OK, "rw-------");
  }

  @Test
  void warnsOfConfigurationFileThatOthersCanRead() throws IOException {
    Path file = folder.resolve("wxpay.json");
    Files.write(file, new ObjectMapper().writeValueAsBytes(entries()));
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertVerdict(
        Examination.file(file, null).get("configuration file"), Mark.WARNING, "chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    assertVerdict(Examination.file(file, null).get("configuration file"), Mark.OK, "no access");
  }

  // The merchant's certificate

  @Test
  void comparesCertificateWithPrivateKey() {
    assertVerdict(offline(entries()).get("certificate and key"), Mark.OK, Fixtures.SERIAL);
    String other = Fixtures.text("other_key.pem");
    assertVerdict(
        offline(with("privateKey", other)).get("certificate and key"), Mark.FAILED, "one download");
  }

  @Test
  void comparesSerialWithCertificate() {
    assertVerdict(offline(entries()).get("serial"), Mark.OK, Fixtures.SERIAL);
    assertVerdict(
        offline(with("serial", Fixtures.SERIAL.toLowerCase(java.util.Locale.ROOT))).get("serial"),
        Mark.OK,
        Fixtures.SERIAL);
    assertVerdict(
        offline(with("serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1")).get("serial"),
        Mark.FAILED,
        Fixtures.SERIAL);
    assertVerdict(offline(with("serial", "not hex")).get("serial"), Mark.FAILED, "7 characters");
  }

  @Test
  void skipsComparisonsWithoutCertificate() {
    Map<String, Object> entries = entries();
    entries.remove("merchant");
    assertVerdict(offline(entries).get("certificate"), Mark.SKIPPED, "--certificate");
    assertVerdict(offline(entries).get("serial"), Mark.SKIPPED, "--certificate");
  }

  @Test
  void takesCertificateOfOption() throws IOException {
    Map<String, Object> entries = entries();
    entries.remove("merchant");
    Path file = folder.resolve("wxpay.json");
    Files.write(file, new ObjectMapper().writeValueAsBytes(entries));
    Map<String, Verdict> own =
        Examination.file(file, FixtureFiles.in(folder, "apiclient_cert.pem"));
    assertVerdict(own.get("serial"), Mark.OK, Fixtures.SERIAL);
    Map<String, Verdict> other = Examination.file(file, FixtureFiles.in(folder, "other_cert.pem"));
    assertVerdict(other.get("certificate and key"), Mark.FAILED, "does not belong");
    Map<String, Verdict> key = Examination.file(file, FixtureFiles.in(folder, "apiclient_key.pem"));
    assertVerdict(key.get("certificate"), Mark.FAILED, "Expected a certificate");
  }

  @Test
  void findsCertificateBesidePrivateKey() throws IOException {
    Map<String, Object> entries = with("privateKey", copy("apiclient_key.pem").toString());
    entries.remove("merchant");
    var unused = copy("apiclient_cert.pem");
    assertVerdict(offline(entries).get("serial"), Mark.OK, Fixtures.SERIAL);
  }

  @Test
  void readsCertificateOfPkcs12() throws IOException {
    String file = copy("apiclient_cert.p12").toString();
    Map<String, Verdict> verdicts = offline(with("merchant", Map.of("pfx", file)));
    assertVerdict(verdicts.get("certificate and key"), Mark.OK, Fixtures.SERIAL);
    Map<String, Verdict> wrong =
        offline(with("merchant", Map.of("pfx", file, "passphrase", "wrong")));
    assertVerdict(wrong.get("certificate"), Mark.FAILED, "merchant.passphrase");
  }

  @ParameterizedTest
  @CsvSource({"31, OK", "29, WARNING", "0, FAILED", "-1, FAILED"})
  void judgesEndOfMerchantCertificate(int daysLeft, Mark expected) {
    Instant until = NOW.plus(Duration.ofDays(daysLeft));
    assertVerdict(merchantDates(NOW.minusSeconds(400L * 86_400), until), expected, "");
  }

  @Test
  void refusesCertificateBeforeItsStart() {
    Verdict verdict = merchantDates(NOW.plusSeconds(1), NOW.plusSeconds(1_000_000_000));
    assertVerdict(verdict, Mark.FAILED, "not valid before");
  }

  private static Verdict merchantDates(Instant from, Instant until) {
    PublicKey key = Fixtures.merchantPublicKey();
    String pem = Certificates.pem(key, Fixtures.SERIAL, Fixtures.MCHID, from, until);
    String own = Fixtures.text("apiclient_key.pem");
    return offline(with("merchant", Map.of("cert", pem, "key", own))).get("certificate dates");
  }

  // The platform's keys

  private static Map<String, Verdict> certs(Object... idsAndKeys) {
    Map<String, Object> certs = new LinkedHashMap<>();
    for (int i = 0; i < idsAndKeys.length; i += 2) {
      certs.put((String) idsAndKeys[i], idsAndKeys[i + 1]);
    }
    return offline(with("certs", certs));
  }

  private static String platformCertificate(Instant until) {
    PublicKey key = Fixtures.certificate("platform_cert.pem").getPublicKey();
    Instant from = NOW.minusSeconds(400L * 86_400);
    return Certificates.pem(key, Fixtures.PLATFORM_SERIAL, "platform", from, until);
  }

  @Test
  void namesKindsOfPlatformKeys() {
    String key = Fixtures.text("platform_pubkey.pem");
    String certificate = Fixtures.text("platform_cert.pem");
    Map<String, Verdict> publicKey = certs(Fixtures.PUBLIC_KEY_ID, key);
    assertVerdict(publicKey.get("platform keys"), Mark.OK, "keys: public key");
    assertVerdict(
        publicKey.get("platform key " + Fixtures.PUBLIC_KEY_ID), Mark.OK, "RSA, 2048 bits");
    assertVerdict(offline(entries()).get("platform keys"), Mark.OK, "certificates");
    assertVerdict(
        certs(Fixtures.PUBLIC_KEY_ID, key, Fixtures.PLATFORM_SERIAL, certificate)
            .get("platform keys"),
        Mark.OK,
        "transition");
    assertVerdict(certs().get("platform keys"), Mark.OK, "downloaded");
  }

  @Test
  void requiresPlatformKeysOrApiV3Key() {
    Map<String, Object> entries = with("certs", Map.of());
    entries.remove("apiV3Key");
    assertVerdict(offline(entries).get("platform keys"), Mark.FAILED, "PUB_KEY_ID_");
  }

  @Test
  void refusesCertificateUnderAnotherSerial() {
    String id = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    Verdict verdict = certs(id, Fixtures.text("platform_cert.pem")).get("platform key " + id);
    assertVerdict(verdict, Mark.FAILED, Fixtures.PLATFORM_SERIAL);
  }

  @ParameterizedTest
  @CsvSource({"31, OK", "29, WARNING", "-1, FAILED"})
  void judgesEndOfPlatformCertificate(int daysLeft, Mark expected) {
    Instant until = NOW.plus(Duration.ofDays(daysLeft));
    assertVerdict(
        certs(Fixtures.PLATFORM_SERIAL, platformCertificate(until)).get(PLATFORM), expected, "");
  }

  @Test
  void refusesOwnKeyInPlaceOfPlatformKey() {
    String check = "platform key " + Fixtures.PUBLIC_KEY_ID;
    assertVerdict(
        certs(Fixtures.PUBLIC_KEY_ID, Fixtures.text("apiclient_pubkey.pem")).get(check),
        Mark.FAILED,
        "merchant's own");
    assertVerdict(
        certs(Fixtures.SERIAL, Fixtures.text("apiclient_cert.pem"))
            .get("platform key " + Fixtures.SERIAL),
        Mark.FAILED,
        "merchant's own");
  }

  @Test
  void refusesCertificateWithNumberOfMerchant() {
    Map<String, Object> entries = entries();
    PublicKey other = Fixtures.certificate("other_cert.pem").getPublicKey();
    String pem = Certificates.pem(other, Fixtures.PLATFORM_SERIAL, Fixtures.MCHID);
    entries.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, pem));
    assertVerdict(offline(entries).get(PLATFORM), Mark.FAILED, "merchant's own");
  }

  @Test
  void refusesPlatformKeysOfWrongKindAndLength() {
    String check = "platform key " + Fixtures.PUBLIC_KEY_ID;
    String weak = Base64.getEncoder().encodeToString(Fixtures.weakKey().getPublic().getEncoded());
    assertVerdict(certs(Fixtures.PUBLIC_KEY_ID, weak).get(check), Mark.FAILED, "1024 bits");
    String privateKey = Fixtures.text("platform_key.pem");
    assertVerdict(certs(Fixtures.PUBLIC_KEY_ID, privateKey).get(check), Mark.FAILED, "private key");
    String certificate = Fixtures.text("platform_cert.pem");
    assertVerdict(
        certs(Fixtures.PUBLIC_KEY_ID, certificate).get(check), Mark.FAILED, "serial number");
  }

  @Test
  void judgesFormOfPlatformIds() {
    String key = Fixtures.text("platform_pubkey.pem");
    assertVerdict(
        certs("pub_key.pem", key).get("platform key a text of 11 characters"),
        Mark.FAILED,
        "neither");
    assertVerdict(certs(Fixtures.PLATFORM_SERIAL, key).get(PLATFORM), Mark.WARNING, "PUB_KEY_ID_");
  }

  // Java and the libraries

  @Test
  void judgesVersions() {
    assertVerdict(RuntimeChecks.java(11), Mark.OK, "");
    assertVerdict(RuntimeChecks.java(8), Mark.FAILED, "Java 11");
    Version old = new Version(2, 12, 7, null, null, null);
    Version oldest = new Version(2, 13, 0, null, null, null);
    assertVerdict(RuntimeChecks.jackson(oldest, oldest), Mark.OK, "2.13.0");
    assertVerdict(RuntimeChecks.jackson(old, oldest), Mark.FAILED, "2.13 or newer");
    assertVerdict(RuntimeChecks.jackson(oldest, old), Mark.FAILED, "2.13 or newer");
    assertVerdict(
        RuntimeChecks.bouncyCastle(true, "no.such.Provider"), Mark.FAILED, "bcprov-jdk18on");
  }

  @Test
  void showsPropertiesWithoutCredentials() {
    String before = System.getProperty("http.proxyHost");
    System.setProperty("http.proxyHost", "user:password@proxy.example");
    try {
      assertVerdict(RuntimeChecks.properties(), Mark.OK, "http.proxyHost=proxy.example");
      assertThat(RuntimeChecks.properties().toString()).doesNotContain("password");
    } finally {
      if (before == null) {
        System.clearProperty("http.proxyHost");
      } else {
        System.setProperty("http.proxyHost", before);
      }
    }
  }

  @Test
  void requiresBouncyCastleForSm2Only() {
    assertVerdict(offline(entries()).get("bouncy castle"), Mark.SKIPPED, "SM2");
    try (Sandbox sandbox = Sandbox.builder().sm2().start()) {
      Map<String, Verdict> verdicts = offline(sandbox.config());
      assertVerdict(verdicts.get("bouncy castle"), Mark.OK, "");
      assertVerdict(verdicts.get("private key"), Mark.OK, "SM2");
      assertVerdict(verdicts.get("serial"), Mark.SKIPPED, "another certificate");
      assertThat(verdicts.values()).noneMatch(verdict -> verdict.mark() == Mark.FAILED);
    }
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, Fixtures.bytes(name));
    return file;
  }
}
