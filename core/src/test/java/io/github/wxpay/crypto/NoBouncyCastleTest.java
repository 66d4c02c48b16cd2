package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bouncy Castle may be left out, and where it is there it stays out of the program's providers. */
class NoBouncyCastleTest {
  private static final String ADD =
      " requires Bouncy Castle. Add org.bouncycastle:bcprov-jdk18on to the class path (on the"
          + " module path also --add-modules org.bouncycastle.provider).";

  @TempDir Path folder;

  @Test
  void worksWithoutItExceptForSmWhichNamesTheArtifact() throws Exception {
    List<String> lines = said(false);

    assertThat(lines)
        .containsExactly(
            "v3 call with a secret: weixin://a Zhang signed=true",
            "v3 notification: EV-1 {\"a\":1}",
            "v2 call: wx3",
            "v2 notification: NO1",
            "call-up parameters: RSA",
            "PKCS#8 key: RSA",
            "encrypted PKCS#8 key: RSA",
            "SPKI key: RSA",
            "certificate: RSA",
            "AES-GCM: text",
            "AES-ECB: text",
            "AES-CBC: text",
            "MD5: 900150983cd24fb0d6963f7d28e17f72",
            "PKCS#1 private key: RSA",
            "PKCS#1 public key: RSA",
            "client with a PKCS#1 key: Wxpay[mchid="
                + Fixtures.MCHID
                + ", serial="
                + Fixtures.SERIAL
                + ", platformKeys=["
                + Fixtures.PLATFORM_SERIAL
                + "]]",
            "SM3: CryptoException: SM3" + ADD,
            "SM2 private key: CryptoException: An SM2 key" + ADD,
            "SM2 public key: CryptoException: An SM2 key" + ADD,
            "SM2 certificate: CryptoException: An SM2 certificate" + ADD,
            "client with an SM2 key: CryptoException: privateKey: An SM2 key" + ADD,
            "SM2 signature: CryptoException: SM2" + ADD,
            "SM2 verification: CryptoException: SM2" + ADD,
            "SM2 encryption: CryptoException: SM2" + ADD,
            "SM2 decryption: CryptoException: SM2" + ADD,
            "SM4 encryption: CryptoException: SM4" + ADD,
            "SM4 decryption: CryptoException: SM4" + ADD,
            "whether an RSA key is one of SM2: false",
            "providers of Bouncy Castle: ");
  }

  @Test
  void worksWithItWithoutRegisteringIt() throws Exception {
    Map<String, String> said = new LinkedHashMap<>();
    for (String line : said(true)) {
      int colon = line.indexOf(": ");
      said.put(line.substring(0, colon), line.substring(colon + 2));
    }

    assertThat(said)
        .containsEntry("SM3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
        .containsEntry("PKCS#1 private key", "RSA")
        .containsEntry("PKCS#1 public key", "RSA")
        .containsEntry("SM2 private key", "EC")
        .containsEntry("SM2 public key", "EC")
        .containsEntry("SM2 certificate", "EC")
        .containsEntry("v3 call with a secret", "weixin://a Zhang signed=true")
        .containsEntry(
            "SM2 signature",
            "CryptoException: The key cannot sign with SM3withSM2. Use an SM2 key.")
        .containsEntry("providers of Bouncy Castle", "");
  }

  @Test
  void doesNotRegisterItInThisProcess() {
    var key = Rsa.fromPkcs8(Sm2Standard.pkcs8());

    Sm2.decrypt(Sm2.encrypt("text", Rsa.fromSpki(Sm2Standard.spki())), key);
    Sm2.signature(new byte[1], key);
    Sm4Gcm.encrypt("text", "key", "nonce", "");
    Hash.sm3("abc");

    assertThat(WithoutBouncyCastle.providers()).isEmpty();
  }

  @ParameterizedTest(name = "on the class path: {0}, {1} among the providers")
  @MethodSource("places")
  void judgesVectorsOfRsaAndGcmWithAndWithoutIt(boolean there, String place) throws Exception {
    Path vectors = WycheproofTest.vectors().toAbsolutePath();

    List<String> lines =
        ChildJvm.run(
            folder, ChildJvm.classPath(there), Wycheproof.class, vectors.toString(), place);

    String name = there ? "Bouncy Castle " + place + " registered" : "no Bouncy Castle";
    assertThat(lines).as(name).hasSize(7).allMatch(line -> line.endsWith(", 0 wrong"));
  }

  private static Stream<Arguments> places() {
    Stream<Arguments> first = Stream.of(Arguments.of(false, "not"));
    Stream<Arguments> others = Stream.of(Arguments.of(true, "not"), Arguments.of(true, "first"));
    return Boolean.getBoolean("nightly") ? Stream.concat(first, others) : first;
  }

  private List<String> said(boolean bouncyCastle) throws Exception {
    Path certificate = Files.writeString(folder.resolve("sm2.pem"), Sm2Test.certificate());
    return ChildJvm.run(
        folder,
        ChildJvm.classPath(bouncyCastle),
        WithoutBouncyCastle.class,
        certificate.toString());
  }
}
