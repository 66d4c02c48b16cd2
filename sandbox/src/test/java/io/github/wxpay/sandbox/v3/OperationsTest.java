package io.github.wxpay.sandbox.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Suite;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests how often a request is parsed and validated, and the response of an operation. */
class OperationsTest {
  private static final String NATIVE = "v3/pay/transactions/native";

  private int parsed;
  private int validated;
  private Operations operations;

  @BeforeEach
  void start() {
    Credentials credentials = new Credentials(Suite.RSA, true, true, Clock.systemUTC());
    RequestReader reader =
        new RequestReader(
            json -> {
              parsed++;
              return Json.read(json);
            },
            (method, path, query, body) -> {
              validated++;
              return Catalogue.load().problems(method, path, query, body);
            },
            new Sensitive(credentials),
            credentials.mchid());
    operations = new Operations(reader, new ResponseShapes(1, Clock.systemUTC(), credentials));
  }

  private static Inbound inbound(String method, String target, String body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", List.of("application/json"));
    return new Inbound(
        Inbound.HOST,
        "http://127.0.0.1:1/",
        method,
        "/" + target,
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        null);
  }

  private Answer respond(String method, String target, String body) {
    return Objects.requireNonNull(operations.respond(inbound(method, target, body)));
  }

  private static String text(Answer response) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void parsesAndValidatesRequestOfOperationOnce() {
    operations.on("POST", NATIVE, request -> Json.object().put("code_url", request.text("appid")));

    assertThat(respond("POST", NATIVE, OrderJson.of("order-1", 1).toString()).status())
        .isEqualTo(200);

    assertThat(parsed).isEqualTo(1);
    assertThat(validated).isEqualTo(1);
  }

  @Test
  void parsesAndValidatesEchoedRequestOnce() {
    operations.addRest();

    respond("POST", NATIVE, OrderJson.of("order-1", 1).toString());

    assertThat(parsed).isEqualTo(1);
    assertThat(validated).isEqualTo(1);
  }

  @Test
  void parsesAndValidatesRefusedRequestOnce() {
    operations.addRest();

    assertThatThrownBy(() -> respond("POST", NATIVE, "{\"appid\":\"wx1\"}"))
        .isInstanceOf(LedgerException.class)
        .hasMessage("is required");

    assertThat(parsed).isEqualTo(1);
    assertThat(validated).isEqualTo(1);
  }

  @Test
  void validatesRequestWithoutBodyOnceAndParsesNothing() {
    operations.addRest();

    respond("GET", "v3/pay/transactions/out-trade-no/order-1?mchid=1900000109", "");

    assertThat(parsed).isZero();
    assertThat(validated).isEqualTo(1);
  }

  @Test
  void respondsWithDocumentedFieldsOnly() throws Exception {
    operations.on(
        "POST", NATIVE, request -> Json.object().put("code_url", "a").put("prepay_id", "b"));

    String body = text(respond("POST", NATIVE, OrderJson.of("order-1", 1).toString()));

    assertThat((ObjectNode) new ObjectMapper().readTree(body))
        .isEqualTo(new ObjectMapper().createObjectNode().put("code_url", "a"));
  }

  @Test
  void respondsWithoutBodyWhereNoneIsDocumented() throws Exception {
    String close = "v3/pay/transactions/out-trade-no/{out_trade_no}/close";
    operations.on("POST", close, request -> Json.object().put("out_trade_no", "a"));

    Answer response =
        respond("POST", close.replace("{out_trade_no}", "order-1"), "{\"mchid\":\"1900000109\"}");

    assertThat(response.status()).isEqualTo(204);
    assertThat(text(response)).isEmpty();
  }

  @Test
  void respondsWithFileAtBothPathsOfDownload() throws Exception {
    operations.download(
        "hk/v3/statements",
        FieldRules.NONE,
        request -> Answer.file("text/plain", Body.of(new byte[] {'x'})));
    operations.alias("v3/statements", "hk/v3/statements");

    for (String path : new String[] {"hk/v3/statements", "v3/statements"}) {
      Answer response = respond("GET", path + "?date=20260304&mchid=1900000109", "");
      assertThat(response.isFile()).isTrue();
      assertThat(text(response)).isEqualTo("x");
    }
    assertThat(operations.respond(inbound("GET", "v2/statements", ""))).isNull();
  }

  @Test
  void refusesOperationOfUndocumentedEndpoint() {
    assertThatThrownBy(() -> operations.on("POST", "v3/none", request -> Json.object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not documented: POST v3/none");
  }
}
