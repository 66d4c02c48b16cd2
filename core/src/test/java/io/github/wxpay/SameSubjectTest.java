package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An authentic response of another call is refused. */
class SameSubjectTest {
  private static final List<String> NAMES =
      List.of("mchid", "out_trade_no", "out_refund_no", "out_bill_no", "transaction_id");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The places of an ID in a request. */
  private enum Shape {
    MAP,
    OBJECT,
    NODE,
    TEXT,
    BYTES,
    PLACEHOLDER,
    ENCODED_PLACEHOLDER,
    QUERY,
    CHAINED_QUERY,
    V2_MAP,
    V2_OBJECT,
    V2_QUERY;

    boolean isV2() {
      return name().startsWith("V2");
    }
  }

  // Every id in every place

  private static Stream<List<Object>> places() {
    return Arrays.stream(Shape.values())
        .flatMap(shape -> NAMES.stream().map(name -> List.<Object>of(shape, name)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void refusesResponseThatNamesAnother(List<Object> place) {
    Shape shape = (Shape) place.get(0);
    String name = (String) place.get(1);
    String own = name.equals("mchid") ? Fixtures.MCHID : "A-1";

    for (boolean async : new boolean[] {false, true}) {
      assertRefused(catchThrowable(() -> call(async, shape, name, own, "B-2")), name, own, "B-2");
      assertThat(call(async, shape, name, own, own).get(name)).isEqualTo(own);
    }
  }

  /**
   * A gateway repeats the response of the call before: 8 shapes, 6 pairs of orders, waiting and on
   * a future.
   */
  @Test
  void refusesAllRepeatedResponses() {
    List<String> orders = List.of("1217752501201407033233368018", "order_2", "3", "O-4|*@");
    List<Shape> shapes =
        List.of(
            Shape.MAP,
            Shape.OBJECT,
            Shape.NODE,
            Shape.TEXT,
            Shape.BYTES,
            Shape.PLACEHOLDER,
            Shape.QUERY,
            Shape.V2_MAP);
    int refused = 0;
    List<String> accepted = new ArrayList<>();
    for (Shape shape : shapes) {
      for (int first = 0; first < orders.size(); first++) {
        for (int second = first + 1; second < orders.size(); second++) {
          for (boolean async : new boolean[] {false, true}) {
            String name = "out_trade_no";
            Wxpay wxpay = over(reply(shape, Map.of(name, orders.get(first))));
            call(async, wxpay, shape, name, orders.get(first));
            String own = orders.get(second);
            Throwable thrown = catchThrowable(() -> call(async, wxpay, shape, name, own));
            if (thrown instanceof VerificationException) {
              refused++;
            } else {
              accepted.add(shape + " " + own + " " + async + " " + thrown);
            }
          }
        }
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(refused).isEqualTo(96);
  }

  /** Each ID that a documented endpoint accepts and returns. */
  @Test
  void refusesForEveryDocumentedEndpointThatReturnsAnId() {
    List<String> failures = new ArrayList<>();
    int pairs = 0;
    int endpoints = 0;
    for (Endpoint endpoint : Catalogue.load().endpoints()) {
      List<String> shared = shared(endpoint);
      for (String name : shared) {
        String own = name.equals("mchid") ? Fixtures.MCHID : "A-1";
        for (String other : List.of(own, "B-2")) {
          boolean async = pairs % 2 == 1;
          Throwable thrown = catchThrowable(() -> documented(endpoint, name, own, other, async));
          if (other.equals(own) ? thrown != null : !(thrown instanceof VerificationException)) {
            failures.add(endpoint + " " + name + " " + other + ": " + thrown);
          }
        }
        pairs++;
      }
      endpoints += shared.isEmpty() ? 0 : 1;
    }
    assertThat(failures).isEmpty();
    assertThat(endpoints).isEqualTo(178);
    assertThat(pairs).isEqualTo(230);
  }

  private static List<String> shared(Endpoint endpoint) {
    List<String> requested = new ArrayList<>();
    endpoint.pathParameters().forEach(field -> requested.add(field.name()));
    endpoint.query().forEach(field -> requested.add(field.name()));
    endpoint.request().forEach(field -> requested.add(field.name()));
    List<String> returned =
        endpoint.response().stream().map(Field::name).collect(Collectors.toList());
    return NAMES.stream()
        .filter(name -> requested.contains(name) && returned.contains(name))
        .collect(Collectors.toList());
  }

  private static void documented(
      Endpoint endpoint, String name, String own, String other, boolean async) {
    boolean v2 = endpoint.version() == 2;
    Options options = Options.none();
    for (Field variable : endpoint.pathParameters()) {
      options = options.with(variable.name(), variable.name().equals(name) ? own : "1");
    }
    boolean inQuery = endpoint.query().stream().anyMatch(field -> field.name().equals(name));
    boolean inBody = endpoint.request().stream().anyMatch(field -> field.name().equals(name));
    Map<String, Object> body = v2 ? v2Fields() : new LinkedHashMap<>();
    if (inQuery) {
      options = options.query(name, own);
    }
    if (inBody) {
      body.put(name, own);
    }
    Reply reply = v2 ? v2Reply(Map.of(name, other)) : Reply.signed(json(Map.of(name, other)));
    Clients.call(
        async,
        client(FakeHttpClient.answering(reply)).chain((v2 ? "v2/" : "") + endpoint.path()),
        endpoint.method(),
        endpoint.method().equals("GET") ? null : body,
        options);
  }

  // Values

  @ParameterizedTest
  @CsvSource({
    "1, '\"1\"', true",
    "'\"1\"', 1, true",
    "'\"1\"', 2, false",
    "1900000109, 1900000109, true",
    "1, 01, true", // not JSON: nothing to compare
    "'\"A\"', '\"a\"', false",
    "'\" A \"', '\"A\"', true", // as XML is read
    "'\"A\"', '\"A\\u0020\"', true",
    "'\"A\"', '\"\"', true",
    "'\"\"', '\"A\"', true",
    "'\"A\"', null, true",
    "null, '\"A\"', true",
    "'\"A\"', '{\"a\":\"B\"}', true",
    "'\"A\"', '[\"B\"]', true",
    "'[\"A\"]', '\"B\"', true",
    "'{\"out_trade_no\":\"A\"}', '\"B\"', true",
    "true, '\"true\"', true",
    "'\"\\u0041\"', '\"A\"', true"
  })
  void comparesNonEmptyScalarsAsText(String sent, String received, boolean accepted) {
    String body = "{\"out_trade_no\":" + sent + "}";
    Reply reply = Reply.signed("{\"a\":[{}],\"out_trade_no\":" + received + ",\"b\":1}");
    Throwable thrown = catchThrowable(() -> Clients.post(false, over(reply).chain("v3/a"), body));

    assertThat(thrown == null).as("%s", thrown).isEqualTo(accepted);
  }

  @Test
  void comparesNumbersEnumsAndValuesOfCallerTypes() {
    for (Object value :
        List.of(1L, new BigDecimal("1.00"), 1.0, new OrderNumber("1"), CharBuffer.wrap("1"))) {
      Map<String, Object> body = Map.of("out_trade_no", value);
      assertThat(accepts(body, "{\"out_trade_no\":\"1\"}")).as("%s", value.getClass()).isTrue();
      assertThat(accepts(body, "{\"out_trade_no\":\"2\"}")).as("%s", value.getClass()).isFalse();
    }
    assertThat(accepts(Map.of("out_trade_no", Reason.PROBE), "{\"out_trade_no\":\"PROBE\"}"))
        .isTrue();
    assertThat(accepts(Map.of("out_trade_no", Reason.PROBE), "{\"out_trade_no\":\"P\"}")).isFalse();
  }

  @Test
  void comparesFieldsOfTheSameNameAtTheTopLevelOnly() {
    Map<String, Object> body = new HashMap<>();
    body.put("sp_mchid", "1");
    body.put("sub_orders", List.of(Map.of("out_trade_no", "2")));
    body.put("amount", Map.of("transaction_id", "3"));
    body.put("mch_id", "4");
    String received =
        "{\"mchid\":\"9\",\"out_trade_no\":\"9\",\"transaction_id\":\"9\","
            + "\"a\":{\"mchid\":\"8\"},\"sp_mchid\":\"9\"}";

    assertThat(accepts(body, received)).isTrue();
    assertThat(accepts(Map.of("mchid", "9"), "{\"a\":{\"mchid\":\"8\"},\"b\":[{\"mchid\":\"8\"}]}"))
        .isTrue();
  }

  @Test
  void acceptsEitherValueOfIdThatIsSentTwice() {
    Options options = Options.of("out_trade_no", "A").query("out_trade_no", "B");
    for (String value : List.of("A", "B", "C")) {
      Throwable thrown =
          catchThrowable(
              () ->
                  over(Reply.signed(json(Map.of("out_trade_no", value))))
                      .chain("v3/a/{out_trade_no}")
                      .get(options));
      assertThat(thrown == null).as(value).isEqualTo(!value.equals("C"));
    }
  }

  @Test
  void comparesDecodedValueOfEncodedPlaceholder() {
    Options options = Options.of("out_trade_no", "a%7Cb+c");
    Chain chain =
        over(Reply.signed(json(Map.of("out_trade_no", "a|b+c")))).chain("v3/a/{+out_trade_no}");

    assertThat(chain.get(options).get("out_trade_no")).isEqualTo("a|b+c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "[{\"out_trade_no\":\"B\"}]",
        "\"out_trade_no\"",
        "a,b\n`1,`2",
        "{\"a\":1",
        "{\"a\":nonsense,\"out_trade_no\":\"B\"}",
        "<html><out_trade_no>B</out_trade_no>",
        "<!DOCTYPE a><xml><out_trade_no>B</out_trade_no></xml>"
      })
  void comparesNothingInBodyThatIsNotAMessage(String text) {
    assertThat(accepts(Map.of("out_trade_no", "A"), text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[1]", "{\"out_trade_no\"", "<xml/>", "\"out_trade_no\""})
  void sendsBodyThatIsNotJsonObject(String text) {
    String received = "{\"out_trade_no\":\"B\"}";
    assertThat(accepts(text, received)).isTrue();
    assertThat(accepts(text.getBytes(StandardCharsets.UTF_8), received)).isTrue();
  }

  @Test
  void comparesNothingOfForms() {
    Multipart form = new Multipart().append("meta", "{\"out_trade_no\":\"A\"}");

    assertThat(accepts(form, "{\"out_trade_no\":\"B\"}")).isTrue();
  }

  @Test
  void comparesNothingOfDownloads() {
    String content = "{\"out_trade_no\":\"B\"}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    over(Reply.bare(200, content).with("Content-Length", String.valueOf(content.length())))
        .chain("v3/billdownload/file")
        .query("out_trade_no", "A")
        .download(out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(content);
  }

  @Test
  void neitherComparesNorShowsSecrets() {
    Map<String, Object> body = Map.of("out_trade_no", Wxpay.secret("S-1"));
    assertThat(accepts(body, "{\"out_trade_no\":\"B\"}")).isTrue();
    assertThat(accepts(new Named(Wxpay.secret("S-1")), "{\"out_trade_no\":\"B\"}")).isTrue();

    Map<String, Object> both = Map.of("out_trade_no", Wxpay.secret("S-1"), "mchid", "1");
    assertThatThrownBy(() -> over(Reply.signed("{\"mchid\":\"2\"}")).chain("v3/a").post(both))
        .isInstanceOf(VerificationException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("S-1").doesNotContain("secret"));
  }

  @Test
  void reportsUnwritableBodyAsBefore() {
    Map<String, Object> body = new HashMap<>(Map.of("out_trade_no", Double.NaN));
    body.put("list", Collections.singletonList(null));

    assertThatThrownBy(() -> over(Reply.signed("{}")).chain("v3/a").post(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/out_trade_no is NaN");
  }

  // Messages and other outcomes

  @Test
  void saysWhichFieldDiffersAndWhatToDo() {
    Chain chain =
        over(Reply.signed(json(Map.of("out_trade_no", "B\u202e-2"))))
            .chain("v3/pay/transactions/out-trade-no/{out_trade_no}");

    assertThatThrownBy(() -> chain.get(Options.of("out_trade_no", "A-1")))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT);
              assertThat(e.status()).isEqualTo(200);
              assertThat(e.requestId()).isEqualTo("REQ-1");
            })
        .hasMessage(
            "The response to GET v3/pay/transactions/out-trade-no/{out_trade_no} has out_trade_no"
                + " 'B?-2', but the request has 'A-1'. The signature is valid, but the response"
                + " belongs to another call: do not use it, and query the state.");
  }

  @Test
  void truncatesLongValueInMessage() {
    String value = "x".repeat(5000);

    assertThatThrownBy(
            () ->
                over(Reply.signed(json(Map.of("mchid", value))))
                    .chain("v3/a")
                    .post(Map.of("mchid", value + "y")))
        .isInstanceOf(VerificationException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotCompareErrorResponses(boolean async) {
    String body = "{\"code\":\"ORDER_CLOSED\",\"out_trade_no\":\"B\"}";
    Reply reply = Reply.signed(400, body.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(
            () -> Clients.post(async, over(reply).chain("v3/a"), Map.of("out_trade_no", "A")))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.code()).isEqualTo("ORDER_CLOSED");
              assertThat(e.verified()).isTrue();
            });
    Reply refused = v2Reply(Map.of("out_trade_no", "B", "result_code", "FAIL"));
    assertThatThrownBy(() -> call(async, client(http(refused)), Shape.V2_MAP, "out_trade_no", "A"))
        .isInstanceOf(ResultException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesBeforeItCompares(boolean async) {
    Reply forged =
        Reply.signed("{}").withBody("{\"out_trade_no\":\"B\"}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(
            () -> Clients.post(async, over(forged).chain("v3/a"), Map.of("out_trade_no", "A")))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isNotEqualTo(Reason.UNEXPECTED_CONTENT));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void comparesWhatHooksSendAndBeforeTheySeeTheResponse(boolean async) {
    List<Incoming> seen = new ArrayList<>();
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            return request.withData(Map.of("out_trade_no", "HOOKED"));
          }

          @Override
          public Incoming response(Incoming response) {
            seen.add(response);
            return response;
          }
        };
    Wxpay wxpay =
        over(Reply.signed("{\"out_trade_no\":\"HOOKED\"}")).newBuilder().hook(hook).build();
    Wxpay other = over(Reply.signed("{\"out_trade_no\":\"A\"}")).newBuilder().hook(hook).build();
    Map<String, Object> body = Map.of("out_trade_no", "A");

    assertThat(Clients.post(async, wxpay.chain("v3/a"), body).get("out_trade_no"))
        .isEqualTo("HOOKED");
    assertThat(seen).hasSize(1);
    assertThatThrownBy(() -> Clients.post(async, other.chain("v3/a"), body))
        .isInstanceOf(VerificationException.class);
    assertThat(seen).hasSize(1);
  }

  @Test
  void comparesBodyOfTheTimeWhenTheVerbReturned() {
    CompletableFuture<byte[]> signature = new CompletableFuture<>();
    RequestSigner later =
        new RequestSigner() {
          @Override
          public byte[] sign(byte[] message) {
            throw new AssertionError("waits");
          }

          @Override
          public CompletableFuture<byte[]> signAsync(byte[] message) {
            return signature;
          }
        };
    Wxpay wxpay =
        Clients.builder()
            .privateKey(later)
            .httpClient(http(Reply.signed("{\"out_trade_no\":\"A\"}")))
            .build();
    Map<String, Object> reused = new HashMap<>(Map.of("out_trade_no", "A"));

    CompletableFuture<Response> call = wxpay.chain("v3/a").postAsync(reused);
    reused.put("out_trade_no", "B");
    signature.complete(new byte[256]);

    assertThat(call.join().get("out_trade_no")).isEqualTo("A");
  }

  private static boolean accepts(Object body, String received) {
    Throwable thrown = catchThrowable(() -> over(Reply.signed(received)).chain("v3/a").post(body));
    if (thrown != null) {
      assertThat(thrown)
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT));
    }
    return thrown == null;
  }

  private static void assertRefused(Throwable thrown, String name, String own, String other) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT))
        .hasMessageContaining(
            " has " + name + " '" + other + "', but the request has '" + own + "'.");
  }

  private static Response call(boolean async, Shape shape, String name, String own, String other) {
    return call(async, client(http(reply(shape, Map.of(name, other)))), shape, name, own);
  }

  private static Response call(boolean async, Wxpay wxpay, Shape shape, String name, String own) {
    Map<String, Object> fields = new LinkedHashMap<>(Map.of("z", 1, name, own));
    Object body = null;
    Options options = Options.none();
    String path = shape.isV2() ? "v2/pay/orderquery" : "v3/a";
    switch (shape) {
      case MAP:
        body = fields;
        break;
      case OBJECT:
        body = new Named(name, own);
        break;
      case NODE:
        body = JSON.valueToTree(fields);
        break;
      case TEXT:
        body = json(fields);
        break;
      case BYTES:
        body = json(fields).getBytes(StandardCharsets.UTF_8);
        break;
      case PLACEHOLDER:
        path = "v3/a/{" + name + "}/b";
        options = options.with(name, own);
        break;
      case ENCODED_PLACEHOLDER:
        path = "v3/a/{+" + name + "}";
        options = options.with(name, own.replace("-", "%2D"));
        break;
      case QUERY:
        options = options.query(name, own);
        break;
      case CHAINED_QUERY:
        path = "v3/a?z=1&" + name + "=" + own.replace("-", "%2D");
        break;
      case V2_MAP:
        body = v2Fields();
        v2Fields(body).put(name, own);
        break;
      case V2_OBJECT:
        body = new Named(name, own);
        break;
      case V2_QUERY:
        options = options.query("mch_id", Fixtures.MCHID).query(name, own);
        break;
    }
    return Clients.call(async, wxpay.chain(path), body == null ? "GET" : "POST", body, options);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> v2Fields(Object body) {
    return (Map<String, Object>) body;
  }

  private static Map<String, Object> v2Fields() {
    return new LinkedHashMap<>(Map.of("appid", "wx8888888888888888", "mch_id", Fixtures.MCHID));
  }

  private static Reply reply(Shape shape, Map<String, String> fields) {
    return shape.isV2() ? v2Reply(fields) : Reply.signed(json(fields));
  }

  private static Reply v2Reply(Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("return_code", "SUCCESS");
    all.putIfAbsent("result_code", "SUCCESS");
    all.put("nonce_str", "n");
    all.put("sign", Hash.sign("MD5", all, Fixtures.SECRET));
    return Reply.bare(200, Transformer.toXml(all));
  }

  private static FakeHttpClient http(Reply reply) {
    return FakeHttpClient.answering(reply);
  }

  private static Wxpay over(Reply reply) {
    return client(http(reply));
  }

  private static Wxpay client(FakeHttpClient http) {
    return Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
  }

  private static String json(Object value) {
    return JSON.valueToTree(value).toString();
  }

  /** A value that Jackson writes as a text. */
  private static final class OrderNumber {
    private final String text;

    OrderNumber(String text) {
      this.text = text;
    }

    @JsonValue
    public String text() {
      return text;
    }
  }

  /** A body with getters. */
  private static final class Named {
    private final Map<String, Object> values = new HashMap<>();

    Named(Object orderNumber) {
      values.put("out_trade_no", orderNumber);
    }

    Named(String name, String value) {
      values.put(name, value);
    }

    @JsonProperty("mch_id")
    public String merchant() {
      return Fixtures.MCHID;
    }

    @JsonProperty("mchid")
    public Object mchid() {
      return values.get("mchid");
    }

    @JsonProperty("out_trade_no")
    public Object order() {
      return values.get("out_trade_no");
    }

    @JsonProperty("out_refund_no")
    public Object refund() {
      return values.get("out_refund_no");
    }

    @JsonProperty("out_bill_no")
    public Object bill() {
      return values.get("out_bill_no");
    }

    @JsonProperty("transaction_id")
    public Object transaction() {
      return values.get("transaction_id");
    }
  }
}
