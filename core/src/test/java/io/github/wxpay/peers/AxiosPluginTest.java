package io.github.wxpay.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Notifications;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesCbc;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The original and this port read each other and write the same, 1,000 times (nightly 10,000). */
class AxiosPluginTest {
  private static final int SHARE = Boolean.getBoolean("nightly") ? 1 : 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "wechatpay-axios-plugin";
  private static final String ID = Fixtures.PUBLIC_KEY_ID;
  private static final String KEY = Fixtures.API_V3_KEY;
  private static final int BATCH = 250;

  private final PrivateKey privateKey = Fixtures.platformKey();
  private final PublicKey publicKey = Fixtures.certificate("platform_cert.pem").getPublicKey();
  private final Notifications notifications =
      Clients.builder().platformKey(ID, publicKey).apiV3Key(KEY).build().notifications();
  private final Texts texts = new Texts(Agreement.seed());
  private final Agreement agreement = new Agreement(NAME + " 0.9.6", Agreement.seed());

  /** An operation of the original, and the check of its result. */
  private static final class Case {
    final List<Object> operation;
    final Predicate<JsonNode> holds;

    Case(List<Object> operation, Predicate<JsonNode> holds) {
      this.operation = operation;
      this.holds = holds;
    }
  }

  @Test
  void readsAndWritesAsTheOriginal() throws Exception {
    try (NodePeer original = NodePeer.start(NAME)) {
      JsonNode ready =
          original.ask(
              List.of(
                  List.of(
                      "keys",
                      Fixtures.text("platform_key.pem"),
                      Fixtures.text("platform_pubkey.pem"))));
      assertThat(ready.path(0).asBoolean()).isTrue();

      times(original, 1000, "signatures", this::signature);
      times(original, 600, "OAEP ciphertexts", this::oaep);
      times(original, 3000, "AES-256-GCM ciphertexts", this::gcm);
      times(original, 1000, "AES-256-ECB ciphertexts", this::ecb);
      times(original, 500, "AES-128-CBC ciphertexts", this::cbc);
      times(original, 1000, "texts to sign and Authorization headers", this::formats);
      times(original, 1400, "APIv2 signs (MD5 and HMAC-SHA256)", this::sign);
      times(original, 1000, "XML documents", this::xml);
      times(original, 500, "notifications", this::notification);
    }

    assertThat(agreement.differing()).as("%s", agreement).isEmpty();
    assertThat(agreement.agreed()).isEqualTo(10_000 / SHARE);
  }

  private interface Comparison {
    Case make() throws Exception;
  }

  private void times(NodePeer original, int n, String kind, Comparison comparison)
      throws Exception {
    for (int done = 0; done < n / SHARE; done += BATCH) {
      List<Case> cases = new ArrayList<>();
      List<List<Object>> operations = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, n / SHARE - done); i++) {
        Case one = comparison.make();
        cases.add(one);
        operations.add(one.operation);
      }
      JsonNode answers = original.ask(operations);
      for (int i = 0; i < cases.size(); i++) {
        Case one = cases.get(i);
        JsonNode answer = answers.path(i);
        agreement.count(
            kind,
            answer.isArray() && one.holds.test(answer),
            one.operation + " was answered by " + answer);
      }
    }
  }

  private Case signature() {
    String text = texts.request();
    String ours = Rsa.sign(text, privateKey);
    return new Case(
        List.of("signature", text, ours),
        answer ->
            answer.path(0).asText().equals(ours)
                && answer.path(1).asBoolean()
                && !answer.path(2).asBoolean(true)
                && Rsa.verify(text, answer.path(0).asText(), publicKey));
  }

  private Case oaep() {
    String text = texts.any(60);
    return new Case(
        List.of("oaep", text, Rsa.encrypt(text, publicKey)),
        answer ->
            Rsa.decrypt(answer.path(0).asText(), privateKey).equals(text)
                && answer.path(1).asText().equals(text));
  }

  private Case gcm() {
    String text = texts.any(120);
    String key = texts.plain(32);
    String iv = texts.plain(12);
    String aad = texts.any(12);
    String ours = AesGcm.encrypt(text, key, iv, aad);
    return new Case(
        List.of("gcm", text, ours, key, iv, aad),
        answer ->
            answer.path(0).asText().equals(ours)
                && AesGcm.decrypt(answer.path(0).asText(), key, iv, aad).equals(text)
                && answer.path(1).asText().equals(text));
  }

  private Case ecb() {
    String text = texts.any(120) + "x";
    String key = texts.plain(32);
    String ours = AesEcb.encrypt(text, key);
    return new Case(
        List.of("ecb", text, ours, key),
        answer ->
            answer.path(0).asText().equals(ours)
                && AesEcb.decrypt(answer.path(0).asText(), key).equals(text)
                && answer.path(1).asText().equals(text));
  }

  private Case cbc() {
    String text = texts.any(120);
    String key = texts.plain(16);
    String iv = texts.plain(16);
    String ours = AesCbc.encrypt(text, key, iv);
    return new Case(
        List.of("cbc", text, ours, key, iv),
        answer ->
            answer.path(0).asText().equals(ours)
                && AesCbc.decrypt(answer.path(0).asText(), key, iv).equals(text)
                && answer.path(1).asText().equals(text));
  }

  private Case formats() {
    String uri = "/v3/" + texts.plain(8) + "?a=" + texts.line(10);
    String timestamp = texts.timestamp();
    String nonce = texts.plain(32);
    String body = texts.any(200);
    String signature = texts.plain(344);
    String serial = texts.plain(40);
    return new Case(
        List.of("texts", "POST", uri, timestamp, nonce, body, Fixtures.MCHID, signature, serial),
        answer ->
            answer.path(0).asText().equals(Formatter.request("POST", uri, timestamp, nonce, body))
                && answer.path(1).asText().equals(Formatter.response(timestamp, nonce, body))
                && answer
                    .path(2)
                    .asText()
                    .equals(
                        Formatter.authorization(
                            Fixtures.MCHID, nonce, signature, timestamp, serial)));
  }

  private Case sign() {
    Map<String, String> fields = texts.fields(20);
    String key = texts.plain(32);
    return new Case(
        List.of("sign", fields, key),
        answer ->
            answer.path(0).asText().equals(Hash.sign(Hash.ALGO_MD5, fields, key))
                && answer.path(1).asText().equals(Hash.sign(Hash.ALGO_HMAC_SHA256, fields, key)));
  }

  private Case xml() {
    Map<String, String> fields = texts.fields(12);
    String ours = Transformer.toXml(fields);
    return new Case(
        List.of("xml", fields, ours),
        answer ->
            answer.path(0).asText().equals(ours)
                && JSON.<JsonNode>valueToTree(Transformer.toObject(answer.path(0).asText()))
                    .equals(answer.path(1)));
  }

  private Case notification() throws JsonProcessingException {
    String text = texts.any(80);
    String plain = JSON.writeValueAsString(Map.of("text", text));
    String timestamp = Long.toString(Fixtures.NOW);
    String nonce = texts.plain(32);
    String iv = texts.plain(12);
    String body =
        JSON.writeValueAsString(
            Map.of(
                "id",
                "EV-2",
                "resource",
                Map.of(
                    "algorithm",
                    "AEAD_AES_256_GCM",
                    "ciphertext",
                    AesGcm.encrypt(plain, KEY, iv, "transaction"),
                    "associated_data",
                    "transaction",
                    "nonce",
                    iv)));
    String signature = Rsa.sign(Formatter.response(timestamp, nonce, body), privateKey);
    return new Case(
        List.of(
            "notification",
            plain,
            KEY,
            iv,
            "transaction",
            timestamp,
            nonce,
            Map.of("body", body, "signature", signature)),
        answer ->
            answer.path(2).asBoolean()
                && answer.path(3).asText().equals(plain)
                && read(answer, timestamp, nonce).equals("EV-1 " + text));
  }

  private String read(JsonNode answer, String timestamp, String nonce) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("wechatpay-serial", ID);
    headers.put("wechatpay-timestamp", timestamp);
    headers.put("wechatpay-nonce", nonce);
    headers.put("wechatpay-signature", answer.path(1).asText());
    byte[] body = answer.path(0).asText().getBytes(StandardCharsets.UTF_8);
    var notification = notifications.parse(headers, body);
    return notification.id() + " " + notification.get("text");
  }
}
