package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.IncompleteClient;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.sandbox.v2.V2Codec;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.RawServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Makes the recorded calls of APIv2: judges the request by the sandbox's reckoning, and the
 * outcome.
 */
final class Xmls implements AutoCloseable {
  private static final String SECRET = "exposed_your_key_here_have_risks";
  private static final String STANDARD =
      "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg>"
          + "<appid><![CDATA[wx8888888888888888]]></appid><mch_id><![CDATA[1900000109]]></mch_id>"
          + "<nonce_str><![CDATA[respnonce]]></nonce_str><result_code><![CDATA[SUCCESS]]></result_code>"
          + "<sign><![CDATA[5879CED09A926CE49013EDBDA16F266C]]></sign></xml>";

  private final RawServer plain = new RawServer(ServerSocketFactory.getDefault());
  private final RawServer secure;
  private final boolean async;

  Xmls(boolean async) throws GeneralSecurityException, IOException {
    this.async = async;
    this.secure = new RawServer(tls());
  }

  @Override
  public void close() throws IOException {
    plain.close();
    secure.close();
  }

  void run(JsonNode one, CaseReport report) {
    String id = one.get("id").textValue();
    String port = one.get("port").textValue();
    JsonNode input = one.get("input");
    RawServer server = input.has("tls") ? secure : plain;
    byte[] body = body(input.get("reply"));
    server.responding(request -> RecordedReply.http(input.get("reply"), body));
    Object outcome;
    try {
      outcome = call(input, server);
    } catch (RuntimeException e) {
      outcome = e;
    }
    RawRequest got = server.received().isEmpty() ? null : server.received().get(0);
    String problem = problem(one, got, outcome, body);
    if (problem.isEmpty()) {
      report.held(port);
    } else {
      report.differs(id, port, problem + " | " + outcome);
    }
  }

  private static String problem(JsonNode one, RawRequest got, Object outcome, byte[] body) {
    String port = one.get("port").textValue();
    if (port.equals("fail")) {
      return outcome instanceof RuntimeException ? "" : "came back";
    }
    if (got != null) {
      String unsigned = unsigned(got);
      if (!unsigned.isEmpty()) {
        return unsigned;
      }
    }
    if (port.equals("same")) {
      String wire = wire(one, got);
      return wire.isEmpty() ? (same(one, outcome) ? "" : "outcome") : wire;
    }
    return fixed(one, got, outcome, body) ? "" : "not fixed";
  }

  /**
   * Returns whether an error of the original is corrected: refused by name, or sent and read
   * correctly.
   */
  private static boolean fixed(JsonNode one, RawRequest got, Object outcome, byte[] body) {
    if (one.at("/input/reply/status").asInt(200) != 200) {
      return outcome instanceof StatusException
          && ((StatusException) outcome).text().equals(new String(body, StandardCharsets.UTF_8));
    }
    if (outcome instanceof Response) {
      String digits = ((Response) outcome).text().replaceAll("[^0-9]", "");
      return Arrays.equals(((Response) outcome).bytes(), body)
          && (!((Response) outcome).data().isObject()
              || ((Response) outcome).data().toString().replaceAll("[^0-9]", "").equals(digits));
    }
    return got == null // refused before anything was sent
        || outcome instanceof MalformedException
        || outcome instanceof VerificationException;
  }

  private static boolean same(JsonNode one, Object outcome) {
    JsonNode expected = one.path("expected");
    if (!expected.isMissingNode()) {
      return outcome instanceof Response && opened(expected, (Response) outcome);
    }
    String code = one.at("/error/code").asText();
    if (outcome instanceof ResultException) {
      return ((ResultException) outcome).code().equals(code);
    }
    if (outcome instanceof VerificationException) {
      return ((VerificationException) outcome).code().equals(code);
    }
    if (outcome instanceof StatusException) {
      return code.startsWith("ERR_BAD_RE");
    }
    return outcome instanceof IllegalArgumentException && code.equals("ERR_ASSERTION");
  }

  private static boolean opened(JsonNode expected, Response response) {
    JsonNode data = expected.get("data");
    if (response.status() != expected.get("status").asInt()) {
      return false;
    }
    if (data.has("$buffer")) {
      return Arrays.equals(
          response.bytes(), Base64.getDecoder().decode(data.get("$buffer").textValue()));
    }
    if (data.isTextual()) {
      String text = response.text();
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).equals(data.textValue());
    }
    return Helpers.same(data, response.data());
  }

  private Object call(JsonNode input, RawServer server) {
    String url = (server == secure ? "https://" : "http://") + server.host() + "/";
    RecordedCases fixtures = new RecordedCases(Map.of("BASE", url, "HOST", server.host()));
    Map<String, Object> config = new LinkedHashMap<>(fixtures.map(input.get("init")));
    if (input.at("/init/secret").has("$keyobject")) {
      config.put("secret", new Object()); // not a text
    }
    config.put("baseURL", url + fixtures.substituted(input.path("base").asText("")));
    try (Wxpay made = Wxpay.of(config)) {
      WxpayBuilder builder =
          made.newBuilder()
              .nonce(() -> RecordedCases.NONCE)
              .hook(input.has("prepare") ? Xmls::workwx : request -> request);
      return Wire.call(IncompleteClient.built(builder), input, fixtures, async);
    }
  }

  /** Returns the hook of the recorded recipe for WeCom. */
  private static Outgoing workwx(Outgoing request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Map<?, ?>) request.data()).forEach((k, v) -> fields.put(k.toString(), v));
    Map<String, Object> signed = new LinkedHashMap<>(fields);
    signed
        .keySet()
        .retainAll(
            List.of(
                "act_name",
                "mch_billno",
                "mch_id",
                "nonce_str",
                "re_openid",
                "total_amount",
                "wxappid"));
    String text = Formatter.queryStringLike(Formatter.ksort(signed));
    fields.put(
        "workwx_sign",
        Hash.md5(text, "from_wework_agent_special_string", "1").toUpperCase(Locale.ROOT));
    return request.withData(fields);
  }

  /** Returns the error that the sandbox found in a request; empty if there is none. */
  private static String unsigned(RawRequest got) {
    try {
      int query = got.target.indexOf('?');
      Map<String, String> fields =
          got.method.equals("GET")
              ? form(query < 0 ? "" : got.target.substring(query + 1))
              : V2Codec.read(got.body);
      if (!"HMAC-SHA256".equals(fields.get("sign_type"))) {
        Map<String, String> md5 = new LinkedHashMap<>(fields);
        String type = md5.remove("sign_type");
        String sign = Hash.sign("MD5", fields, SECRET);
        return sign.equals(fields.get("sign")) ? "" : "sign of " + fields + ", sign_type " + type;
      }
      V2Codec.check(fields, SECRET);
      return "";
    } catch (RuntimeException e) {
      return "unsigned: " + e;
    }
  }

  private static Map<String, String> form(String query) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int mark = pair.indexOf('=');
      fields.put(decoded(pair.substring(0, mark)), decoded(pair.substring(mark + 1)));
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String wire(JsonNode one, RawRequest got) {
    JsonNode expected = one.at("/wire/0");
    if (expected.isMissingNode()) {
      return got == null ? "" : "was sent";
    }
    if (got == null) {
      return "was not sent";
    }
    if (!got.target.equals(expected.get("target").textValue())) {
      return "target " + got.target;
    }
    String text = new String(got.body, StandardCharsets.UTF_8);
    if (!text.equals(expected.path("body").asText(""))) {
      return "body " + text;
    }
    for (JsonNode header : expected.get("headers")) {
      String name = header.get(0).textValue();
      boolean checked =
          List.of("accept", "content-type", "x-a").contains(name.toLowerCase(Locale.ROOT));
      if (checked && !header.get(1).textValue().equals(got.headers.get(name))) {
        return "header " + name + ": " + got.headers.get(name);
      }
    }
    String serial = one.path("client_certificate_serial").asText("");
    return serial.isEmpty() || serial.equals("null") || serial.equals(got.clientSerial)
        ? ""
        : "client certificate " + got.clientSerial;
  }

  private static byte[] body(JsonNode reply) {
    if (reply.has("computed")) {
      return STANDARD.getBytes(StandardCharsets.UTF_8);
    }
    return RecordedReply.body(reply);
  }

  private static ServerSocketFactory tls() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        Rsa.privateKey(RecordedCases.text("tls_server_key.pem")),
        new char[0],
        new Certificate[] {Rsa.certificate(RecordedCases.text("tls_server_cert.pem"))});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
    return context.getServerSocketFactory();
  }

  /** Takes any client certificate: which one came is what is looked at. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
