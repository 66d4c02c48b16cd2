package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseTest {
  private static final String ORDER =
      "{\"code_url\":\"weixin://x\",\"amount\":{\"total\":9007199254740993,\"rate\":0.10},"
          + "\"big\":12345678901234567890,\"list\":[\"a\",{\"b\":true}],\"none\":null,"
          + "\"empty\":\"\",\"a/b\":1,\"\":2}";

  static final class Order {
    @JsonProperty("code_url")
    String codeUrl;

    @JsonProperty Amount amount;
  }

  /** A class whose names need a mapper of the caller's. */
  static final class CamelCase {
    public String codeUrl;
  }

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static final class Amount {
    @JsonProperty long total;
    @JsonProperty BigDecimal rate;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void findsMemberByNameOrPointer(String nameOrPointer, String expected) {
    assertThat(response(ORDER).get(nameOrPointer)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("members")
  void findsOrRequiresTheSameMembers(String nameOrPointer, String expected) {
    Response response = response(ORDER);

    assertThat(response.find(nameOrPointer)).isEqualTo(Optional.ofNullable(expected));
    if (expected != null) {
      assertThat(response.require(nameOrPointer)).isEqualTo(expected);
    } else {
      assertThatThrownBy(() -> response.require(nameOrPointer))
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessage(
              "The response (200, Request-ID REQ-1) has no value at '"
                  + nameOrPointer
                  + "'. Call find(…) if it is optional.");
    }
  }

  @Test
  void namesMissingValueOfEmptyResponseAndOfResponseWithoutRequestId() {
    Reply reply = Reply.signed("{\"a\":\"value-of-a\"}").with("Request-ID");
    Response response = Clients.over(FakeHttpClient.answering(reply)).chain("v3/a").get();

    assertThatThrownBy(() -> response.require("b\n"))
        .hasMessage("The response (200) has no value at 'b?'. Call find(…) if it is optional.");
    assertThatThrownBy(() -> response(204, "").require("a"))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The response (204, Request-ID REQ-1) has no value at 'a'.");
    assertThat(response(204, "").find("a")).isEmpty();
  }

  @Test
  void showsLongPointerAndHidesSecretInsteadOfName() {
    Response response = response("{}");
    String pointer = "/settlement_detail/settlement_amount/0/payer_total";

    assertThatThrownBy(() -> response.require(pointer)).hasMessageContaining(pointer);
    for (String secret : List.of(Fixtures.SECRET, "/" + Fixtures.SECRET, "/a/" + Fixtures.SECRET)) {
      assertThatThrownBy(() -> response.require(secret))
          .hasMessageContaining(secret.length() + " characters")
          .hasMessageNotContaining(Fixtures.SECRET);
    }
    assertThatThrownBy(() -> response.require(null)).hasMessage("nameOrPointer == null");
    assertThatThrownBy(() -> response.find(null)).hasMessage("nameOrPointer == null");
  }

  private static Stream<Arguments> members() {
    return Stream.of(
        Arguments.of("code_url", "weixin://x"),
        Arguments.of("/code_url", "weixin://x"),
        Arguments.of("/amount/total", "9007199254740993"),
        Arguments.of("/amount/rate", "0.10"),
        Arguments.of("big", "12345678901234567890"),
        Arguments.of("/list/0", "a"),
        Arguments.of("/list/1/b", "true"),
        Arguments.of("/a~1b", "1"),
        Arguments.of("empty", ""),
        Arguments.of("amount", "{\"total\":9007199254740993,\"rate\":0.10}"),
        Arguments.of("list", "[\"a\",{\"b\":true}]"),
        Arguments.of("none", null),
        Arguments.of("unknown", null),
        Arguments.of("amount.total", null),
        Arguments.of("/unknown/x", null),
        Arguments.of("/list/9", null));
  }

  @Test
  void returnsJsonAsData() {
    JsonNode data = response(ORDER).data();

    assertThat(data.path("amount").path("total").longValue()).isEqualTo(9007199254740993L);
    assertThat(data.path("big").bigIntegerValue())
        .isEqualTo(new BigInteger("12345678901234567890"));
    assertThat(data.at("/amount/rate").decimalValue()).isEqualTo(new BigDecimal("0.10"));
    assertThat(data.path("unknown").isMissingNode()).isTrue();
  }

  @Test
  void returnsMapWithOrderAndDigits() {
    Map<String, Object> map = response(ORDER).map();

    assertThat(map.keySet())
        .containsExactly("code_url", "amount", "big", "list", "none", "empty", "a/b", "");
    assertThat(map)
        .containsEntry("big", new BigInteger("12345678901234567890"))
        .containsEntry("none", null)
        .containsEntry("list", List.of("a", Map.of("b", true)));
    assertThat(map.get("amount"))
        .isEqualTo(Map.of("total", 9007199254740993L, "rate", new BigDecimal("0.10")));
  }

  @Test
  void convertsToClassOfTheCaller() {
    Order order = response(ORDER).as(Order.class);

    assertThat(order.codeUrl).isEqualTo("weixin://x");
    assertThat(order.amount.total).isEqualTo(9007199254740993L);
    assertThat(order.amount.rate).isEqualTo(new BigDecimal("0.10"));
  }

  @Test
  void convertsToGenericType() {
    Response response = response("[{\"total\":1},{\"total\":2}]");

    List<Amount> amounts = response.as(new TypeReference<List<Amount>>() {});

    assertThat(amounts).extracting(amount -> amount.total).containsExactly(1L, 2L);
    assertThat(response.as(JsonNode.class).size()).isEqualTo(2);
  }

  @Test
  void toIsAnAliasOfAs() {
    Response response = response(ORDER);
    TypeReference<Map<String, Object>> type = new TypeReference<>() {};

    assertThat(response.to(Order.class).codeUrl).isEqualTo("weixin://x");
    assertThat(response.to(type)).isEqualTo(response.as(type)).hasSize(8);
    assertThat(response.to(CamelCase.class, MAPPER).codeUrl).isEqualTo("weixin://x");
    assertThat(response.to(type, MAPPER)).isEqualTo(response.as(type, MAPPER)).hasSize(8);
    assertThatThrownBy(() -> response("OK").to(Order.class))
        .isExactlyInstanceOf(MalformedException.class);
  }

  @Test
  void usesMapperOfTheCaller() {
    Response response = response(ORDER);

    CamelCase order = response.as(CamelCase.class, MAPPER);
    List<CamelCase> orders =
        response("[{\"code_url\":\"a\"}]").as(new TypeReference<List<CamelCase>>() {}, MAPPER);
    Map<String, Object> map = response.as(new TypeReference<Map<String, Object>>() {}, MAPPER);

    assertThat(order.codeUrl).isEqualTo("weixin://x");
    assertThat(orders).extracting(o -> o.codeUrl).containsExactly("a");
    assertThat(map)
        .containsEntry("big", new BigInteger("12345678901234567890"))
        .containsEntry(
            "amount", Map.of("total", 9007199254740993L, "rate", new BigDecimal("0.10")));
    response.as(ObjectNode.class, MAPPER).removeAll();
    assertThat(response.map()).hasSize(8);
  }

  @Test
  void reportsWhatMapperOfTheCallerRefuses() {
    ObjectMapper strict = new ObjectMapper(); // fails on members that a class does not have

    assertThatThrownBy(() -> response(ORDER).as(CamelCase.class, strict))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The JSON does not fit " + CamelCase.class.getName() + ": ");
    assertThatThrownBy(() -> response("").as(CamelCase.class, MAPPER))
        .isExactlyInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> response("OK").as(CamelCase.class, MAPPER))
        .isExactlyInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> response(ORDER).as(Order.class, null)).hasMessage("mapper == null");
    assertThatThrownBy(() -> response(ORDER).to(Order.class, null)).hasMessage("mapper == null");
  }

  @Test
  void hasNoDataIfResponseIsEmpty() {
    Response response = response(204, "");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.data().isMissingNode()).isTrue();
    assertThat(response.map()).isEmpty();
    assertThat(response.text()).isEmpty();
    assertThat(response.bytes()).isEmpty();
    assertThat(response.get("a")).isNull();
    assertThat(response.get("/a/b")).isNull();
    assertThatThrownBy(() -> response.as(Order.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage("The JSON is empty, so it has no io.github.wxpay.ResponseTest$Order.");
  }

  @ParameterizedTest
  @CsvSource({"OK", "'a,b\n1,2'", "<html>", "'{\"a\":'"})
  void returnsTextIfBodyIsNotJson(String body) {
    Response response = response(body);

    assertThat(response.data().isTextual()).isTrue();
    assertThat(response.data().textValue()).isEqualTo(body);
    assertThat(response.text()).isEqualTo(body);
    for (Runnable reading :
        List.<Runnable>of(
            () -> response.get("a"), () -> response.as(Order.class), () -> response.map())) {
      assertThatThrownBy(reading::run).isExactlyInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"'{\"a\":1,\"a\":2}'", "'{\"a\":1}{\"a\":2}'", "'[1] 2'"})
  void refusesAmbiguousJsonInEveryMethod(String body) {
    Response response = response(body);

    for (Runnable reading :
        List.<Runnable>of(
            response::data,
            response::map,
            () -> response.get("a"),
            () -> response.as(Order.class))) {
      assertThatThrownBy(reading::run)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageStartingWith("The text cannot be read as JSON: ");
    }
    assertThat(response.text()).isEqualTo(body);
  }

  @Test
  void dataIsCopyThatMayBeModified() {
    Response response = response(ORDER);

    ((ObjectNode) response.data()).put("code_url", "changed").remove("amount");
    ((ObjectNode) response.as(JsonNode.class)).removeAll();
    response.as(ObjectNode.class).removeAll();
    response.as(new TypeReference<Map<String, JsonNode>>() {}).values().stream()
        .filter(JsonNode::isContainerNode)
        .forEach(node -> ((ContainerNode<?>) node).removeAll());
    response.map().clear();

    assertThat(response.get("code_url")).isEqualTo("weixin://x");
    assertThat(response.get("/amount/total")).isEqualTo("9007199254740993");
    assertThat(response.get("/list/1/b")).isEqualTo("true");
    assertThat(response.map()).hasSize(8);
    assertThat(response.data()).isEqualTo(response.data()).isNotSameAs(response.data());
  }

  @Test
  void parsesBodyOnceForManyThreads() throws Exception {
    AtomicInteger parsed = new AtomicInteger();
    Function<byte[], JsonNode> reader =
        bytes -> {
          parsed.incrementAndGet();
          return Json.read(bytes);
        };
    byte[] body = ORDER.getBytes(StandardCharsets.UTF_8);
    Response response =
        new Response(Incoming.of(200, Map.of(), body), reader, null, false, List.of());
    assertThat(parsed).as("nothing is parsed before it is read").hasValue(0);

    List<CompletableFuture<String>> readings = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      readings.add(CompletableFuture.supplyAsync(() -> response.get("/amount/total")));
    }
    for (CompletableFuture<String> reading : readings) {
      assertThat(reading.get(20, TimeUnit.SECONDS)).isEqualTo("9007199254740993");
    }
    assertThat(response.data().path("code_url").textValue()).isEqualTo("weixin://x");
    assertThat(response.map()).hasSize(8);
    assertThat(response.as(Order.class).amount.total).isEqualTo(9007199254740993L);
    assertThat(response.toString()).contains("weixin://x");

    assertThat(parsed).hasValue(1);
  }

  @Test
  void returnsCopyOfBytes() {
    Response response = response("{\"a\":1}");

    response.bytes()[0] = 'X';

    assertThat(response.text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void findsHeadersInAnyCase() {
    Response response = response("{}");

    assertThat(response.headers().first("request-id")).contains("REQ-1");
    assertThat(response.requestId()).isEqualTo("REQ-1");
  }

  @Test
  void printsStatusAndIndentedBody() {
    assertThat(response("{\"a\":0.10,\"b\":[1]}"))
        .hasToString("200 [Request-ID REQ-1]\n{\n  \"a\" : 0.10,\n  \"b\" : [ 1 ]\n}");
    assertThat(response("plain text")).hasToString("200 [Request-ID REQ-1]\nplain text");
    assertThat(response("{\"a\":1,\"a\":2}"))
        .hasToString("200 [Request-ID REQ-1]\n{\"a\":1,\"a\":2}");
    assertThat(response("12.50")).hasToString("200 [Request-ID REQ-1]\n12.50");
    assertThat(response(204, "")).hasToString("204 [Request-ID REQ-1]");
  }

  @Test
  void printsNoRequestIdIfThereIsNone() {
    Reply reply = Reply.signed("{}").with("Request-ID");

    Response response = Clients.over(FakeHttpClient.answering(reply)).chain("v3/a").get();

    assertThat(response.requestId()).isEmpty();
    assertThat(response).hasToString("200\n{ }");
  }

  private static Response response(String body) {
    return response(200, body);
  }

  private static Response response(int status, String body) {
    Reply reply = Reply.signed(status, body.getBytes(StandardCharsets.UTF_8));
    return Clients.over(FakeHttpClient.answering(reply)).chain("v3/a").get();
  }
}
