package io.github.wxpay.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Program without Bouncy Castle, which prints a line with the result of each step. The argument is
 * the path of an SM2 certificate.
 */
final class WithoutBouncyCastle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPKI = String.join("", Fixtures.lines("platform_pubkey.pem"));

  private WithoutBouncyCastle() {}

  public static void main(String[] args) {
    say("v3 call with a secret", WithoutBouncyCastle::v3);
    say("v3 notification", WithoutBouncyCastle::notification);
    say("v2 call", WithoutBouncyCastle::v2);
    say("v2 notification", WithoutBouncyCastle::v2Notification);
    say("call-up parameters", () -> client("{}").payParams().jsapi("wx1", "wx2").get("signType"));
    say("PKCS#8 key", () -> Rsa.privateKey(Fixtures.text("apiclient_key.pem")).getAlgorithm());
    say(
        "encrypted PKCS#8 key",
        () ->
            Rsa.privateKey(Fixtures.text("apiclient_key_encrypted.pem"), "secret").getAlgorithm());
    say("SPKI key", () -> Rsa.fromSpki(SPKI).getAlgorithm());
    say("certificate", () -> Rsa.publicKey(Fixtures.text("platform_cert.pem")).getAlgorithm());
    say("AES-GCM", WithoutBouncyCastle::gcm);
    say("AES-ECB", WithoutBouncyCastle::ecb);
    say("AES-CBC", WithoutBouncyCastle::cbc);
    say("MD5", () -> Hash.md5("abc"));

    say(
        "PKCS#1 private key",
        () -> Rsa.privateKey(Fixtures.text("apiclient_key_pkcs1.pem")).getAlgorithm());
    say(
        "PKCS#1 public key",
        () -> Rsa.publicKey(Fixtures.text("platform_pubkey_pkcs1.pem")).getAlgorithm());
    say(
        "client with a PKCS#1 key",
        () -> Clients.builder().privateKey(Fixtures.path("apiclient_key_pkcs1.pem")).build());
    say("SM3", () -> Hash.sm3("abc"));
    say("SM2 private key", () -> Rsa.fromPkcs8(Sm2Standard.pkcs8()).getAlgorithm());
    say("SM2 public key", () -> Rsa.fromSpki(Sm2Standard.spki()).getAlgorithm());
    say("SM2 certificate", () -> Rsa.publicKey("file://" + args[0]).getAlgorithm());
    say(
        "client with an SM2 key",
        () ->
            Clients.builder()
                .privateKey(Sm2Standard.pem("PRIVATE KEY", Sm2Standard.pkcs8()))
                .build());
    say(
        "SM2 signature",
        () -> Sm2.signature(new byte[1], Rsa.privateKey(Fixtures.text("apiclient_key.pem"))));
    say("SM2 verification", () -> Sm2.verify(new byte[1], "AA==", Rsa.fromSpki(SPKI)));
    say("SM2 encryption", () -> Sm2.encrypt("a", Rsa.fromSpki(SPKI)));
    say("SM2 decryption", () -> Sm2.decrypt("AA==", Fixtures.merchantKey()));
    say("SM4 encryption", () -> Sm4Gcm.encrypt("a", Fixtures.API_V3_KEY, "nonce", ""));
    say(
        "SM4 decryption",
        () -> Sm4Gcm.decrypt("AAAAAAAAAAAAAAAAAAAAAAAA", Fixtures.API_V3_KEY, "nonce", ""));
    say("whether an RSA key is one of SM2", () -> Sm2.isKey(Fixtures.merchantKey()));
    say("providers of Bouncy Castle", WithoutBouncyCastle::providers);
  }

  static String providers() {
    return Arrays.stream(Security.getProviders())
        .map(Provider::getName)
        .filter(name -> name.startsWith("BC"))
        .collect(Collectors.joining(" "));
  }

  private static void say(String what, Callable<?> step) {
    String outcome;
    try {
      outcome = String.valueOf(step.call());
    } catch (Exception | LinkageError e) {
      outcome = e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    System.out.println(what + ": " + outcome);
  }

  private static Wxpay client(String answer) {
    return Clients.builder()
        .privateKey(Fixtures.text("apiclient_key.pem"))
        .apiV3Key(Fixtures.API_V3_KEY)
        .secret(Fixtures.SECRET)
        .httpClient(FakeHttpClient.answering(Reply.signed(answer)))
        .build();
  }

  private static String v3() throws Exception {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\"code_url\":\"weixin://a\"}"));
    Wxpay wxpay = client("{}").newBuilder().httpClient(http).build();
    String url =
        wxpay
            .chain("v3/pay/transactions/native")
            .post(Map.of("name", Wxpay.secret("Zhang")))
            .get("code_url");
    JsonNode body = JSON.readTree(http.only().body());
    String name = Rsa.decrypt(body.path("name").asText(), Fixtures.platformKey());
    return url + " " + name + " signed=" + http.only().isSigned();
  }

  private static String notification() {
    String resource = AesGcm.encrypt("{\"a\":1}", Fixtures.API_V3_KEY, "nonce-of-12b", "payment");
    String body =
        "{\"id\":\"EV-1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{\"algorithm\":"
            + "\"AEAD_AES_256_GCM\",\"nonce\":\"nonce-of-12b\",\"associated_data\":\"payment\","
            + "\"ciphertext\":\""
            + resource
            + "\"}}";
    Reply post = Reply.signed(body);
    Notification read = client("{}").notifications().parse(post.headers(), post.body());
    return read.id() + " " + read.data();
  }

  private static String v2() {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("return_code", "SUCCESS");
    answer.put("result_code", "SUCCESS");
    answer.put("prepay_id", "wx3");
    answer.put("sign", Hash.sign(Hash.ALGO_MD5, answer, Fixtures.SECRET));
    return client(Transformer.toXml(answer))
        .v2()
        .chain("pay/unifiedorder")
        .post(Map.of("mch_id", Fixtures.MCHID), Options.none())
        .get("prepay_id");
  }

  private static String v2Notification() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("result_code", "SUCCESS");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("out_trade_no", "NO1");
    fields.put("sign", Hash.sign(Hash.ALGO_MD5, fields, Fixtures.SECRET));
    byte[] body = Transformer.toXml(fields).getBytes(StandardCharsets.UTF_8);
    return client("{}").notifications().parse(Map.of(), body).get("out_trade_no");
  }

  private static String gcm() {
    String key = Fixtures.API_V3_KEY;
    return AesGcm.decrypt(AesGcm.encrypt("text", key, "nonce", "aad"), key, "nonce", "aad");
  }

  private static String ecb() {
    String key = Hash.md5(Fixtures.SECRET);
    return AesEcb.decrypt(AesEcb.encrypt("text", key), key);
  }

  private static String cbc() {
    String key = "0123456789abcdef";
    return AesCbc.decrypt(AesCbc.encrypt("text", key, key), key, key);
  }
}
