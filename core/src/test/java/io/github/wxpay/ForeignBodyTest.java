package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.PersistentArrayMap;
import clojure.lang.Ratio;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import groovy.lang.GString;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.GStringImpl;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Bodies of other JSON libraries and other languages. */
class ForeignBodyTest {
  private final FakeHttpClient http = FakeHttpClient.succeeding();
  private final Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();

  // Trees

  @ParameterizedTest(name = "{0}")
  @MethodSource("trees")
  void sendsTreeAsItsJson(String name, Object tree, String json) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", List.of(tree));
    map.put("b", Map.of("c", tree));

    wxpay.chain("v3/a").post(tree);
    wxpay.chain("v3/a").post(map);
    wxpay.chain("v3/a").post(new Holder(tree));
    wxpay.chain("v3/a").postAsync(List.of(tree)).join();
    wxpay.chain("v3/a").post(new Multipart("B").append("meta", tree));

    assertThat(http.sent().get(0).text()).isEqualTo(json);
    assertThat(http.sent().get(0).isSigned()).isTrue();
    assertThat(http.sent().get(1).text()).isEqualTo("{\"a\":[%1$s],\"b\":{\"c\":%1$s}}", json);
    assertThat(http.sent().get(2).text()).isEqualTo("{\"value\":%s}", json);
    assertThat(http.sent().get(3).text()).isEqualTo("[%s]", json);
    assertThat(http.sent().get(4).text()).contains("name=\"meta\"\r\n\r\n" + json + "\r\n");
    byte[] meta = json.getBytes(StandardCharsets.UTF_8);
    assertThat(http.sent().get(4).isSignedOver(meta)).isTrue();
  }

  static Stream<Arguments> trees() {
    String json =
        "{\"mchid\":\"1900000109\",\"text\":\"\u5fae\ud83d\ude00\\\"\",\"total\":100,"
            + "\"long\":12345678901234567890,\"rate\":0.10,\"list\":[1,null,true,{}]}";
    JSONObject ofOrgJson =
        new JSONObject(Map.of("amount", Map.of("total", new BigDecimal("1E+2"))));
    com.alibaba.fastjson.JSONObject fastjson = new com.alibaba.fastjson.JSONObject(true);
    fastjson.fluentPut("total", new BigDecimal("1E+2")).fluentPut("none", null);
    fastjson.put("at", Instant.ofEpochSecond(1_700_000_000L));
    com.alibaba.fastjson2.JSONObject fastjson2 =
        com.alibaba.fastjson2.JSONObject.of("total", 1e7, "none", null);
    fastjson2.put("list", com.alibaba.fastjson2.JSONArray.of(1, Map.of("a", 2)));
    return Stream.of(
        arguments("Jackson 3", new JsonNode(json), json),
        arguments("Jackson 3, subclass", new JsonNode("[1E+2, 100.00]") {}, "[100,100]"),
        arguments("Gson", JsonParser.parseString(json), json),
        arguments("Gson, array", array(1, 1e2), "[1,100]"),
        arguments("Gson, text", new JsonPrimitive("a\"b"), "\"a\\\"b\""),
        arguments("Gson, number", new JsonPrimitive(new BigDecimal("0.10")), "0.10"),
        arguments("Gson, true", new JsonPrimitive(true), "true"),
        arguments("Gson, null", JsonNull.INSTANCE, "null"),
        arguments("org.json", ofOrgJson, "{\"amount\":{\"total\":100}}"),
        arguments("org.json, array", new JSONArray(List.of("</b>")), "[\"</b>\"]"),
        arguments("org.json, null", JSONObject.NULL, "null"),
        arguments(
            "fastjson",
            fastjson,
            "{\"total\":100,\"none\":null,\"at\":\"2023-11-15T06:13:20+08:00\"}"),
        arguments(
            "fastjson 2", fastjson2, "{\"total\":10000000,\"none\":null,\"list\":[1,{\"a\":2}]}"));
  }

  private static JsonArray array(Number... numbers) {
    JsonArray array = new JsonArray();
    List.of(numbers).forEach(array::add);
    return array;
  }

  /** An object of the caller's that holds a value. */
  public static final class Holder {
    private final Object value;

    Holder(Object value) {
      this.value = value;
    }

    public Object getValue() {
      return value;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void sendsTreeAsFieldsOfApiv2(String name, Object body) {
    wxpay.v2().chain("pay/orderquery").post(body);

    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "n");
    fields.put("total_fee", "100");
    String sign = Hash.sign(Hash.ALGO_MD5, fields, Fixtures.SECRET);
    assertThat(http.only().text())
        .contains("<mch_id>1900000109</mch_id>", "<total_fee>100</total_fee>", sign);
  }

  static Stream<Arguments> fields() {
    JsonObject gson = new JsonObject();
    gson.addProperty("mch_id", Fixtures.MCHID);
    gson.addProperty("nonce_str", "n");
    gson.addProperty("total_fee", new BigDecimal("1E+2"));
    Map<String, Object> mixed = new LinkedHashMap<>();
    mixed.put("mch_id", new JsonPrimitive(Fixtures.MCHID));
    mixed.put("nonce_str", JsonNodeFactory.instance.textNode("n"));
    mixed.put("total_fee", new JsonNode("1E+2"));
    return Stream.of(
        arguments("Gson", gson),
        arguments("Jackson 3", new JsonNode(gson.toString())),
        arguments("org.json", new JSONObject(gson.toString())),
        arguments("fastjson", com.alibaba.fastjson.JSON.parseObject(gson.toString())),
        arguments("fastjson 2", com.alibaba.fastjson2.JSON.parseObject(gson.toString())),
        arguments("a map of trees", mixed));
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("badTrees")
  void refusesTreeThatIsNotJsonOrExceedsLimit(Object tree, String problem) {
    String refused = Printable.type(tree) + ", whose text is not JSON that can be sent (" + problem;

    assertThatThrownBy(() -> wxpay.chain("v3/a").post(Map.of("a", List.of(1, tree))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be written as JSON: /a/1 is " + refused);
    assertThatThrownBy(() -> wxpay.chain("v3/a").post(tree)).hasMessageContaining(refused);
    assertThat(http.sent()).isEmpty();
  }

  static Stream<Arguments> badTrees() {
    JsonElement deep = JsonNull.INSTANCE;
    for (int i = 0; i < 65; i++) {
      JsonArray array = new JsonArray();
      array.add(deep);
      deep = array;
    }
    return Stream.of(
        arguments(new JsonNode("{\"a\":1,\"a\":2}"), "Duplicate field 'a'"),
        arguments(new JsonNode("{\"a\":1} 2"), "Trailing token"),
        arguments(new JsonNode(""), "it is null"),
        arguments(new JsonNode(null), "it is null"),
        arguments(new JsonNode("\"\ud83d\""), "it contains an unpaired surrogate"),
        arguments(new JsonNode("JsonNode@1f"), "Unrecognized token"),
        arguments(new JsonPrimitive(Double.NaN), ""),
        arguments(new JsonPrimitive(BigInteger.TEN.pow(64)), "Number value length (65)"),
        arguments(deep, "Document nesting depth (65)"));
  }

  @Test
  void namesUnpairedSurrogateThatIsEscapedInTree() {
    JsonNode half = new JsonNode("{\"b\":\"\\ud83d\"}");

    assertThatThrownBy(() -> wxpay.chain("v3/a").post(Map.of("a", half)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a/b contains an unpaired surrogate");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void encryptsSecretsBesideTrees() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("gson", new JsonPrimitive(1));
    body.put(
        "fastjson", new com.alibaba.fastjson2.JSONObject(Map.of("s", Wxpay.secret("topsecret"))));

    wxpay.chain("v3/a").post(body);

    assertThat(http.only().text())
        .startsWith("{\"gson\":1,\"fastjson\":{\"s\":\"")
        .doesNotContain("topsecret")
        .hasSizeGreaterThan(300);
  }

  // Collections of other languages

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void refusesForeignCollectionBeforeSigning(String type, Object value) {
    List<Consumer<Object>> ways =
        List.of(
            v -> wxpay.chain("v3/a").post(v),
            v -> wxpay.chain("v3/a").post(Map.of("a", List.of(v))),
            v -> wxpay.chain("v3/a").post(new Holder(v)),
            v -> wxpay.chain("v3/a").post(new Multipart("B").append("a", v)),
            v -> wxpay.chain("v3/a/{id}").get(Options.of("id", v)),
            v -> wxpay.chain("v3/a").get(Options.none().query("q", v)),
            v -> wxpay.chain("v3/a").get(Map.of("headers", Map.of("h", v))),
            v -> wxpay.v2().chain("pay/orderquery").post(v),
            v -> wxpay.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID, "a", v)));

    assertThat(value.getClass().getName()).isEqualTo(type);
    for (int i = 0; i < ways.size(); i++) {
      Consumer<Object> way = ways.get(i);
      assertThatThrownBy(() -> way.accept(value))
          .as("way %d", i)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("of type " + type);
    }
    assertThat(http.sent()).isEmpty();
  }

  static Stream<Arguments> foreign() {
    return Stream.of(
            scala("scala.collection.immutable.Map$Map1", "a", 1),
            scala(
                "scala.collection.immutable.$colon$colon",
                1,
                scala("scala.collection.immutable.Nil$")),
            scala("scala.Some", 1),
            scala("scala.Tuple2", "a", 1),
            Keyword.intern("native"),
            new groovy.util.Expando(Map.of("a", 1)))
        .map(value -> arguments(value.getClass().getName(), value));
  }

  /** Scala's class files have annotations that javac warns of. */
  private static Object scala(String type, Object... arguments) {
    try {
      Class<?> found = Class.forName(type);
      return arguments.length == 0
          ? found.getField("MODULE$").get(null)
          : found.getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Test
  void sendsMapsAndListsOfOtherLanguages() {
    Object map =
        PersistentArrayMap.createAsIfByAssoc(new Object[] {"a", 1, text("k", 2), text("v", 2)});
    Object list = LazilyPersistentVector.create(List.of(map, "b"));

    wxpay.chain("v3/a").post(list);
    wxpay
        .v2()
        .chain("pay/orderquery")
        .post(
            PersistentArrayMap.createAsIfByAssoc(
                new Object[] {text("mch_id", ""), text(Fixtures.MCHID, ""), "nonce_str", "n"}));

    assertThat(http.sent().get(0).text()).isEqualTo("[{\"a\":1,\"k2\":\"v2\"},\"b\"]");
    assertThat(http.sent().get(1).text())
        .startsWith("<xml><mch_id>1900000109</mch_id><nonce_str>n</nonce_str><sign>");
  }

  @Test
  void refusesNamesThatAreNotTexts() {
    Keyword keyword = Keyword.intern("mch_id");
    Map<?, ?> map = (Map<?, ?>) PersistentArrayMap.createAsIfByAssoc(new Object[] {keyword, "1"});
    Map<?, ?> plain = Map.of(keyword, "1");

    for (Map<?, ?> body : List.of(map, plain)) {
      assertThatThrownBy(() -> wxpay.chain("v3/a").post(body))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a key is of type clojure.lang.Keyword; use a text");
      assertThatThrownBy(() -> wxpay.chain("v3/a").get(Options.none().query("q", body)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("The name of a field is of type clojure.lang.Keyword. Use a text.");
      assertThatThrownBy(() -> wxpay.v2().chain("pay/orderquery").post(body))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("The name of a field is of type clojure.lang.Keyword. Use a text.");
      assertThatThrownBy(() -> wxpay.chain("v3/a").get(typed(body)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("A name is of type clojure.lang.Keyword. Use a text.");
      assertThatThrownBy(() -> Wxpay.of(typed(body)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("A name is of type clojure.lang.Keyword. Use a text.");
    }
    assertThat(http.sent()).isEmpty();
  }

  /** Returns a map with types of another language. */
  @SuppressWarnings("unchecked")
  private static Map<String, ?> typed(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }

  @Test
  void sendsNamesThatAnAnnotationMakesTexts() {
    wxpay.chain("v3/a").post(Map.of(new Named("a"), 1));
    wxpay.chain("v3/a").post(Map.of(new Valued("b"), 1));

    assertThat(http.sent().get(0).text()).isEqualTo("{\"a\":1}");
    assertThat(http.sent().get(1).text()).isEqualTo("{\"b\":1}");
  }

  static final class Named {
    @JsonKey public final String name;

    Named(String name) {
      this.name = name;
    }
  }

  static final class Valued {
    @JsonValue public final String name;

    Valued(String name) {
      this.name = name;
    }
  }

  @Test
  void namesRatioThatHasNoDigits() {
    Ratio third = new Ratio(BigInteger.ONE, BigInteger.valueOf(3));

    assertThatThrownBy(() -> wxpay.chain("v3/a").post(Map.of("a", third)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a is '1/3' instead of a number");
  }

  // Texts

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void acceptsAnyCharSequenceAsText(CharSequence text) {
    Map<Object, Object> config = new LinkedHashMap<>();
    config.put(text("i", "d"), text);
    config.put("params", Map.of(text("q", ""), text));
    config.put("headers", Map.of(text("h", ""), text));

    wxpay.chain("v3/a/{id}").post(Map.of("a", text, text, 1), typed(config));
    wxpay.chain("v3/a/{id}").with("id", text).query("q", text).post(text);
    wxpay.chain("v3/a").post(Wxpay.fields(text("a", ""), text));
    wxpay.chain("v3/a").post(new Multipart("B").append("a", text));
    wxpay.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID, text, text));

    assertThat(http.sent().get(0).text()).contains("\"a\":\"b1\"", "\"b1\":1");
    assertThat(http.sent().get(0).target()).isEqualTo("/v3/a/b1?q=b1");
    assertThat(http.sent().get(0).headers("h")).containsExactly("b1");
    assertThat(http.sent().get(1).text()).isEqualTo("b1");
    assertThat(http.sent().get(1).target()).isEqualTo("/v3/a/b1?q=b1");
    assertThat(http.sent().get(2).text()).isEqualTo("{\"a\":\"b1\"}");
    assertThat(http.sent().get(3).text()).contains("name=\"a\"\r\n\r\nb1\r\n");
    assertThat(http.sent().get(4).text()).contains("<b1>b1</b1>");
  }

  static Stream<CharSequence> texts() {
    StringBuilder builder = new StringBuilder();
    builder.append("b1");
    return Stream.of("b1", builder, CharBuffer.wrap("b1"), text("b", 1));
  }

  private static GString text(String text, Object value) {
    return new GStringImpl(new Object[] {value}, new String[] {text, ""});
  }

  @Test
  void acceptsAnyCharSequenceInTheDictionary() {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    Fixtures.dictionary()
        .forEach(
            (name, value) ->
                dictionary.put(
                    text(name, ""),
                    value instanceof String ? CharBuffer.wrap((String) value) : value));
    dictionary.put("headers", Collections.singletonMap(text("h", ""), text("b", 1)));

    try (Wxpay read = Wxpay.of(typed(dictionary))) {
      assertThat(read.mchid()).isEqualTo(Fixtures.MCHID);
    }
  }
}
