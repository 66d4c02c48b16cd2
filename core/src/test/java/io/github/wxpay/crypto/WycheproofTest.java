package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wycheproof's vectors: what is valid is taken, what is invalid is refused, by one exception. */
class WycheproofTest {
  /** Reports that the vectors are not available. */
  static Path vectors() {
    Path folder = Wycheproof.folder();
    assumeTrue(
        Files.isDirectory(folder),
        () ->
            "Skipped: there are no Wycheproof vectors in "
                + folder
                + ". Take testvectors_v1 of github.com/C2SP/wycheproof and give -Dwycheproof=DIR.");
    return folder;
  }

  private static List<String> files() {
    return Wycheproof.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void judgesEveryVectorRightly(String file) {
    Wycheproof.Tally tally = Wycheproof.run(vectors(), file);

    assertThat(tally.wrong()).as("%s", tally).isEmpty();
    assertThat(tally.applied() > 0 || file.startsWith("hmac")).isTrue();
  }

  @Test
  void gcmOfBytesAndOfTextAgree() {
    String key = "apiv3_secret_key_of_32_bytes_ok!";
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] nonce = "fdasflkja484".getBytes(StandardCharsets.UTF_8);
    byte[] aad = "certificate".getBytes(StandardCharsets.UTF_8);

    byte[] boxed = AesGcm.encrypt("微信".getBytes(StandardCharsets.UTF_8), keyBytes, nonce, aad);
    String text = AesGcm.encrypt("微信", key, "fdasflkja484", "certificate");

    assertThat(Base64.getEncoder().encodeToString(boxed)).isEqualTo(text);
    assertThat(AesGcm.decrypt(boxed, keyBytes, nonce, aad)).asString().isEqualTo("微信");
    assertThat(AesGcm.decrypt(text, key, "fdasflkja484", "certificate")).isEqualTo("微信");
  }

  @Test
  void gcmRefusesKeyOfAnotherLengthAndEmptyNonce() {
    assertThatThrownBy(() -> AesGcm.decrypt(new byte[16], new byte[16], new byte[12], new byte[0]))
        .isInstanceOf(CryptoException.class)
        .hasMessage("The AES key must have 32 bytes; got 16.");
    assertThatThrownBy(() -> AesGcm.encrypt(new byte[16], new byte[32], new byte[0], new byte[0]))
        .isInstanceOf(CryptoException.class)
        .hasMessage("The nonce (iv) of AES-256-GCM must have at least one byte; it is empty.");
    assertThatThrownBy(() -> AesGcm.decrypt(new byte[15], new byte[32], new byte[12], new byte[0]))
        .isInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The ciphertext could not be decrypted: the APIv3 key is wrong");
  }
}
