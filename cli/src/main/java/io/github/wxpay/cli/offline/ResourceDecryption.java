package io.github.wxpay.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.CryptoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts resources of notifications and certificates, and names the cause if that fails. A cause
 * is found out by decrypting without the check of the tag; such text is never shown.
 */
public final class ResourceDecryption {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final String SM4 = "AEAD_SM4_GCM";
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String apiV3Key;
  private final String secret;

  /** Creates a decryption with the keys of a configuration, each of which may be empty. */
  public ResourceDecryption(String apiV3Key, String secret) {
    this.apiV3Key = apiV3Key;
    this.secret = secret;
  }

  /**
   * Returns the plaintext of a resource of APIv3.
   *
   * @param resource the object with {@code ciphertext}, {@code nonce} and {@code associated_data}
   * @throws IllegalArgumentException if there is no key of 32 bytes
   * @throws CryptoException if it cannot be decrypted; the message names the cause
   */
  public String resource(JsonNode resource) {
    requireKey("apiV3Key", "APIv3", apiV3Key);
    String ciphertext = resource.path("ciphertext").asText();
    String nonce = resource.path("nonce").asText();
    String data = resource.path("associated_data").asText("");
    boolean sm4 = resource.path("algorithm").asText().equals(SM4);
    try {
      return sm4
          ? Sm4Gcm.decrypt(ciphertext, apiV3Key, nonce, data)
          : AesGcm.decrypt(ciphertext, apiV3Key, nonce, data);
    } catch (CryptoException e) {
      throw new CryptoException(
          "The resource cannot be decrypted: " + cause(ciphertext, nonce, data, sm4, resource));
    }
  }

  private static void requireKey(String name, String of, String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length != KEY_BYTES) {
      throw new IllegalArgumentException(
          (length == 0
                  ? "There is no " + of + " key."
                  : "The " + of + " key has " + length + " bytes, and must have 32.")
              + " Pass `-c "
              + name
              + "=@FILE` with the key of the merchant platform (API security).");
    }
  }

  private String cause(
      String ciphertext, String nonce, String data, boolean sm4, JsonNode resource) {
    byte[] boxed;
    try {
      boxed = Base64.getDecoder().decode(ciphertext);
    } catch (IllegalArgumentException e) {
      return notBase64("ciphertext", ciphertext);
    }
    if (boxed.length <= TAG_BYTES) {
      return "`ciphertext` has " + boxed.length + " bytes, and the tag alone has 16. It was cut.";
    }
    if (nonce.getBytes(StandardCharsets.UTF_8).length != NONCE_BYTES) {
      return "`nonce` has "
          + nonce.getBytes(StandardCharsets.UTF_8).length
          + " bytes, and must have 12. It was changed, or belongs to another message.";
    }
    if (!resource.path("algorithm").asText("AEAD_AES_256_GCM").contains("GCM")) {
      return "`algorithm` is neither AEAD_AES_256_GCM nor AEAD_SM4_GCM.";
    }
    if (sm4) {
      return "the tag does not match: apiV3Key is another one, or ciphertext, nonce or"
          + " associated_data was changed.";
    }
    if (opens(ciphertext, secret, nonce, data)) {
      return "it was encrypted with the key in the entry `secret`: the APIv2 and the APIv3 key are"
          + " swapped.";
    }
    return unchecked(boxed, nonce)
        .map(plain -> rightKey(ciphertext, nonce, data, plain, resource))
        .orElse(
            "the tag does not match. apiV3Key is not the key with which it was encrypted (copy it"
                + " from the merchant platform, API security; after a change, older messages keep"
                + " the older key), or `nonce` belongs to another message.");
  }

  static String notBase64(String name, String text) {
    return "`"
        + name
        + "` is not base64"
        + (text.contains(" ")
            ? ": it has spaces instead of +, as after a URL decoding."
            : text.contains("-") || text.contains("_")
                ? ": it has - or _, as in the alphabet of URLs."
                : "; it was cut or changed.");
  }

  private static boolean opens(String ciphertext, String key, String nonce, String data) {
    try {
      return key.getBytes(StandardCharsets.UTF_8).length == KEY_BYTES
          && AesGcm.decrypt(ciphertext, key, nonce, data) != null;
    } catch (CryptoException e) {
      return false;
    }
  }

  /** Returns what is wrong although the key fits, as the text without its tag shows. */
  private String rightKey(
      String ciphertext, String nonce, String data, byte[] plain, JsonNode resource) {
    Set<String> others = new LinkedHashSet<>();
    others.add("");
    others.add("certificate");
    others.add(resource.path("original_type").asText("transaction"));
    for (String name : new String[] {"transaction", "refund", "nonce", "null", data.strip()}) {
      others.add(name);
    }
    for (String other : others) {
      if (opens(ciphertext, apiV3Key, nonce, other)) {
        return "the key and the nonce are right, but associated_data must be "
            + (other.isEmpty() ? "empty" : "'" + other + "'")
            + " and is "
            + (data.isEmpty() ? "empty." : "another text.");
      }
    }
    Optional<Integer> damaged = damaged(plain);
    return damaged.isPresent()
        ? "the key and the nonce are right, but the ciphertext was changed or cut near byte "
            + damaged.get()
            + " of "
            + plain.length
            + "."
        : "the key and the nonce are right, but associated_data is not that of the message, or the"
            + " last 16 bytes were changed.";
  }

  /** Returns the position of the first byte that is not text; empty if all of it is JSON or PEM. */
  private static Optional<Integer> damaged(byte[] plain) {
    String text = new String(plain, StandardCharsets.UTF_8);
    int at = 0;
    while (at < text.length()
        && text.charAt(at) != '\ufffd'
        && !CONTROL.matcher(text.substring(at, at + 1)).matches()) {
      at++;
    }
    if (at < text.length()) {
      return Optional.of(text.substring(0, at).getBytes(StandardCharsets.UTF_8).length);
    }
    boolean complete = text.strip().endsWith("-----") || text.strip().startsWith("<");
    try {
      complete |= JSON.readTree(text).isContainerNode();
    } catch (IOException e) {
      // It is cut or changed, unless it is not JSON at all.
    }
    return complete ? Optional.empty() : Optional.of(plain.length);
  }

  /** Returns the text without a check, if its start is that of JSON, XML or PEM. */
  private Optional<byte[]> unchecked(byte[] boxed, String nonce) {
    try {
      byte[] counter =
          ByteBuffer.allocate(16).put(nonce.getBytes(StandardCharsets.UTF_8)).putInt(2).array();
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.UTF_8), "AES"),
          new IvParameterSpec(counter));
      byte[] plain = cipher.doFinal(boxed, 0, boxed.length - TAG_BYTES);
      return startsAsText(plain) ? Optional.of(plain) : Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static boolean startsAsText(byte[] plain) {
    int count = Math.min(plain.length, 8);
    byte[] start = Arrays.copyOf(plain, count);
    try {
      String text =
          StandardCharsets.US_ASCII.newDecoder().decode(ByteBuffer.wrap(start)).toString();
      return count >= 2
          && (text.startsWith("{\"") || text.startsWith("<") || text.startsWith("-----"));
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Returns the plaintext of {@code req_info} of a refund notification of APIv2.
   *
   * @throws IllegalArgumentException if there is no key of 32 bytes
   * @throws CryptoException if it cannot be decrypted; the message names the cause
   */
  public String refund(String info) {
    requireKey("secret", "APIv2", secret);
    String plain = info.replaceAll("\\s*\\R\\s*", "").strip();
    try {
      String text = AesEcb.decrypt(plain, Hash.md5(secret));
      // ECB has no tag: one wrong key of 256 yields bytes whose padding is right by chance.
      if (startsAsText(text.getBytes(StandardCharsets.UTF_8)) && text.indexOf('\ufffd') < 0) {
        return text;
      }
    } catch (CryptoException e) {
      // Reported below, with the cause.
    }
    throw new CryptoException("`req_info` cannot be decrypted: " + cause(plain));
  }

  private String cause(String info) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(info);
    } catch (IllegalArgumentException e) {
      return notBase64("req_info", info);
    }
    if (bytes.length == 0 || bytes.length % 16 != 0) {
      return "it has " + bytes.length + " bytes, which is not a multiple of 16. It was cut.";
    }
    if (startsWithTag(bytes, secret)) {
      return "the key is right, but the text was changed or cut.";
    }
    if (!apiV3Key.isEmpty() && startsWithTag(bytes, apiV3Key)) {
      return "it was encrypted with the key in the entry `apiV3Key`: the APIv2 and the APIv3 key"
          + " are swapped.";
    }
    return "secret is not the key with which it was encrypted. Copy the APIv2 key from the merchant"
        + " platform (API security).";
  }

  private static boolean startsWithTag(byte[] bytes, String key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(Hash.md5(key).getBytes(StandardCharsets.US_ASCII), "AES"));
      return startsAsText(cipher.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
