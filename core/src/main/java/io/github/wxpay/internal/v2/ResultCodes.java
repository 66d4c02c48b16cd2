package io.github.wxpay.internal.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the codes of a response of APIv2: return_code and result_code in XML, retcode in JSON. */
final class ResultCodes {
  private static final String SUCCESS = "SUCCESS";
  private static final String NOT_SUCCESS = "EV2_RES_STATUS_CODE_NOT_SUCESS";
  private static final String NOT_MATCHED = "EV2_RES_RESULT_CODE_NOT_MATCHED";

  private ResultCodes() {}

  static void success(Outgoing request, Map<String, Object> fields, String text, boolean verified) {
    Object result = fields.get("result_code");
    boolean taken = SUCCESS.equals(fields.get("return_code"));
    if (taken && (result == null || SUCCESS.equals(result))) {
      return;
    }
    Map<String, String> texts = texts(fields);
    String reason =
        taken
            ? "result_code "
                + result
                + ": "
                + first(texts, "err_code")
                + " "
                + first(texts, "err_code_des")
            : "return_code "
                + texts.getOrDefault("return_code", "missing")
                + ": "
                + first(texts, "return_msg", "retmsg")
                + page(text);
    throw new ResultException(
        request
            + " was answered with "
            + shown(reason)
            + (verified
                ? ""
                : " (unsigned, as such responses are: query the state before you act on it)"),
        NOT_SUCCESS,
        verified,
        texts);
  }

  static void retcode(Outgoing request, String text) {
    JsonNode data = Json.readOrText(text.getBytes(StandardCharsets.UTF_8));
    if (!data.isObject()) {
      throw new MalformedException(
          request
              + " was answered with a body that is not a JSON object; it is "
              + BodyFormat.withStart(text)
              + ".");
    }
    JsonNode retcode = data.path("retcode");
    if (!retcode.isNumber() || retcode.decimalValue().signum() != 0) {
      Map<String, String> fields = new LinkedHashMap<>();
      data.fieldNames().forEachRemaining(name -> fields.put(name, data.get(name).asText()));
      throw new ResultException(
          request
              + " was answered with retcode "
              + Printable.of(retcode.toString(), 64)
              + ": "
              + shown(first(fields, "retmsg")),
          NOT_MATCHED,
          false,
          fields);
    }
  }

  private static Map<String, String> texts(Map<String, Object> fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  private static String first(Map<String, String> fields, String... names) {
    for (String name : names) {
      @Nullable String value = fields.get(name);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  /** Returns the description of an HTML page that can be read as XML; empty for other bodies. */
  static String page(String text) {
    return BodyFormat.isHtml(text) ? " (it is " + BodyFormat.of(text) + proxy(text) + ")" : "";
  }

  /** Returns the likely sender of an HTML page or an empty body; empty for other bodies. */
  static String proxy(String text) {
    return BodyFormat.isHtml(text) || text.isBlank()
        ? ", so a proxy or gateway probably sent it; check `baseUrl`"
        : "";
  }

  static String shown(String text) {
    return Printable.of(text.strip(), 200);
  }
}
