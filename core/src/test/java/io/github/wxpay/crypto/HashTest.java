package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digests that another program computed. */
class HashTest {
  private static final String KEY = "exposed_your_key_here_have_risks";
  private static final String MD5_OF_FIELDS = "07f0624b37ae23fc30dc0d7e5e1f14c8";
  private static final String HMAC_OF_FIELDS =
      "c508527cc78731deacc19b16ad9662863654729a0cf8b511d12334cc3807c3c6";

  private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
  private static final String SHA1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
  private static final String SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** The first example of the standard of SM3, GB/T 32905. */
  private static final String SM3 =
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

  @Test
  void digestsTextsAndBytes() {
    assertThat(Hash.md5("abc")).isEqualTo(Hash.md5(ABC)).isEqualTo(MD5);
    assertThat(Hash.sha1("abc")).isEqualTo(Hash.sha1(ABC)).isEqualTo(SHA1);
    assertThat(Hash.sha256("abc")).isEqualTo(Hash.sha256(ABC)).isEqualTo(SHA256);
    assertThat(Hash.sm3("abc")).isEqualTo(Hash.sm3(ABC)).isEqualTo(SM3);
  }

  @Test
  void appendsKeyToText() {
    assertThat(Hash.md5("a=1", KEY)).isEqualTo(MD5_OF_FIELDS);
    assertThat(Hash.md5("abc", "")).isEqualTo(MD5);
    assertThat(Hash.hmac("a=1", KEY)).isEqualTo(HMAC_OF_FIELDS);
    assertThat(Hash.hmac("a=1", KEY, "SHA-256")).isEqualTo(HMAC_OF_FIELDS);
    assertThat(Hash.hmac("a=1", KEY, "md5")).isEqualTo("116916847d423ba17d4563a5a95a3914");
  }

  @Test
  void appendsSecretToTextOfAgent() {
    assertThat(Hash.md5("a=1", KEY, "1000001")).isEqualTo("1548e6cf4656212284feb632e3f654e3");
    assertThat(Hash.md5("a=1", KEY, "")).isEqualTo(MD5_OF_FIELDS);
    assertThat(Hash.md5("a=1", KEY, null)).isEqualTo(MD5_OF_FIELDS);
    assertThat(Hash.md5("abc", "", "1000001")).isEqualTo(MD5);
  }

  @Test
  void refusesUnknownHmacAndEmptyKey() {
    assertThatThrownBy(() -> Hash.hmac("a", KEY, "crc"))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("The HMAC algorithm is not known: 'crc'. Use sha256, sha512, sha1 or md5.");
    assertThatThrownBy(() -> Hash.hmac("a", ""))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("The HMAC key is empty.");
  }

  @ParameterizedTest
  @CsvSource({"SHA256," + SHA256, "sha-1," + SHA1, "MD5," + MD5, "SM3," + SM3})
  void digestsFilesAndStreams(String algorithm, String digest, @TempDir Path folder)
      throws IOException {
    Path file = Files.write(folder.resolve("abc"), ABC);

    assertThat(Hash.file(algorithm, file)).isEqualTo(digest);
    assertThat(Hash.stream(algorithm, new ByteArrayInputStream(ABC))).isEqualTo(digest);
    assertThatThrownBy(() -> Hash.file(algorithm, folder.resolve("absent")))
        .isExactlyInstanceOf(FileException.class);
  }

  @Test
  void digestsStreamLongerThanBuffer() throws IOException {
    byte[] bytes = new byte[(1 << 16) + 1];

    assertThat(Hash.stream("SHA256", new ByteArrayInputStream(bytes)))
        .isEqualTo(Hash.sha256(bytes));
  }

  @Test
  void refusesUnknownDigest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash.stream("crc", new ByteArrayInputStream(ABC)))
        .withMessage("The digest algorithm is not known: 'crc'. Use SHA256, SHA1, MD5 or SM3.");
  }

  @Test
  void comparesTexts() {
    assertThat(Hash.equals("abc", "abc")).isTrue();
    assertThat(Hash.equals("abc", "abd")).isFalse();
    assertThat(Hash.equals("abc", "ab")).isFalse();
    assertThat(Hash.equals("abc", null)).isFalse();
  }

  @Test
  void signsSortedFieldsWithoutSignAndEmptyOnes() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sign", "x");
    fields.put("c", "");
    fields.put("b", "2");
    fields.put("a", 1);
    fields.put("d", null);

    assertThat(Hash.sign(Hash.ALGO_MD5, Map.of("a", 1), KEY))
        .isEqualTo(MD5_OF_FIELDS.toUpperCase(Locale.ROOT));
    assertThat(Hash.sign(Hash.ALGO_HMAC_SHA256, Map.of("a", "1"), KEY))
        .isEqualTo(HMAC_OF_FIELDS.toUpperCase(Locale.ROOT));
    assertThat(Hash.sign(Hash.ALGO_MD5, fields, KEY))
        .isEqualTo(Hash.md5("a=1&b=2", KEY).toUpperCase(Locale.ROOT));
  }

  @Test
  void refusesSignWithoutKeyOrOfUnknownType() {
    assertThatThrownBy(() -> Hash.sign(Hash.ALGO_MD5, Map.of("a", 1), ""))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The APIv2 key is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash.sign("md5", Map.of("a", 1), KEY))
        .withMessage("The sign_type 'md5' is not known. Use MD5 or HMAC-SHA256.");
  }
}
