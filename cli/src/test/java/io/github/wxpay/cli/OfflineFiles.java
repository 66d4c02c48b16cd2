package io.github.wxpay.cli;

import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Messages in files, signed and encrypted with the keys of the fixtures without the library. */
final class OfflineFiles {
  static final String PLAIN =
      "{\"mchid\":\"1900000109\",\"out_trade_no\":\"order-1\",\"payer\":\"张三\"}";
  static final String RESPONSE = "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=1\",\"b\":\"中文\"}";

  private final Path folder;

  OfflineFiles(Path folder) {
    this.folder = folder;
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  String write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  String write(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the headers of a body that the platform signed at the fixtures' time. */
  static Map<String, List<String>> headers(String body) {
    return headers(Reply.signed(body));
  }

  static Map<String, List<String>> headers(Reply reply) {
    return new TreeMap<>(reply.headers());
  }

  /** Returns headers as lines with line feeds. */
  static String lines(Map<String, List<String>> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach(
        (name, values) ->
            values.forEach(value -> lines.append(name).append(": ").append(value).append('\n')));
    return lines.toString();
  }

  /** Returns a notification whose resource is encrypted with a key. */
  static String notification(String apiV3Key) {
    return notification(apiV3Key, "transaction");
  }

  static String notification(String apiV3Key, String associatedData) {
    return "{\"id\":\"b8f1e5b2\",\"create_time\":\"2023-11-15T06:13:20+08:00\","
        + "\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\","
        + "\"summary\":\"支付成功\",\"resource\":"
        + resource(apiV3Key, PLAIN, associatedData)
        + "}";
  }

  static String resource(String apiV3Key, String plain, String associatedData) {
    return "{\"original_type\":\"transaction\",\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\""
        + gcm(apiV3Key, plain, associatedData)
        + "\",\"associated_data\":\""
        + associatedData
        + "\",\"nonce\":\"0123456789ab\"}";
  }

  static String gcm(String key, String plain, String associatedData) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(128, "0123456789ab".getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the file of a complete configuration. */
  String configuration() {
    return write(
        "wxpay.json",
        "{\"mchid\":\"1900000109\",\"serial\":\""
            + Fixtures.SERIAL
            + "\",\"privateKey\":\""
            + json(fixture("apiclient_key.pem"))
            + "\",\"apiV3Key\":\""
            + Fixtures.API_V3_KEY
            + "\",\"secret\":\""
            + Fixtures.SECRET
            + "\",\"certs\":{\""
            + Fixtures.PLATFORM_SERIAL
            + "\":\""
            + json(fixture("platform_cert.pem"))
            + "\"}}");
  }

  /** Returns the path of a copy of a fixture. */
  String fixture(String name) {
    return write(name, Fixtures.bytes(name));
  }

  private static String json(String path) {
    return path.replace("\\", "\\\\");
  }
}
