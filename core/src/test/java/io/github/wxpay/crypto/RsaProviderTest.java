package io.github.wxpay.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.FakeProvider;
import io.github.wxpay.testing.FakeProvider.Behaviour;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.NativeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of other providers than the JDK's are the same, and judged in the same way. */
class RsaProviderTest {
  private static final PrivateKey KEY = Fixtures.merchantKey();
  private static final PublicKey PUBLIC = Fixtures.merchantPublicKey();
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);
  private static final String SHA256_INFO = "3031300d060960864801650304020105000420";

  @ParameterizedTest
  @EnumSource
  void signsAsTheJdkDoes(NativeProvider of) {
    Provider provider = of.get();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<PrivateKey> keys =
        List.of(
            KEY,
            Fixtures.platformKey(),
            Rsa.privateKey(Fixtures.text("apiclient_key_pkcs1.pem")),
            Rsa.privateKey(Fixtures.text("apiclient_key_encrypted.pem"), "secret"));
    for (PrivateKey key : keys) {
      for (int i = 0; i < 20; i++) {
        byte[] message = new byte[random.nextInt(i < 10 ? 300 : 100_000)];
        random.nextBytes(message);
        assertThat(Rsa.signature(message, key, provider))
            .as("seed %s", seed)
            .isEqualTo(Rsa.signature(message, key));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithRecordedSignatures(NativeProvider of) throws IOException {
    Provider provider = of.get();
    int signed = 0;
    int verified = 0;
    for (JsonNode recorded : recorded()) {
      JsonNode input = recorded.path("input");
      JsonNode args = input.path("args");
      String key = args.path(args.size() - 1).path("$fixture").asText();
      boolean plain = recorded.path("port").asText().equals("same") && args.path(0).isTextual();
      if (!plain || key.isEmpty() || !recorded.has("expected")) {
        continue;
      }
      byte[] message = args.path(0).asText().getBytes(UTF_8);
      if (input.path("fn").asText().equals("sign")) {
        byte[] signature = Rsa.signature(message, Rsa.privateKey(Fixtures.text(key)), provider);
        assertThat(Base64.getEncoder().encodeToString(signature))
            .as(recorded.path("id").asText())
            .isEqualTo(recorded.path("expected").asText());
        signed++;
      } else if (input.path("fn").asText().equals("verify")) {
        PublicKey open = Rsa.publicKey(Fixtures.text(key));
        assertThat(Rsa.verify(message, args.path(1).asText(), open, provider))
            .as(recorded.path("id").asText())
            .isEqualTo(recorded.path("expected").asBoolean());
        verified++;
      }
    }
    assertThat(signed).isGreaterThan(5);
    assertThat(verified).isGreaterThan(10);
  }

  private static Stream<Arguments> wycheproof() {
    return Stream.of(NativeProvider.values())
        .flatMap(
            provider ->
                Wycheproof.files().stream()
                    .filter(file -> file.startsWith("rsa_signature") || file.contains("sig_gen"))
                    .map(file -> Arguments.of(provider, file)));
  }

  @ParameterizedTest
  @MethodSource("wycheproof")
  void judgesEveryVectorRightly(NativeProvider of, String file) {
    Wycheproof.Tally tally = Wycheproof.run(WycheproofTest.vectors(), file, of.get());

    assertThat(tally.wrong()).as("%s", tally).isEmpty();
    assertThat(tally.applied()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void refusesEverySignatureExceptTheValidOne(NativeProvider of) throws Exception {
    Provider provider = of.get();
    byte[] right = Rsa.signature(MESSAGE, KEY);
    assertThat(verdict(right, provider)).isTrue();

    for (Map.Entry<String, byte[]> forged : forged(right).entrySet()) {
      assertThat(verdict(forged.getValue(), provider)).as(forged.getKey()).isFalse();
      assertThat(Rsa.verify(MESSAGE, base64(forged.getValue()), PUBLIC))
          .as("the JDK: " + forged.getKey())
          .isFalse();
    }
    for (int bit = 0; bit < right.length * 8; bit += 3) {
      byte[] changed = right.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verdict(changed, provider)).as("bit %s", bit).isFalse();
    }
    assertThat(Rsa.verify(MESSAGE, "not base64 ***", PUBLIC, provider)).isFalse();
    assertThat(Rsa.verify(MESSAGE, base64(right) + "!", PUBLIC, provider)).isFalse();
    assertThat(Rsa.verify("other".getBytes(UTF_8), base64(right), PUBLIC, provider)).isFalse();
    assertThat(
            Rsa.verify(
                MESSAGE,
                base64(right),
                Rsa.publicKey(Fixtures.text("platform_cert.pem")),
                provider))
        .isFalse();
  }

  /**
   * The one signature that the JDK accepts and these providers refuse: its DigestInfo has no
   * parameters. Only the owner of the key can create it.
   */
  @ParameterizedTest
  @EnumSource
  void refusesDigestInfoWithoutParameters(NativeProvider of) throws Exception {
    Provider provider = of.get();
    String digest = Bytes.hex(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
    byte[] signature = made(padded("302f300b0609608648016503040201" + "0420" + digest));

    assertThat(Rsa.verify(MESSAGE, base64(signature), PUBLIC)).isTrue();
    assertThat(verdict(signature, provider)).isFalse();
  }

  /** Signatures of other lengths, and of blocks that are not the one of PKCS#1 v1.5. */
  private static Map<String, byte[]> forged(byte[] right) throws Exception {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (int length : new int[] {0, 1, 8, 128, 255, 257, 258, 512, 100_000}) {
      all.put("of " + length + " bytes", Arrays.copyOf(right, length));
    }
    byte[] led = new byte[257];
    System.arraycopy(right, 0, led, 1, 256);
    all.put("after a zero", led);
    BigInteger modulus = ((RSAPrivateKey) KEY).getModulus();
    all.put("plus the modulus", fixed(new BigInteger(1, right).add(modulus), 257));
    all.put("the modulus", fixed(modulus, 256));
    all.put("zero", new byte[256]);
    all.put("one", fixed(BigInteger.ONE, 256));
    byte[] ones = new byte[256];
    Arrays.fill(ones, (byte) 0xff);
    all.put("all ones", ones);

    String digest = Bytes.hex(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
    String info = SHA256_INFO + digest;
    assertThat(made(padded(info))).isEqualTo(right);
    all.put("block type 0", made("00" + "00" + padded(info).substring(4)));
    all.put("block type 2", made("00" + "02" + padded(info).substring(4)));
    all.put("padding with a zero", made("0001" + "ff".repeat(100) + "00".repeat(103) + info));
    all.put("padding with another byte", made("0001" + "ff".repeat(201) + "fe00" + info));
    all.put("no end of the padding", made("0001" + "ff".repeat(203) + info));
    all.put("short padding", made("0001" + "ff".repeat(8) + "00" + info + "00".repeat(194)));
    all.put("no padding", made("0001" + "00" + info + "00".repeat(202)));
    all.put("a byte after", made(padded(info + "00")));
    all.put("no DigestInfo", made(padded(digest)));
    all.put("digest cut", made(padded(info.substring(0, info.length() - 2))));
    all.put("of SHA-1", made(padded("302f300906052b0e03021a05000420" + digest)));
    all.put("length in the long form", made(padded("308131" + info.substring(4))));
    all.put(
        "digest in the long form",
        made(padded("3032300d0609608648016503040201050004" + "8120" + digest)));
    all.put(
        "other parameters", made(padded("3032300e0609608648016503040201020100" + "0420" + digest)));
    return all;
  }

  /** Returns a block of 256 bytes with this end. */
  private static String padded(String end) {
    return "0001" + "ff".repeat(253 - end.length() / 2) + "00" + end;
  }

  /** Applies the private key to a block of 256 bytes. */
  private static byte[] made(String block) {
    assertThat(block).as("a block").hasSize(512);
    RSAPrivateKey key = (RSAPrivateKey) KEY;
    return fixed(new BigInteger(block, 16).modPow(key.getPrivateExponent(), key.getModulus()), 256);
  }

  @ParameterizedTest
  @EnumSource
  void namesProviderThatDoesNotAcceptKey(NativeProvider of) throws Exception {
    Provider provider = of.get();
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    PrivateKey other = curve.generateKeyPair().getPrivate();

    assertThat(catchThrowable(() -> Rsa.signature(MESSAGE, other, provider)))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith(
            "The provider '"
                + provider.getName()
                + "' could not sign SHA256withRSA with this EC key");
    PublicKey open = curve.generateKeyPair().getPublic();
    assertThat(catchThrowable(() -> Rsa.verify(MESSAGE, "AAAA", open, provider)))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageContaining("could not verify SHA256withRSA with this EC key");
  }

  @Test
  void refusesSignatureThatLenientProviderAccepts() {
    FakeProvider lenient = new FakeProvider(Behaviour.ACCEPTS_EVERYTHING);
    byte[] right = Rsa.signature(MESSAGE, KEY);
    BigInteger modulus = ((RSAPrivateKey) KEY).getModulus();

    assertThat(verdict(right, lenient)).isTrue();
    for (byte[] wrong :
        List.of(
            new byte[0],
            Arrays.copyOf(right, 255),
            Arrays.copyOf(right, 257),
            fixed(modulus, 256),
            fixed(modulus.add(BigInteger.ONE), 256))) {
      assertThat(verdict(wrong, lenient)).isFalse();
    }
  }

  @Test
  void turnsFailuresOfProviderIntoOneException() {
    FakeProvider broken = new FakeProvider(Behaviour.THROWS);
    FakeProvider unlinked = new FakeProvider(Behaviour.LACKS_ITS_LIBRARY);

    assertThat(verdict(new byte[256], broken)).as("what verify throws").isFalse();
    assertThat(broken.verified()).isEqualTo(1);
    for (Throwable thrown :
        List.of(
            catchThrowable(() -> Rsa.signature(MESSAGE, KEY, broken)),
            catchThrowable(() -> Rsa.signature(MESSAGE, KEY, unlinked)),
            catchThrowable(() -> verdict(new byte[256], unlinked)))) {
      assertThat(thrown)
          .isExactlyInstanceOf(CryptoException.class)
          .hasMessageStartingWith("The provider 'Fake' could not ")
          .hasMessageEndingWith("Set the RSA key as PEM, or remove provider(…).");
    }
  }

  private static boolean verdict(byte[] signature, Provider provider) {
    return Rsa.verify(MESSAGE, base64(signature), PUBLIC, provider);
  }

  private static JsonNode recorded() throws IOException {
    try (InputStream in = RsaProviderTest.class.getResourceAsStream("/vectors/rsa.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] out = new byte[length];
    int size = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - size, out, length - size, size);
    return out;
  }
}
