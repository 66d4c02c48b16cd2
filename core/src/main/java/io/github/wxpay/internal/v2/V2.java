package io.github.wxpay.internal.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Json;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** APIv2: fields become signed XML, or a signed query; the answer's codes and sign are checked. */
public final class V2 {
  private static final String SUCCESS = "SUCCESS";
  private static final String DEFAULT_BASE = "https://api.mch.weixin.qq.com/";
  private static final String NOT_SUCCESS = "EV2_RES_STATUS_CODE_NOT_SUCESS";
  private static final String NOT_MATCHED = "EV2_RES_RESULT_CODE_NOT_MATCHED";
  private static final Headers DEFAULTS =
      Headers.of(
          Map.of(
              "Accept",
              "text/xml, text/plain, application/json, application/x-gzip",
              "Content-Type",
              "text/xml; charset=utf-8"));

  private final V2Signer signer;

  /** The protocol for one merchant; the secret is looked at when it is needed. */
  public V2(String mchid, String secret, String signType, Supplier<String> nonce) {
    this.signer = new V2Signer(mchid, secret, signType, nonce);
  }

  /** The request as it goes out, with a nonce and a sign of its own. */
  public CompletableFuture<HttpRequest> seal(Outgoing request) {
    Map<String, String> fields = signer.signed(request);
    HttpRequest.Builder builder = HttpRequest.newBuilder();
    if (request.method().equals("GET")) {
      builder.uri(URI.create(request.endpoint() + "?" + form(fields))).GET();
    } else {
      byte[] xml = Transformer.toXml(fields).getBytes(StandardCharsets.UTF_8);
      builder.uri(request.uri()).method(request.method(), BodyPublishers.ofByteArray(xml));
    }
    DEFAULTS.with(request.headers()).forEach(builder::header);
    request.options().timeout().ifPresent(builder::timeout);
    return CompletableFuture.completedFuture(builder.build());
  }

  /** The signed URL of a page that a browser is to be sent to. */
  public String url(Outgoing request) {
    String endpoint = request.endpoint().toString();
    String host = Quirks.host(request.template());
    String base =
        !host.isEmpty() && endpoint.startsWith(DEFAULT_BASE)
            ? host + endpoint.substring(DEFAULT_BASE.length() - 1)
            : endpoint;
    String fragment = Quirks.redirect(request.template()) ? "#wechat_redirect" : "";
    return base + "?" + form(signer.signed(request)) + fragment;
  }

  /**
   * The answer once its codes say success and its sign is right; files, and what the platform does
   * not sign, without the sign.
   */
  public Incoming open(Outgoing request, Incoming answer) {
    String path = request.template();
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    if (Quirks.json(path)) {
      retcode(request, text);
      return answer;
    }
    String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (Quirks.file(path) && !start.stripLeading().startsWith("<xml")) {
      return answer;
    }
    Map<String, Object> fields = Transformer.toMessage(text);
    if (fields == null) {
      throw new MalformedException(
          request
              + " was answered "
              + answer.status()
              + " with no XML, but: "
              + (text.isBlank() ? "nothing" : shown(text))
              + ". What it did is unknown: query the state.");
    }
    boolean unsigned = Quirks.unsigned(path);
    if (fields.containsKey("#text")) {
      throw unproved(request, answer, "has text in the place of fields, and no sign");
    }
    String problem = unsigned ? "comes without a sign" : problem(request, fields);
    success(request, fields, !unsigned && problem.isEmpty());
    if (!unsigned && !problem.isEmpty()) {
      throw unproved(request, answer, problem);
    }
    return answer;
  }

  /** The fields of an opened answer as a node; JSON and files by what they are. */
  public static JsonNode data(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.stripLeading().startsWith("<")) {
      Map<String, Object> fields = Transformer.toObject(text);
      return Json.node(fields);
    }
    return Json.readOrText(body);
  }

  /** What speaks against the sign of an answer; empty when nothing does. */
  private String problem(Outgoing request, Map<String, Object> fields) {
    Object sign = fields.get("sign");
    if (!(sign instanceof String) || ((String) sign).isEmpty()) {
      return "has no sign";
    }
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      if (!(field.getValue() instanceof String)) {
        return "has a nested field '" + field.getKey() + "', which no sign covers";
      }
    }
    boolean hmac = ((String) sign).length() == 64;
    if (!hmac && signer.type(request).equals(Hash.ALGO_HMAC_SHA256)) {
      return "is signed with MD5, weaker than the HMAC-SHA256 of the request";
    }
    String own = signer.sign(hmac ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5, fields);
    return Hash.equals(own, (String) sign)
        ? ""
        : "has a sign that its fields do not have under this APIv2 key";
  }

  private static void success(Outgoing request, Map<String, Object> fields, boolean verified) {
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
                + first(texts, "return_msg", "retmsg");
    throw new ResultException(
        request
            + " was answered with "
            + shown(reason)
            + (verified ? "" : " (unsigned, as such answers are: query before you act upon it)"),
        NOT_SUCCESS,
        verified,
        texts);
  }

  private static void retcode(Outgoing request, String text) {
    JsonNode data = Json.readOrText(text.getBytes(StandardCharsets.UTF_8));
    if (!data.isObject()) {
      throw new MalformedException(
          request + " was answered with no JSON object, but: " + shown(text));
    }
    JsonNode retcode = data.path("retcode");
    if (!retcode.isNumber() || retcode.decimalValue().signum() != 0) {
      Map<String, String> fields = new LinkedHashMap<>();
      data.properties().forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
      throw new ResultException(
          request + " was answered with retcode " + retcode + ": " + shown(first(fields, "retmsg")),
          NOT_MATCHED,
          false,
          fields);
    }
  }

  private static VerificationException unproved(Outgoing request, Incoming answer, String problem) {
    return new VerificationException(
        Reason.BAD_DIGEST,
        "The answer to "
            + request
            + " "
            + problem
            + ". Nothing of it can be believed, and what the request did is unknown: query the state.",
        answer.status(),
        answer.requestId());
  }

  private static String form(Map<String, String> fields) {
    StringJoiner out = new StringJoiner("&");
    fields.forEach((name, value) -> out.add(encoded(name) + "=" + encoded(value)));
    return out.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
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

  private static String shown(String text) {
    String plain = text.strip().replaceAll("\\p{Cntrl}", " ");
    return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
  }
}
