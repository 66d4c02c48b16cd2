package io.github.wxpay.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a message of APIv2, and the text of them that is signed. */
public final class FieldsToSign {
  private final Map<String, String> fields;

  private FieldsToSign(Map<String, String> fields) {
    this.fields = fields;
  }

  /**
   * Reads fields from a flat JSON object or XML.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static FieldsToSign of(byte[] body) {
    Map<String, String> fields = new LinkedHashMap<>();
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      if (FieldsVerification.isXml(body)) {
        Map<String, Object> read = Transformer.toObject(text);
        if (read != null) {
          read.forEach((name, value) -> fields.put(name, value == null ? "" : value.toString()));
        }
      } else {
        for (Map.Entry<String, JsonNode> field : new ObjectMapper().readTree(text).properties()) {
          JsonNode value = field.getValue();
          if (!value.isNull()) {
            fields.put(field.getKey(), value.isTextual() ? value.asText() : value.toString());
          }
        }
      }
    } catch (IOException | MalformedException e) {
      // Reported below, without the parser's message, which may show a part of the content.
    }
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "The file of `--body` has no fields. With `--v2` it is a flat JSON object or XML.");
    }
    return new FieldsToSign(fields);
  }

  /** Returns the sorted text without the key, which is appended as {@code &key=} before signing. */
  public String text() {
    return Formatter.queryStringLike(Formatter.ksort(fields));
  }

  /** Returns the given sign type, that of the fields, or MD5. */
  public String type(String given) {
    return given.isEmpty() ? fields.getOrDefault("sign_type", Hash.ALGO_MD5) : given;
  }

  /** Returns the sign. */
  public String sign(String type, String secret) {
    return Hash.sign(type, fields, secret);
  }

  /** Returns whether a sign is that of the fields, and otherwise why not. */
  public Verdict check(String sign, String type, String secret, String apiV3Key) {
    Map<String, String> signed = new LinkedHashMap<>(fields);
    signed.put("sign", sign);
    return new FieldsVerification(signed, secret, type).sign(apiV3Key);
  }
}
