package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.internal.keys.BouncyCastle;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sm2Test {
  private static final PrivateKey PRIVATE = Rsa.fromPkcs8(Sm2Standard.pkcs8());
  private static final PublicKey PUBLIC = Rsa.fromSpki(Sm2Standard.spki());
  private static final KeyPair OTHER = pair();
  private static final String SERIAL = Fixtures.PLATFORM_SERIAL;
  private static final Map<String, Object> BODY = Map.of("name", Wxpay.secret("张三"));
  private static final String UNENCRYPTABLE =
      "The text could not be encrypted with SM2: it is empty, or the key is not an SM2 key.";
  private static final String WRONG_CURVE =
      "An EC key on a curve other than SM2's cannot be used: WeChat Pay uses RSA or SM2. Use the"
          + " file of the merchant platform (apiclient_key.pem, pub_key.pem).";

  @TempDir Path folder;

  /** GB/T 32905, annex A. */
  @Test
  void computesSm3OfTheStandard() {
    assertThat(Hash.sm3("abc"))
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assertThat(Hash.sm3("abcd".repeat(16)))
        .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  }

  @Test
  void verifiesSignatureOfTheStandard() {
    assertThat(Sm2.verify(utf8(Sm2Standard.MESSAGE), Sm2Standard.signature(), PUBLIC)).isTrue();
  }

  /** GB/T 32918.5, annex A, gives e besides the signature. */
  @Test
  void recoversDigestOfTheStandard() {
    byte[] digest = Sm2Standard.bytes(Sm2Standard.E);

    assertThat(Sm2.digest(PUBLIC).digest(utf8(Sm2Standard.MESSAGE))).isEqualTo(digest);
    assertThat(Sm2.recovered(Sm2Standard.signature(), PUBLIC)).hasValue(digest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "国密 \uD83D\uDD11"})
  void recoversDigestOfSignatureByThatKeyOnly(String text) {
    for (int i = 0; i < 20; i++) {
      String signature = Base64.getEncoder().encodeToString(Sm2.signature(utf8(text), PRIVATE));
      byte[] digest = Sm2.digest(PUBLIC).digest(utf8(text));

      assertThat(Sm2.recovered(signature, PUBLIC)).hasValue(digest);
      assertThat(Sm2.digest(PUBLIC).digest(utf8(text + " "))).isNotEqualTo(digest);
      assertThat(Sm2.digest(OTHER.getPublic()).digest(utf8(text))).isNotEqualTo(digest);
      assertThat(Sm2.recovered(signature, OTHER.getPublic()).orElseThrow()).isNotEqualTo(digest);
    }
  }

  @Test
  void recoversNoDigestFromDamagedSignature() {
    byte[] digest = Sm2.digest(PUBLIC).digest(utf8(Sm2Standard.MESSAGE));

    for (byte[] forged : Tampering.of(Base64.getDecoder().decode(Sm2Standard.signature()))) {
      String base64 = Base64.getEncoder().encodeToString(forged);
      assertThat(Sm2.recovered(base64, PUBLIC).filter(e -> MessageDigest.isEqual(e, digest)))
          .as(base64)
          .isEmpty();
    }
    assertThat(Sm2.recovered("not base64!", PUBLIC)).isEmpty();
    assertThat(Sm2.recovered("", PUBLIC)).isEmpty();
  }

  @Test
  void decryptsCiphertextOfTheStandard() {
    assertThat(Sm2.decrypt(Sm2Standard.ciphertext(), PRIVATE)).isEqualTo(Sm2Standard.PLAINTEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "国密 \uD83D\uDD11", "GET\n/v3/certificates\n1700000000\nx\n\n"})
  void verifiesSignedMessageOnly(String text) {
    String signature = Base64.getEncoder().encodeToString(Sm2.signature(utf8(text), PRIVATE));

    assertThat(Sm2.verify(utf8(text), signature, PUBLIC)).isTrue();
    assertThat(Sm2.verify(utf8(text + " "), signature, PUBLIC)).isFalse();
    assertThat(Sm2.verify(utf8(text), signature, OTHER.getPublic())).isFalse();
  }

  @Test
  void refusesSignatureWithAnyBitChangedRemovedOrAdded() {
    byte[] message = utf8(Sm2Standard.MESSAGE);
    byte[] signature = Base64.getDecoder().decode(Sm2Standard.signature());

    for (byte[] forged : Tampering.of(signature)) {
      String base64 = Base64.getEncoder().encodeToString(forged);
      assertThat(Sm2.verify(message, base64, PUBLIC)).as(base64).isFalse();
    }
    assertThat(Sm2.verify(message, "no base64!", PUBLIC)).isFalse();
    assertThat(Sm2.verify(message, "", PUBLIC)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "张三", "0123456789abcdef0123456789abcdef0123456789abcdef"})
  void decryptsWithTheRightKeyOnly(String text) {
    String ciphertext = Sm2.encrypt(text, PUBLIC);

    assertThat(Sm2.decrypt(ciphertext, PRIVATE)).isEqualTo(text);
    assertThat(Sm2.encrypt(text, PUBLIC)).isNotEqualTo(ciphertext);
    undecryptable(ciphertext, OTHER.getPrivate());
  }

  @Test
  void refusesCiphertextWithAnyBitChangedRemovedOrAddedInOneWay() {
    byte[] ciphertext = Base64.getDecoder().decode(Sm2Standard.ciphertext());

    for (byte[] forged : Tampering.of(ciphertext)) {
      undecryptable(Base64.getEncoder().encodeToString(forged), PRIVATE);
    }
    undecryptable("no base64!", PRIVATE);
    undecryptable("", PRIVATE);
  }

  @Test
  void refusesRsaKeys() {
    assertThatThrownBy(() -> Sm2.signature(new byte[1], Fixtures.merchantKey()))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("The key cannot sign with SM3withSM2. Use an SM2 key.");
    assertThatThrownBy(
            () -> Sm2.verify(new byte[1], Sm2Standard.signature(), Fixtures.merchantPublicKey()))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("The key cannot verify SM3withSM2. Use an SM2 key.");
    assertThatThrownBy(() -> Sm2.encrypt("a", Fixtures.merchantPublicKey()))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(UNENCRYPTABLE);
    assertThatThrownBy(() -> Sm2.encrypt("", PUBLIC)).isExactlyInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Rsa.signature(new byte[1], PRIVATE))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("A EC key cannot sign with SHA256withRSA. Use the RSA key.");
    assertThatThrownBy(() -> Rsa.verify(new byte[1], "AA==", PUBLIC))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("A EC key cannot verify SHA256withRSA. Use an RSA key.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp256k1", "secp384r1"})
  void refusesKeysOfAnotherCurve(String curve) {
    KeyPair pair = pair(curve);
    String pkcs8 = base64(pair.getPrivate().getEncoded());
    String spki = base64(pair.getPublic().getEncoded());

    for (Runnable loading :
        new Runnable[] {
          () -> Rsa.fromPkcs8(pkcs8),
          () -> Rsa.privateKey("private.pkcs8://" + pkcs8),
          () -> Rsa.privateKey(Sm2Standard.pem("PRIVATE KEY", pkcs8)),
          () -> Rsa.fromSpki(spki),
          () -> Rsa.publicKey("public.spki://" + spki),
          () -> Rsa.publicKey(Sm2Standard.pem("PUBLIC KEY", spki))
        }) {
      assertThatThrownBy(loading::run)
          .isExactlyInstanceOf(CryptoException.class)
          .hasMessage(WRONG_CURVE);
    }
    assertThat(Sm2.isKey(pair.getPrivate())).isFalse();
    assertThat(Sm2.isKey(pair.getPublic())).isFalse();
    assertThatThrownBy(() -> Wxpay.builder().privateKey(Sm2Standard.pem("PRIVATE KEY", pkcs8)))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("privateKey: " + WRONG_CURVE);
  }

  @ParameterizedTest
  @MethodSource("privateKeys")
  void readsPrivateKeyInEveryForm(String text) {
    PrivateKey key = Rsa.privateKey(text);

    assertThat(Sm2.isKey(key)).isTrue();
    assertThat(Sm2.decrypt(Sm2Standard.ciphertext(), key)).isEqualTo(Sm2Standard.PLAINTEXT);
  }

  private static Stream<String> privateKeys() {
    return Stream.of(
        Sm2Standard.pem("PRIVATE KEY", Sm2Standard.pkcs8()),
        "private.pkcs8://" + Sm2Standard.pkcs8());
  }

  @ParameterizedTest
  @MethodSource("publicKeys")
  void readsPublicKeyInEveryForm(String text) {
    PublicKey key = Rsa.publicKey(text);

    assertThat(Sm2.isKey(key)).isTrue();
    assertThat(Sm2.verify(utf8(Sm2Standard.MESSAGE), Sm2Standard.signature(), key)).isTrue();
  }

  private static Stream<String> publicKeys() {
    return Stream.of(
        Sm2Standard.pem("PUBLIC KEY", Sm2Standard.spki()),
        "public.spki://" + Sm2Standard.spki(),
        certificate());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void clientSignsEncryptsAndVerifiesWithSm2Keys(String name, UnaryOperator<WxpayBuilder> keys) {
    FakeHttpClient http = FakeHttpClient.answering(answer());

    String value = client(http, keys).chain("v3/a").post(BODY).get("b");

    assertThat(value).isEqualTo("1");
    sentRightly(http.only());
  }

  private static Stream<Arguments> clients() {
    String pkcs8 = base64(OTHER.getPrivate().getEncoded());
    return Stream.of(
        keys("objects", b -> b.privateKey(OTHER.getPrivate()).platformKey(SERIAL, PUBLIC)),
        keys(
            "PEM and a certificate",
            b ->
                b.privateKey(Sm2Standard.pem("PRIVATE KEY", pkcs8))
                    .platformKey(SERIAL, certificate())),
        keys(
            "PEM",
            b ->
                b.privateKey(Sm2Standard.pem("PRIVATE KEY", pkcs8))
                    .platformKey(SERIAL, Sm2Standard.pem("PUBLIC KEY", Sm2Standard.spki()))),
        keys(
            "protocols",
            b ->
                b.privateKey("private.pkcs8://" + pkcs8)
                    .platformKey(SERIAL, "public.spki://" + Sm2Standard.spki())));
  }

  @Test
  void clientReadsSm2KeysFromFiles() throws IOException {
    String pkcs8 = base64(OTHER.getPrivate().getEncoded());
    Path key = Files.writeString(folder.resolve("key.pem"), Sm2Standard.pem("PRIVATE KEY", pkcs8));
    Path platform = Files.writeString(folder.resolve("platform.pem"), certificate());
    FakeHttpClient http = FakeHttpClient.answering(answer());

    client(http, b -> b.privateKey(key).platformKey(SERIAL, platform)).chain("v3/a").post(BODY);

    sentRightly(http.only());
  }

  @Test
  void refusesResponseSignedWithAnotherSm2Key() {
    KeyPair third = pair();
    Wxpay wxpay =
        client(
            FakeHttpClient.answering(answer()),
            b -> b.privateKey(OTHER.getPrivate()).platformKey(SERIAL, third.getPublic()));

    assertThatThrownBy(() -> wxpay.chain("v3/a").get())
        .isExactlyInstanceOf(VerificationException.class);
  }

  private static Wxpay client(FakeHttpClient http, UnaryOperator<WxpayBuilder> keys) {
    return keys.apply(Wxpay.builder().mchid(Fixtures.MCHID).serial(Fixtures.SERIAL))
        .clock(Fixtures.CLOCK)
        .nonce(() -> Fixtures.NONCE)
        .httpClient(http)
        .build();
  }

  private static void sentRightly(Sent sent) {
    Matcher authorization =
        Pattern.compile(
                "WECHATPAY2-SM2-WITH-SM3 mchid=\"1900000109\",serial_no=\""
                    + Fixtures.SERIAL
                    + "\",timestamp=\"1700000000\",nonce_str=\""
                    + Fixtures.NONCE
                    + "\",signature=\"([^\"]*)\"")
            .matcher(sent.authorization());
    assertThat(authorization.matches()).as(sent.authorization()).isTrue();
    String message = "POST\n/v3/a\n1700000000\n" + Fixtures.NONCE + "\n" + sent.text() + "\n";
    assertThat(Sm2.verify(utf8(message), authorization.group(1), OTHER.getPublic())).isTrue();
    String name = sent.text().replaceAll(".*\"name\":\"([^\"]*)\".*", "$1");
    assertThat(Sm2.decrypt(name, PRIVATE)).isEqualTo("张三");
    assertThat(sent.header("Wechatpay-Serial")).isEqualTo(SERIAL);
  }

  /** Returns a response that is signed with the key of the standard. */
  private static Reply answer() {
    String message = "1700000000\n" + Fixtures.NONCE + "\n{\"b\":1}\n";
    return Reply.bare(200, "{\"b\":1}")
        .with("Wechatpay-Nonce", Fixtures.NONCE)
        .with("Wechatpay-Timestamp", "1700000000")
        .with("Wechatpay-Serial", SERIAL)
        .with("Wechatpay-Signature", base64(Sm2.signature(utf8(message), PRIVATE)));
  }

  /** Returns a certificate of the standard's key, signed with another key. */
  static String certificate() {
    try {
      X500Name issuer = new X500Name("CN=Tenpay.com Test CA");
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  issuer,
                  new BigInteger(SERIAL, 16),
                  Date.from(Instant.ofEpochSecond(Fixtures.NOW - 1000)),
                  Date.from(Instant.ofEpochSecond(Fixtures.NOW + 1_000_000)),
                  new X500Name("CN=Tenpay.com sign"),
                  PUBLIC)
              .build(
                  new JcaContentSignerBuilder("SM3withSM2")
                      .setProvider(BouncyCastle.provider())
                      .build(OTHER.getPrivate()))
              .getEncoded();
      return Sm2Standard.pem("CERTIFICATE", base64(der));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void undecryptable(String ciphertext, PrivateKey key) {
    assertThatThrownBy(() -> Sm2.decrypt(ciphertext, key))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(
            "The ciphertext could not be decrypted: it is damaged, or was encrypted for another"
                + " SM2 key.")
        .hasNoCause();
  }

  private static KeyPair pair() {
    return pair("sm2p256v1");
  }

  private static KeyPair pair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.provider());
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Arguments keys(String name, UnaryOperator<WxpayBuilder> keys) {
    return Arguments.of(name, keys);
  }
}
