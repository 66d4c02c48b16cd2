package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.url.Template;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates the exceptions of responses outside 2xx, for any form of body. */
final class ErrorResponses {
  private static final int SHOWN = 300;

  /** The title of the page that APIv2 sends instead of a TLS error. */
  private static final String NO_CERTIFICATE = "No required SSL certificate was sent";

  private ErrorResponses() {}

  /**
   * Returns the exception of a response outside 2xx.
   *
   * @param unverified why it is not verified; empty if it is
   * @param advice what to do about it, as the end of the message; empty if that is not known
   */
  static StatusException of(Outgoing request, Incoming response, String unverified, String advice) {
    String text = new String(response.bytes(), StandardCharsets.UTF_8);
    JsonNode body = body(response);
    String code = first(body, "code", "err_code", "return_code");
    String reason = first(body, "message", "err_code_des", "return_msg");
    JsonNode detail = body.path("detail");
    StringBuilder message =
        new StringBuilder(request.toString()).append(" was answered ").append(response.status());
    append(message, " ", code, "");
    append(
        message,
        ": ",
        reason.isEmpty() && code.isEmpty() ? hint(response.status(), text) : reason,
        "");
    append(message, " (field ", detail.path("field").asText(""), ")");
    append(message, " (", detail.path("issue").asText(""), ")");
    append(message, " [Request-ID ", response.requestId(), "]");
    append(message, " (response not verified: ", unverified, ")");
    if (response.status() == 404) {
      append(message, ". ", encodedTwice(request), "");
    }
    if (response.status() == 401 && code.equals("SIGN_ERROR")) {
      append(message, ". ", signedPath(request), "");
    }
    message.append(advice);
    return new StatusException(
        message.toString(),
        response.status(),
        code,
        reason,
        detail.isMissingNode() || detail.isNull() ? "" : detail.toString(),
        response.requestId(),
        text,
        unverified.isEmpty(),
        headers(response));
  }

  private static Map<String, List<String>> headers(Incoming response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response.headers().names().forEach(name -> headers.put(name, response.headers().all(name)));
    return headers;
  }

  /** Returns the likely cause of a 404 if a placeholder's value contains a %; empty otherwise. */
  private static String encodedTwice(Outgoing request) {
    Set<String> names =
        Template.of(request.template()).namesWithPercent(request.options().values());
    if (names.isEmpty()) {
      return "";
    }
    String name = Printable.name(names.iterator().next());
    return "The value of the placeholder {"
        + name
        + "} contains a %, so it may have been encoded already. Write {+"
        + name
        + "} for an encoded value";
  }

  /** Returns the likely cause of a wrong signature if the base URL has a path; empty otherwise. */
  private static String signedPath(Outgoing request) {
    String path = request.path().split("\\?", 2)[0];
    String all = request.endpoint().getRawPath();
    int end = all.length() - path.length() - (path.startsWith("/") ? 0 : 1);
    return end <= 0
        ? ""
        : "The path "
            + Printable.of(all.substring(0, end), 128)
            + " of the base URL was sent and signed. If a gateway removes it, set the gateway's URL"
            + " as `gateway`, and the platform's URL as `baseUrl`";
  }

  /** Returns the likely cause of a status whose body is not the platform's JSON or XML. */
  private static String hint(int status, String text) {
    if (status == 407) {
      return "the proxy requires credentials, and nothing reached the platform; "
          + Transport.PROXY_CREDENTIALS;
    }
    if (status >= 300 && status < 400) {
      return "a redirect, which is not followed since the signature is for one target; check"
          + " `baseUrl`";
    }
    boolean html = BodyFormat.isHtml(text);
    if (!html && !text.isBlank()) {
      return "the body is not JSON; it begins: " + text.strip().split("\n", 2)[0];
    }
    String format = html ? BodyFormat.of(text) : "no body";
    if (format.contains(NO_CERTIFICATE)) {
      return format
          + "; the endpoint requires the merchant's certificate: set merchantCertificate(…) and"
          + " call it with security(true)";
    }
    if (status == 401 && text.isEmpty()) {
      return "no body: a proxy or gateway sent it, or the JDK hides the body because the HttpClient"
          + " has an Authenticator; check mchid, serial, privateKey and clock, and build the"
          + " HttpClient without an Authenticator to see the reason";
    }
    return format
        + (status >= 500
            ? ", so a gateway or proxy probably sent it"
            : status == 404
                ? ", so the host does not have this path; check the path and `baseUrl`"
                : ", so a proxy or gateway probably sent it; check `baseUrl`");
  }

  private static JsonNode body(Incoming response) {
    try {
      String text = new String(response.bytes(), StandardCharsets.UTF_8);
      return BodyFormat.isXml(text) && !BodyFormat.isHtml(text)
          ? Json.node(Transformer.toMessage(text))
          : Json.readOrText(response.bytes());
    } catch (MalformedException e) {
      return MissingNode.getInstance();
    }
  }

  private static String first(JsonNode body, String... names) {
    for (String name : names) {
      if (body.path(name).isValueNode()) {
        return body.path(name).asText("");
      }
    }
    return "";
  }

  private static void append(StringBuilder out, String before, String text, String after) {
    if (!text.isEmpty()) {
      out.append(before).append(Printable.of(text, SHOWN)).append(after);
    }
  }
}
