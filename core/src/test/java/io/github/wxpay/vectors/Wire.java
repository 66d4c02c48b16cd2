package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/**
 * Sends the recorded requests, and judges what arrived: its target and bytes against the record,
 * its signature by the receiver's own reckoning.
 */
final class Wire implements AutoCloseable {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final List<String> OF_THE_CONNECTION =
      List.of(
          "user-agent",
          "content-length",
          "accept-encoding",
          "host",
          "connection",
          "transfer-encoding");

  private final PrivateKey platform = Rsa.privateKey(RecordedCases.text("platform_key.pem"));
  private final PublicKey merchant = Rsa.publicKey(RecordedCases.text("apiclient_cert.pem"));
  private final RawServer server = new RawServer(ServerSocketFactory.getDefault());
  private final boolean async;

  Wire(boolean async) {
    this.async = async;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  void run(JsonNode one, CaseReport report) {
    String id = one.get("id").textValue();
    String port = one.get("port").textValue();
    Matcher redirect = Pattern.compile("redirect-(\\d{3})-.*").matcher(id);
    int status = redirect.matches() ? Integer.parseInt(redirect.group(1)) : 200;
    server.responding(request -> answer(status));
    String refused = send(one.get("input"));
    RawRequest got = server.received().isEmpty() ? null : server.received().get(0);
    String problem = got == null ? "" : unverified(got);
    boolean held;
    switch (port) {
      case "fail":
        held = got == null;
        break;
      case "fix":
        held =
            got == null ? !refused.isEmpty() : problem.isEmpty() && server.received().size() == 1;
        break;
      default:
        if (got != null && problem.isEmpty()) {
          problem = difference(one, got);
        }
        held = got != null && refused.isEmpty() && problem.isEmpty();
        break;
    }
    if (held) {
      report.held(port);
    } else {
      report.differs(id, port, problem.isEmpty() ? refused : problem);
    }
  }

  /** Makes the call; returns the message of its exception, or empty if it succeeded. */
  private String send(JsonNode input) {
    String url = "http://" + server.host() + "/";
    RecordedCases fixtures =
        new RecordedCases(
            Map.of(
                "BASE",
                url,
                "BASE_USERINFO",
                "http://user:password@" + server.host() + "/",
                "HOST",
                server.host()));
    Map<String, Object> config = fixtures.config();
    config.put("baseURL", url + fixtures.substituted(input.path("base").asText("")));
    config.putAll(fixtures.map(input.path("init_overrides")));
    try (Wxpay plain = Wxpay.of(config);
        Wxpay wxpay =
            plain
                .newBuilder()
                .clock(Clock.fixed(RecordedCases.NOW, ZoneOffset.UTC))
                .nonce(() -> RecordedCases.NONCE)
                .hook(input.has("prepare") ? Wire::added : request -> request)
                .build()) {
      Response response = call(wxpay, input, fixtures, async);
      return response.data().path("ok").asBoolean() ? "" : "answer " + response;
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** Makes one recorded call, with the blocking or the asynchronous verb. */
  static Response call(Wxpay wxpay, JsonNode input, RecordedCases fixtures, boolean async) {
    Chain chain = Paths.chained(wxpay, input.get("steps"), fixtures);
    Object data = fixtures.value(input.path("data"));
    Object body = data == RecordedCases.UNDEFINED ? null : data;
    Map<String, Object> config = config(input, fixtures);
    String method =
        input.get("method").textValue().replace("call", "post").toUpperCase(Locale.ROOT);
    boolean bodiless = method.equals("GET") || method.equals("DELETE");
    if (!async) {
      return chain.request(method, bodiless ? null : body, config);
    }
    try {
      return chain.requestAsync(method, bodiless ? null : body, config).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /**
   * Returns the request config without axios' options about the response, which bytes() and text()
   * replace.
   */
  private static Map<String, Object> config(JsonNode input, RecordedCases fixtures) {
    Map<String, Object> config = new LinkedHashMap<>(fixtures.map(input.path("config")));
    config.keySet().removeAll(List.of("responseType", "transformResponse"));
    return config;
  }

  /** Returns the hook of the recorded transformRequest. */
  private static Outgoing added(Outgoing request) {
    Map<String, Object> data = new LinkedHashMap<>();
    ((Map<?, ?>) request.data()).forEach((k, v) -> data.put(k.toString(), v));
    data.put("added", true);
    Hook check = again -> again;
    return check.request(request.withData(data));
  }

  /**
   * Returns the error of a request's signature, computed from the received bytes; empty if it is
   * valid.
   */
  private String unverified(RawRequest got) {
    Map<String, String> fields = authorization(got);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        (got.method
                + "\n"
                + got.target
                + "\n"
                + fields.get("timestamp")
                + "\n"
                + fields.get("nonce_str")
                + "\n")
            .getBytes(StandardCharsets.UTF_8));
    message.writeBytes(signedBody(got));
    message.write('\n');
    try {
      boolean right =
          Fixtures.verifies(message.toByteArray(), fields.getOrDefault("signature", ""), merchant);
      return right && fields.get("mchid").equals(RecordedCases.MCHID)
          ? ""
          : "not verified: " + got.method + " " + got.target;
    } catch (Exception e) {
      return "not verified: " + e;
    }
  }

  private static byte[] signedBody(RawRequest got) {
    Matcher type =
        Pattern.compile("multipart/form-data; *boundary=(.+)")
            .matcher(got.headers.getOrDefault("Content-Type", ""));
    if (!type.matches()) {
      return got.body;
    }
    String text = new String(got.body, StandardCharsets.ISO_8859_1);
    for (String part : text.split(Pattern.quote("--" + type.group(1)), -1)) {
      int end = part.indexOf("\r\n\r\n");
      if (end > 0 && part.substring(0, end).contains("; name=\"meta\"")) {
        return part.substring(end + 4, part.length() - 2).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return new byte[0];
  }

  private static String difference(JsonNode one, RawRequest got) {
    JsonNode expected = one.get("expected");
    if (!got.method.equals(expected.get("method").textValue())) {
      return "method " + got.method;
    }
    if (!got.target.equals(expected.get("target").textValue())
        && !got.target.equals(one.at("/min_deps/target").asText())) {
      return "target " + got.target;
    }
    byte[] body = Base64.getDecoder().decode(expected.get("body_base64").textValue());
    if (!Arrays.equals(got.body, body)) {
      return "body " + new String(got.body, StandardCharsets.UTF_8);
    }
    Map<String, String> authorization = authorization(got);
    for (Map.Entry<String, JsonNode> field : expected.get("authorization").properties()) {
      if (!field.getKey().equals("scheme")
          && !field.getValue().asText().equals(authorization.get(field.getKey()))) {
        return "authorization " + field.getKey();
      }
    }
    for (JsonNode header : expected.get("headers")) {
      String name = header.get(0).textValue();
      boolean own = OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
      boolean agent =
          header.get(1).asText().contains("axios") || !name.equalsIgnoreCase("User-Agent");
      if ((!own || !agent) && !header.get(1).asText().equals(got.headers.get(name))) {
        return "header " + name + ": " + got.headers.get(name);
      }
    }
    return "";
  }

  private static Map<String, String> authorization(RawRequest got) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(got.headers.getOrDefault("Authorization", ""));
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  private byte[] answer(int status) {
    String body = "{\"ok\":true}";
    long time = RecordedCases.NOW.getEpochSecond();
    String signature = Rsa.sign(time + "\nn\n" + body + "\n", platform);
    return ("HTTP/1.1 "
            + status
            + " Answer\r\n"
            + "Content-Type: application/json\r\n"
            + "Location: /other\r\n"
            + "Wechatpay-Nonce: n\r\n"
            + "Wechatpay-Serial: "
            + RecordedCases.PLATFORM_SERIAL
            + "\r\nWechatpay-Timestamp: "
            + time
            + "\r\nWechatpay-Signature: "
            + signature
            + "\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
