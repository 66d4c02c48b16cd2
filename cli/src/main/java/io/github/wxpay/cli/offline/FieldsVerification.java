package io.github.wxpay.cli.offline;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verifies a recorded response or notification of APIv2: its {@code sign}, or {@code req_info}. */
public final class FieldsVerification {
  private static final List<String> MERCHANT = List.of("mch_id", "mchid", "combine_mch_id");
  private static final int KEY_BYTES = 32;

  private final byte[] body;
  private final Map<String, String> fields;
  private final String secret;
  private final String type;

  /**
   * Creates the verification of a body.
   *
   * @param secret the APIv2 key
   * @throws IllegalArgumentException if the body is not a flat XML document, or there is no key
   */
  public FieldsVerification(byte[] body, String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          "The body is XML of APIv2, and there is no APIv2 key. Pass `-c secret=@FILE` or a"
              + " configuration that has it.");
    }
    this.body = body.clone();
    this.fields = fields(body, StandardCharsets.UTF_8);
    this.secret = secret;
    this.type = type(fields);
  }

  /** Returns whether a body is XML, after a byte order mark and white space. */
  public static boolean isXml(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 256), StandardCharsets.UTF_8);
    return start.replace("\ufeff", "").stripLeading().startsWith("<");
  }

  /** Creates the check of a sign that was made for fields. */
  FieldsVerification(Map<String, String> fields, String secret, String type) {
    this.body = new byte[0];
    this.fields = fields;
    this.secret = secret;
    this.type = type;
  }

  private static Map<String, String> fields(byte[] body, Charset charset) {
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      Map<String, Object> read = Transformer.toObject(new String(body, charset));
      if (read != null) {
        read.forEach((name, value) -> fields.put(name, value == null ? "" : value.toString()));
      }
    } catch (MalformedException e) {
      throw new IllegalArgumentException("The body of `--body` is not XML. " + e.getMessage());
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "The body of `--body` has no field. Save the body of the message as it was received.");
    }
    return fields;
  }

  /** Returns the verdicts; {@code mchid} is the configured merchant, or empty. */
  public List<Verdict> verdicts(String mchid, String apiV3Key) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(Verdict.ok("body", body.length + " bytes, XML with " + fields.size() + " fields"));
    int length = secret.getBytes(StandardCharsets.UTF_8).length;
    verdicts.add(
        length == KEY_BYTES
            ? Verdict.ok("key", "secret has " + KEY_BYTES + " bytes")
            : Verdict.failed(
                "key",
                "secret has " + length + " bytes, and an APIv2 key has " + KEY_BYTES + ".",
                "Copy it from the merchant platform (API security)."));
    String named =
        MERCHANT.stream()
            .map(name -> fields.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    if (!mchid.isEmpty() && !named.isEmpty() && !mchid.equals(named)) {
      verdicts.add(
          Verdict.warning(
              "merchant",
              "the message names '" + named + "', and the configuration is that of " + mchid + ".",
              ""));
    }
    verdicts.add(fields.containsKey("req_info") ? refund(named) : sign(apiV3Key));
    return verdicts;
  }

  /** Verifies a refund, which is encrypted with the key instead of being signed. */
  private Verdict refund(String mchid) {
    if (secret.getBytes(StandardCharsets.UTF_8).length != KEY_BYTES) {
      return Verdict.skipped("req_info", "it cannot be decrypted without the key");
    }
    try (Wxpay wxpay =
        Wxpay.builder()
            .mchid(mchid.isEmpty() ? "1900000109" : mchid)
            .secret(secret)
            .httpClient(new RecordedExchange(503, Map.of(), new byte[0]))
            .build()) {
      var unused = wxpay.notifications().parse(Map.of(), body);
      return Verdict.ok("req_info", "decrypted with secret, so an owner of the key encrypted it");
    } catch (WxpayException e) {
      String reason =
          e instanceof VerificationException ? ((VerificationException) e).reason() + ": " : "";
      return Verdict.failed("req_info", reason + e.getMessage(), "");
    }
  }

  /** Returns whether the sign among the fields is valid, and otherwise why not. */
  Verdict sign(String apiV3Key) {
    String sign = fields.getOrDefault("sign", "");
    if (sign.isEmpty()) {
      return Verdict.failed(
          "sign",
          "BAD_DIGEST: the message has no sign.",
          "An error of return_code FAIL has none; otherwise it was removed or is not complete.");
    }
    if (Hash.equals(Hash.sign(type, fields, secret), sign)) {
      return Verdict.ok("sign", "valid, " + type);
    }
    return Verdict.failed(
        "sign",
        "BAD_DIGEST: the sign is not the " + type + " of these fields with secret.",
        cause(sign, apiV3Key)
            .orElse(
                "Either a field was changed, or secret is not the key of this merchant. Compare it"
                    + " with the merchant platform."));
  }

  private static String type(Map<String, String> fields) {
    String named = fields.getOrDefault("sign_type", "");
    boolean hmac =
        named.equals(Hash.ALGO_HMAC_SHA256)
            || (named.isEmpty() && fields.getOrDefault("sign", "").length() == 64);
    return hmac ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5;
  }

  /** Returns the mistake after which the sign would be valid; empty if none is found. */
  private Optional<String> cause(String sign, String apiV3Key) {
    String other = type.equals(Hash.ALGO_MD5) ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5;
    if (sign.length() != (type.equals(Hash.ALGO_MD5) ? 32 : 64)) {
      return isSign(other, fields, secret, sign)
          ? Optional.of(
              "It is the " + other + " of these fields; sign_type names another algorithm.")
          : Optional.of(
              "It has " + sign.length() + " characters; it was cut or is of another kind.");
    }
    if (isSign(type, fields, secret, sign.toUpperCase(Locale.ROOT))) {
      return Optional.of("It is in lower case; the platform writes upper case.");
    }
    if (isSign(type, fields, secret.strip(), sign)) {
      return Optional.of("secret has white space around the key; remove it.");
    }
    if (!apiV3Key.isEmpty() && isSign(type, fields, apiV3Key, sign)) {
      return Optional.of("It was made with apiV3Key: the entries secret and apiV3Key are swapped.");
    }
    if (sign.equals(digest(textWithEmpty()))) {
      return Optional.of("It was made with the empty fields, which are not signed.");
    }
    for (String name : List.of("GBK", "ISO-8859-1")) {
      try {
        if (body.length > 0 && isSign(type, fields(body, Charset.forName(name)), secret, sign)) {
          return Optional.of("The body is " + name + ", but UTF-8 is signed.");
        }
      } catch (IllegalArgumentException e) {
        // The body is not XML in this charset, or this Java does not have it.
      }
    }
    return Optional.empty();
  }

  private static boolean isSign(String type, Map<String, String> fields, String key, String sign) {
    return Hash.equals(Hash.sign(type, fields, key), sign);
  }

  /** Returns the text to sign, with the empty fields. */
  private String textWithEmpty() {
    return Formatter.ksort(fields).entrySet().stream()
            .filter(field -> !field.getKey().equals("sign"))
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("&"))
        + "&key="
        + secret;
  }

  private String digest(String text) {
    String digest = type.equals(Hash.ALGO_MD5) ? Hash.md5(text) : Hash.hmac(text, secret);
    return digest.toUpperCase(Locale.ROOT);
  }
}
