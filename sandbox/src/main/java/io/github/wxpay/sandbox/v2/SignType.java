package io.github.wxpay.sandbox.v2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The types of signs of fields with the APIv2 key. */
enum SignType {
  /** The MD5 of the text followed by the key; the default. */
  MD5("MD5"),
  /** The HMAC, with the key, of the text followed by the key. */
  HMAC_SHA256("HMAC-SHA256");

  private final String wireName;

  SignType(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  SignType other() {
    return this == MD5 ? HMAC_SHA256 : MD5;
  }

  /** Returns the type with a name: the default for an absent one, null for an unknown one. */
  static @Nullable SignType of(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return MD5;
    }
    for (SignType type : values()) {
      if (type.wireName.equals(name)) {
        return type;
      }
    }
    return null;
  }

  /**
   * Returns the signed text without the key: sorted fields, without {@code sign} and empty values.
   */
  static String canonical(Map<String, String> fields) {
    StringJoiner text = new StringJoiner("&");
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && !name.equals("sign")) {
                text.add(name + "=" + value);
              }
            });
    return text.toString();
  }

  String sign(Map<String, String> fields, String key) {
    return digest(canonical(fields) + "&key=" + key, key);
  }

  String digest(String text, String key) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (this == MD5) {
        return hex(MessageDigest.getInstance("MD5").digest(bytes));
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return hex(mac.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + wireName, e);
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString().toUpperCase(Locale.ROOT);
  }
}
