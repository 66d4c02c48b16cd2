package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** Gives the recorded answers, byte for byte, and judges what the port makes of them. */
final class Answers implements AutoCloseable {
  private static final Pattern UNSIGNED =
      Pattern.compile(
          "/v3/(billdownload/file|new-tax-control-fapiao/download"
              + "|transferdownload/(elecvoucherfile|signfile)"
              + "|(global/)?merchant-service/images/(?!upload)[^/?]{6,})");

  private final RawServer server = new RawServer(ServerSocketFactory.getDefault());
  private final boolean async;

  Answers(boolean async) {
    this.async = async;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  void run(JsonNode one, CaseReport report) {
    String id = one.get("id").textValue();
    String port = one.get("port").textValue();
    JsonNode input = one.get("input");
    byte[] body = RecordedReply.body(input.get("reply"));
    server.responding(request -> RecordedReply.http(input.get("reply"), body));
    String outcome = "";
    boolean held;
    try {
      Response response = send(input);
      outcome = "opened: " + response.text();
      held =
          port.equals("fix")
              ? valid(input, body) && lossless(response, body)
              : opened(one, response);
    } catch (StatusException e) {
      outcome = e.toString();
      held = port.equals("fix") ? e.text().equals(utf8(body)) : refused(one, e);
    } catch (VerificationException e) {
      outcome = e.toString();
      held =
          port.equals("fix")
              ? !valid(input, body)
              : e.code().equals(one.at("/error/code").textValue());
    } catch (RuntimeException e) {
      outcome = e.toString();
      held = port.equals("fix") && !valid(input, body);
    }
    if (held) {
      report.held(port);
    } else {
      report.differs(id, port, outcome);
    }
  }

  private Response send(JsonNode input) {
    RecordedCases fixtures = new RecordedCases(Map.of("BASE", "http://" + server.host() + "/"));
    Map<String, Object> config = fixtures.config();
    config.put("baseURL", "http://" + server.host() + "/" + input.path("base").asText(""));
    config.putAll(fixtures.map(input.path("init_overrides")));
    Clock clock =
        Clock.fixed(Instant.ofEpochSecond(input.get("clock").longValue()), ZoneOffset.UTC);
    try (Wxpay plain = Wxpay.of(config)) {
      // The dictionary may lack what build() asks for; a call then says so.
      Wxpay wxpay = hasKeys(config) ? plain.newBuilder().clock(clock).build() : plain;
      return Wire.call(wxpay, input, fixtures, async);
    }
  }

  private static boolean hasKeys(Map<String, Object> config) {
    return ((Map<?, ?>) config.get("certs"))
        .values().stream().anyMatch(v -> !"".equals(v) && v != null);
  }

  private static boolean opened(JsonNode one, Response response) {
    JsonNode expected = one.path("expected");
    JsonNode data = expected.path("data");
    if (expected.isMissingNode() || response.status() != expected.get("status").intValue()) {
      return false;
    }
    if (data.has("$buffer") || data.has("$stream")) {
      String base64 = data.path("$buffer").asText(data.path("$stream").asText());
      return Arrays.equals(response.bytes(), Base64.getDecoder().decode(base64));
    }
    if (data.isTextual()) {
      return response.text().equals(data.textValue())
          || Helpers.same(data, response.data().textValue());
    }
    return Helpers.same(data, response.data());
  }

  private static boolean refused(JsonNode one, StatusException e) {
    JsonNode data = one.at("/error/response/data");
    if (e.status() != one.at("/error/response/status").asInt()) {
      return false;
    }
    if (data.has("$buffer")) {
      return utf8(Base64.getDecoder().decode(data.get("$buffer").textValue())).equals(e.text());
    }
    try {
      return data.isTextual()
          ? data.textValue().equals(e.text())
          : data.has("$stream") || Helpers.same(data, RecordedCases.JSON.readTree(e.text()));
    } catch (IOException broken) {
      return false;
    }
  }

  /** Returns whether the response is authentic, computed by the tests. */
  private static boolean valid(JsonNode input, byte[] body) {
    StringBuilder path = new StringBuilder();
    input
        .get("steps")
        .forEach(s -> path.append('/').append((s.isObject() ? s.get("chain") : s).textValue()));
    if (UNSIGNED.matcher(path).matches() && input.get("method").textValue().equals("get")) {
      return true;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    input
        .at("/reply/headers")
        .forEach(h -> headers.put(h.get(0).textValue(), h.get(1).textValue()));
    String time = headers.getOrDefault("Wechatpay-Timestamp", "");
    if (!time.matches("\\d{10}")
        || Math.abs(Long.parseLong(time) - input.get("clock").longValue()) > 300
        || !RecordedCases.PLATFORM_SERIAL.equals(headers.get("Wechatpay-Serial"))) {
      return false;
    }
    PublicKey key = Rsa.publicKey(RecordedCases.text("platform_cert.pem"));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        (time + "\n" + headers.get("Wechatpay-Nonce") + "\n").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    return Rsa.verify(message.toByteArray(), headers.get("Wechatpay-Signature"), key);
  }

  /** Returns whether nothing of the body is lost, neither a byte nor a digit. */
  private static boolean lossless(Response response, byte[] body) {
    String digits = utf8(body).replaceAll("[^0-9]", "");
    return Arrays.equals(response.bytes(), body)
        && response.data().toString().replaceAll("[^0-9]", "").equals(digits);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
