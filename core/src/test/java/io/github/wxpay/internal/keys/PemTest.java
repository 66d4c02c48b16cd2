package io.github.wxpay.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM text as tools write it and people copy it. */
class PemTest {
  private static final String BAG =
      "Bag Attributes\n    localKeyID: 54 69 6D 65 20 31\n    friendlyName: a-b-c\n"
          + "subject=CN = 1900000109, O = \u5fae\u4fe1\n\nissuer=C = CN, O = Tenpay.com\n\n";

  static List<String> fixtures() throws IOException {
    List<String> names = new ArrayList<>();
    Path folder = Fixtures.path("apiclient_key.pem").getParent();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(15);
    return names;
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void readsGenuineFileInEveryCopiedForm(String name) {
    String pem = Fixtures.text(name);
    Object expected = read(name, pem);

    assertThat(read(name, pem.replace("\n", "\r\n"))).as("CRLF").isEqualTo(expected);
    assertThat(read(name, pem.replace("\n", "\r"))).as("CR").isEqualTo(expected);
    assertThat(read(name, pem.replace("\n", " \n\t"))).as("indented").isEqualTo(expected);
    assertThat(read(name, pem.replace("\n", ""))).as("one line").isEqualTo(expected);
    assertThat(read(name, pem.strip())).as("no final line feed").isEqualTo(expected);
    assertThat(read(name, "a-b: c\n" + pem + "\n-- \nend")).as("text around").isEqualTo(expected);
    assertThat(read(name, BAG + pem + BAG)).as("bag attributes").isEqualTo(expected);
    assertThat(read(name, pem + pem)).as("twice").isEqualTo(expected);
    assertThat(read(name, other(name) + BAG + pem)).as("another block first").isEqualTo(expected);
    assertThat(read(name, "-----BEGIN A-----\nAAAA\n" + pem)).as("open block").isEqualTo(expected);
    assertThat(read(name, "-----BEGIN -----BEGIN a-----" + pem))
        .as("broken boundaries")
        .isEqualTo(expected);
    assertThat(read(name, pem.replaceFirst("-----\n", "-----\n\nKey-Name: a: b-c\nX-Y: y\n\n")))
        .as("header lines")
        .isEqualTo(expected);
  }

  @Test
  void readsKeyWhoseCertificateComesFirstOrLast() {
    String key = Fixtures.text("apiclient_key.pem");
    String certificate = Fixtures.text("apiclient_cert.pem");

    for (String both : List.of(key + BAG + certificate, certificate + BAG + key)) {
      assertThat(Rsa.privateKey(both)).isEqualTo(Fixtures.merchantKey());
      assertThat(Rsa.certificate(both)).isEqualTo(Fixtures.certificate("apiclient_cert.pem"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF-A\n\nAAAA\n",
        "\r\n  Proc-Type:4,ENCRYPTED\r\n\r\nAAAA\r\n",
        "Key-Name: a\nProc-Type: 4,ENCRYPTED\n\nAAAA\n",
        "Proc-Type: 4,ENCRYPTED"
      })
  void namesConversionOfOldEncryption(String content) {
    String pem = "-----BEGIN RSA PRIVATE KEY-----\n" + content + "-----END RSA PRIVATE KEY-----";

    assertThatThrownBy(() -> Rsa.privateKey(pem))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageContaining("openssl pkcs8 -topk8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAA-AA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nA-A: b-----\n-----END PRIVATE KEY-----",
        "-----BEGIN private key-----\nAAAA\n-----END private key-----",
        "-----BEGIN -----\nAAAA\n-----END -----"
      })
  void refusesBlockWithoutItsEnd(String text) {
    assertThatThrownBy(() -> Rsa.privateKey(text))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageContaining("truncated or damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAA\u00a0A", "A\u0000AA", "AAAAA", "A:AA", "AA==AA", "\u5faeAAA"})
  void refusesContentThatIsNotBase64(String content) {
    String pem = "-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----";

    assertThatThrownBy(() -> Rsa.privateKey(pem))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The PEM text is not base64: ");
  }

  /** Returns a block of another kind than that of the file, so that the right one must be found. */
  private static String other(String name) {
    return Fixtures.text(
        name.contains("pubkey") ? name : name.contains("cert") ? "ec_key.pem" : "other_cert.pem");
  }

  private static Object read(String name, String pem) {
    try {
      if (name.contains("cert")) {
        return Rsa.certificate(pem);
      }
      return name.contains("pubkey") ? Rsa.publicKey(pem) : Rsa.privateKey(pem, "secret");
    } catch (CryptoException e) {
      // The fixtures of a curve other than are refused for that, once they are decoded.
      assertThat(e).hasMessageContaining("a curve other than");
      assertThat(name).startsWith("ec_");
      return e.getMessage();
    }
  }
}
