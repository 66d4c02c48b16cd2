package io.github.wxpay.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSAPrivacyDecryptor;
import com.wechat.pay.java.core.cipher.RSAPrivacyEncryptor;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The platform's own SDK for Java and this library read each other, 1,000 times (nightly 10,000).
 */
class WechatpayJavaTest {
  private static final int SHARE = Boolean.getBoolean("nightly") ? 1 : 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FIELD = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final String ID = Fixtures.PUBLIC_KEY_ID;
  private static final String KEY = Fixtures.API_V3_KEY;

  private final PrivateKey privateKey = Fixtures.platformKey();
  private final PublicKey publicKey = Fixtures.certificate("platform_cert.pem").getPublicKey();
  private final RSASigner signer = new RSASigner(Fixtures.SERIAL, privateKey);
  private final RSAVerifier verifier = new RSAVerifier(publicKey, ID);
  private final Texts texts = new Texts(Agreement.seed());
  private final Agreement agreement = new Agreement("wechatpay-java 0.2.17", Agreement.seed());

  /** The read values of a notification; filled by the peer. */
  private static final class Payment {
    String text = "";
    String number = "";
  }

  @Test
  void bothReadEachOther() throws Exception {
    times(1000, this::signature);
    times(100, this::credential);
    times(100, this::request);
    times(1000, this::oaep);
    times(7000, this::gcm);
    times(800, this::notification);

    assertThat(agreement.differing()).as("%s", agreement).isEmpty();
    assertThat(agreement.agreed()).isEqualTo(10_000 / SHARE);
  }

  private interface Comparison {
    void run() throws Exception;
  }

  private static void times(int n, Comparison comparison) throws Exception {
    for (int i = 0; i < n / SHARE; i++) {
      comparison.run();
    }
  }

  private void signature() {
    String text = texts.request();
    String ours = Rsa.sign(text, privateKey);
    String theirs = signer.sign(text).getSign();

    boolean same =
        ours.equals(theirs)
            && verifier.verify(ID, text, ours)
            && Rsa.verify(text, theirs, publicKey)
            && !Rsa.verify(text + " ", theirs, publicKey);
    agreement.count("signatures", same, text);
  }

  /**
   * Requires the peer's Authorization, which has the fields in another order, and another time and
   * nonce.
   */
  private void credential() {
    String target = "/v3/" + texts.plain(9) + "?a=" + texts.plain(4) + "%20" + texts.plain(2);
    String body = texts.any(100);
    String theirs =
        new WechatPay2Credential(Fixtures.MCHID, signer)
            .getAuthorization(URI.create("https://127.0.0.1" + target), "POST", body);

    Map<String, String> fields = fields(theirs);
    String nonce = fields.get("nonce_str");
    String timestamp = fields.get("timestamp");
    String text = Formatter.request("POST", target, timestamp, nonce, body);
    String ours =
        Formatter.authorization(
            Fixtures.MCHID, nonce, Rsa.sign(text, privateKey), timestamp, Fixtures.SERIAL);
    agreement.count(
        "Authorization headers",
        fields.equals(fields(ours)) && scheme(theirs).equals(scheme(ours)),
        theirs + " and " + ours);
  }

  /** Requires that the peer verifies the signature of a complete request. */
  private void request() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay = Clients.over(http);
    RSAVerifier merchant = new RSAVerifier(Fixtures.merchantPublicKey(), ID);

    wxpay.chain("v3/pay/{id}").post(Map.of("a", texts.any(50)), Map.of("id", texts.plain(8)));

    Map<String, String> fields = fields(http.only().authorization());
    String text =
        "POST\n"
            + http.only().target()
            + "\n"
            + fields.get("timestamp")
            + "\n"
            + fields.get("nonce_str")
            + "\n"
            + http.only().text()
            + "\n";
    agreement.count("requests", merchant.verify(ID, text, fields.get("signature")), text);
  }

  private void oaep() {
    String text = texts.any(60);
    String ours = Rsa.encrypt(text, publicKey);
    String theirs = new RSAPrivacyEncryptor(publicKey, ID).encrypt(text);

    boolean same =
        new RSAPrivacyDecryptor(privateKey).decrypt(ours).equals(text)
            && Rsa.decrypt(theirs, privateKey).equals(text);
    agreement.count("OAEP ciphertexts", same, text);
  }

  private void gcm() {
    String text = texts.any(120);
    String key = texts.plain(32);
    String nonce = texts.plain(12);
    String aad = texts.any(12);
    AeadAesCipher cipher = new AeadAesCipher(utf8(key));
    String ours = AesGcm.encrypt(text, key, nonce, aad);
    String theirs = cipher.encrypt(utf8(aad), utf8(nonce), utf8(text));

    boolean same =
        ours.equals(theirs)
            && AesGcm.decrypt(theirs, key, nonce, aad).equals(text)
            && cipher
                .decrypt(utf8(aad), utf8(nonce), Base64.getDecoder().decode(ours))
                .equals(text);
    agreement.count("AES-256-GCM ciphertexts", same, text);
  }

  private void notification() throws JsonProcessingException {
    String text = texts.any(80);
    String plain = JSON.writeValueAsString(Map.of("text", text, "number", "9007199254740993"));
    String timestamp = Long.toString(Fixtures.NOW);
    String iv = texts.plain(12);
    String nonce = texts.plain(32);

    String ours = envelope(AesGcm.encrypt(plain, KEY, iv, "transaction"), iv);
    RequestParam param =
        new RequestParam.Builder()
            .serialNumber(ID)
            .nonce(nonce)
            .timestamp(timestamp)
            .signature(Rsa.sign(Formatter.response(timestamp, nonce, ours), privateKey))
            .body(ours)
            .build();
    Payment payment = parser().parse(param, Payment.class);

    AeadAesCipher cipher = new AeadAesCipher(utf8(KEY));
    String theirs = envelope(cipher.encrypt(utf8("transaction"), utf8(iv), utf8(plain)), iv);
    String message = timestamp + "\n" + nonce + "\n" + theirs + "\n";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("wechatpay-serial", ID);
    headers.put("wechatpay-timestamp", timestamp);
    headers.put("wechatpay-nonce", nonce);
    headers.put("wechatpay-signature", signer.sign(message).getSign());
    Notification notification = notifications().parse(headers, utf8(theirs));

    boolean same =
        payment.text.equals(text)
            && payment.number.equals("9007199254740993")
            && text.equals(notification.get("text"))
            && notification.id().equals("EV-1");
    agreement.count("notifications", same, text);
  }

  private static String envelope(String ciphertext, String nonce) throws JsonProcessingException {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("id", "EV-1").put("event_type", "TRANSACTION.SUCCESS").put("summary", "支付成功");
    JsonNode resource =
        JSON.createObjectNode()
            .put("algorithm", "AEAD_AES_256_GCM")
            .put("original_type", "transaction")
            .put("ciphertext", ciphertext)
            .put("associated_data", "transaction")
            .put("nonce", nonce);
    return JSON.writeValueAsString(envelope.set("resource", resource));
  }

  private NotificationParser parser() {
    return new NotificationParser(
        new RSAPublicKeyNotificationConfig.Builder()
            .publicKey(publicKey)
            .publicKeyId(ID)
            .apiV3Key(KEY)
            .build());
  }

  private Notifications notifications() {
    return Clients.builder().platformKey(ID, publicKey).apiV3Key(KEY).build().notifications();
  }

  private static Map<String, String> fields(String authorization) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(authorization);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  private static String scheme(String authorization) {
    return authorization.substring(0, authorization.indexOf(' '));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
