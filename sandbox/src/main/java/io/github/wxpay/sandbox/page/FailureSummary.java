package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The failure of a call in either protocol, with the message of the response. */
final class FailureSummary {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CDATA = "<![CDATA[";
  private static final Pattern FAILED =
      Pattern.compile("<(?:return|result)_code>(?:<!\\[CDATA\\[)?FAIL");

  private final boolean failed;
  private final String words;

  private FailureSummary(boolean failed, String words) {
    this.failed = failed;
    this.words = words;
  }

  static FailureSummary on(Recorded call) {
    if (call.fault().isPresent()) {
      return new FailureSummary(true, "fault: " + call.fault().get());
    }
    if (call.problem().isPresent()) {
      return new FailureSummary(true, call.problem().get());
    }
    byte[] body = call.answerBody().orElse(new byte[0]);
    return on(call.status(), new String(body, StandardCharsets.UTF_8));
  }

  static FailureSummary on(int status, String body) {
    String words = body.startsWith("<xml>") ? ofXml(body) : ofJson(body, status);
    return new FailureSummary(status >= 400 || !words.isEmpty(), words);
  }

  boolean failed() {
    return failed;
  }

  /** Returns the message of the failure; empty if there is none. */
  String words() {
    return words;
  }

  private static String ofXml(String body) {
    if (!FAILED.matcher(body).find()) {
      return "";
    }
    String code = element(body, "err_code");
    return code.isEmpty()
        ? element(body, "return_msg")
        : code + ": " + element(body, "err_code_des");
  }

  private static String element(String body, String name) {
    String open = "<" + name + ">";
    int from = body.indexOf(open);
    int to = from < 0 ? -1 : body.indexOf("</" + name + ">", from);
    if (to < 0) {
      return "";
    }
    String text = body.substring(from + open.length(), to);
    text = text.startsWith(CDATA) ? text.substring(CDATA.length()) : text;
    return text.endsWith("]]>") ? text.substring(0, text.length() - 3) : text;
  }

  private static String ofJson(String body, int status) {
    if (!body.startsWith("{")) {
      return "";
    }
    try {
      JsonNode json = JSON.readTree(body);
      if (json.path("retcode").asInt() != 0) {
        return json.path("retmsg").asText();
      }
      return status < 400 ? "" : json.path("code").asText() + ": " + json.path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
