package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notifications of both protocols. The first byte chooses what the rest is: a forged message, of
 * which nothing may be accepted, or the content of a genuine one, which is read as JSON or XML or
 * refused with the documented exception.
 */
public final class NotificationTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(NotificationTarget.class, "notification");

  /** Refuses the certificate download that an unknown serial number causes. */
  private static final FakeHttpClient HTTP = FakeHttpClient.answering(Reply.bare(404, ""));

  private static final Notifications READER =
      Clients.builder()
          .apiV3Key(Fixtures.API_V3_KEY)
          .secret(Fixtures.SECRET)
          .httpClient(HTTP)
          .build()
          .notifications();

  private static final List<String> SIGNED =
      List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Wechatpay-Timestamp");

  private static final String IV = "0123456789ab";
  private static final byte[] BODY = envelope("{\"mchid\":\"1900000109\",\"out_trade_no\":\"a\"}");
  private static final Reply GENUINE = Reply.signed(200, BODY);

  private NotificationTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String all = new String(input, StandardCharsets.ISO_8859_1);
    if (input.length == 0 || all.contains(Fixtures.SECRET) || all.contains(Fixtures.API_V3_KEY)) {
      return; // Jazzer sees what is compared, and puts the keys into inputs, which messages show
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    String text = new String(rest, StandardCharsets.UTF_8);
    switch (input[0] % 8) {
      case 0: // the body of another sender
        require(parse(GENUINE.headers(), rest).isEmpty(), "a forged body was accepted");
        break;
      case 1: // other headers around a genuine body
        requireHeaders(rest);
        break;
      case 2: // anything that the platform signed
        parse(Reply.signed(200, rest).headers(), rest);
        break;
      case 3: // anything that the platform encrypted and signed
        requireResource(text);
        break;
      case 4: // fields that the platform signed
        requireFields(text);
        break;
      case 5: // a refund that the platform encrypted
        parse(Map.of(), refund(text));
        break;
      case 6: // XML of another sender
        byte[] xml = ("<xml>" + text + "</xml>").getBytes(StandardCharsets.UTF_8);
        require(parse(Map.of(), xml).isEmpty(), "forged XML was accepted");
        break;
      default: // JSON or XML without a signature
        require(parse(Map.of(), rest).isEmpty(), "an unsigned message was accepted");
        break;
    }
  }

  private static Optional<Notification> parse(Map<String, ?> headers, byte[] body) {
    Optional<Notification> parsed = read(headers, body);
    for (Sent sent : HTTP.sent()) {
      requireEqual(sent.target(), "/v3/certificates", "the only request that is sent");
    }
    HTTP.sent().clear();
    return parsed;
  }

  private static Optional<Notification> read(Map<String, ?> headers, byte[] body) {
    return documented(
        () -> {
          try {
            return READER.parse(headers, body);
          } catch (WxpayException e) {
            require(!String.valueOf(e.getMessage()).contains(Fixtures.SECRET), "no key in a text");
            require(
                !String.valueOf(e.getMessage()).contains(Fixtures.API_V3_KEY), "no key in a text");
            throw e;
          }
        },
        VerificationException.class,
        MalformedException.class);
  }

  private static void requireHeaders(byte[] rest) {
    Map<String, List<String>> headers = new HashMap<>(GENUINE.headers());
    List<byte[]> parts = Property.parts(rest, 4);
    for (int i = 0; i < parts.size(); i++) {
      String value = new String(parts.get(i), StandardCharsets.ISO_8859_1);
      if (!value.isEmpty()) {
        headers.put(SIGNED.get(i), List.of(value.split("\n", -1)));
      }
    }
    if (parse(headers, BODY).isPresent()) {
      requireEqual(headers.get("Wechatpay-Nonce"), List.of(Fixtures.NONCE), "the signed nonce");
      requireEqual(headers.get("Wechatpay-Timestamp"), List.of("" + Fixtures.NOW), "the time");
    }
  }

  private static void requireResource(String text) {
    byte[] body = envelope(text);
    parse(Reply.signed(200, body).headers(), body)
        .ifPresent(
            notification ->
                requireEqual(
                    notification.data(),
                    Json.read(text.getBytes(StandardCharsets.UTF_8)),
                    "the decrypted resource"));
  }

  private static void requireFields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("return_code", "SUCCESS");
    fields.put("attach", text.replace("\r\n", "\n").replace('\r', '\n'));
    fields.put("sign", Hash.sign(Hash.ALGO_MD5, fields, Fixtures.SECRET));
    StringBuilder xml = new StringBuilder("<xml>");
    fields.forEach(
        (name, value) ->
            xml.append('<')
                .append(name)
                .append("><![CDATA[")
                .append(value.replace("]]>", "]]]]><![CDATA[>"))
                .append("]]></")
                .append(name)
                .append('>'));
    byte[] body = xml.append("</xml>").toString().getBytes(StandardCharsets.UTF_8);
    parse(Map.of(), body)
        .ifPresent(
            notification ->
                requireEqual(
                    notification.data().path("attach").asText(), fields.get("attach"), "attach"));
  }

  private static byte[] refund(String text) {
    String info = AesEcb.encrypt(text, Hash.md5(Fixtures.SECRET));
    return ("<xml><return_code>SUCCESS</return_code><appid>wx8888888888888888</appid><mch_id>"
            + Fixtures.MCHID
            + "</mch_id><nonce_str>n</nonce_str><req_info>"
            + info
            + "</req_info></xml>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] envelope(String plain) {
    String ciphertext = AesGcm.encrypt(plain, Fixtures.API_V3_KEY, IV, "transaction");
    return ("{\"id\":\"1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{\"algorithm\":"
            + "\"AEAD_AES_256_GCM\",\"ciphertext\":\""
            + ciphertext
            + "\",\"associated_data\":\"transaction\",\"nonce\":\""
            + IV
            + "\"}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
