package io.github.wxpay.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents are read without databind as by databind, and fail alike. */
@Timeout(120)
class TreesTest {
  private static final String ORDER =
      "{\"mchid\":\"1900000109\",\"amount\":{\"total\":100,\"fee\":-0.50,\"big\":1E400},"
          + "\"list\":[1,2147483648,12345678901234567890,true,false,null,\"微\\u4fe1\\ud83d\\ude00\","
          + "{\"a\":[]},{}],\"e\":\"\"}";
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"a\"",
          "\"b\"",
          "\"a\":",
          "1",
          "-0",
          "0.10",
          "1e5",
          "true",
          "null",
          " ",
          "\n",
          "\"\\u0061\"",
          "01",
          "NaN",
          "/**/",
          "'a'",
          "\ud83d",
          "微",
          "\u0000");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\t ",
        "\ufeff",
        "\ufeff{}",
        "\ufeff\ufeff{}",
        "{}",
        "[]",
        "\"\"",
        "null",
        "true",
        "0",
        "-0",
        "-0.0",
        "1.0",
        "1.10",
        "1E2",
        "1E+400",
        "1e-400",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "01",
        "-01",
        "+1",
        ".5",
        "1.",
        "1e",
        "--1",
        "0x10",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "'a'",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":}",
        "{1:2}",
        "// c\n1",
        "/* c */ 1",
        "# c\n1",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}",
        "[{\"a\":1},{\"a\":{\"b\":[{\"d\":1,\"d\":1}]}}]",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}",
        "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
        "[{\"a\":1},{\"a\":1}]",
        "{\"a\":1,\"a\":",
        "{\"a\":1,\"a\"",
        "{} {}",
        "{}[]",
        "{}}",
        "{}]",
        "1 2",
        "\"a\"\"b\"",
        "{} x",
        "{},",
        "null null",
        "{}\u0000",
        "{} \n\t",
        "}",
        "]",
        "{]",
        "[}",
        "\"\u0000\"",
        "\"a\nb\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud83d\"",
        "{\"\\ude00\":1}",
        "\"a",
        "<xml/>",
        "{\"a\":tru}",
        "{\"a\":nullx}",
        "\u00a0{}",
        "\u2028{}",
      })
  void documentIsReadAsByDatabind(String document) {
    compare(document.getBytes(StandardCharsets.UTF_8));
    compare(("[" + document + "]").getBytes(StandardCharsets.UTF_8));
    compare(("{\"a\":" + document + ",\"b\":1}").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void documentTruncatedAtAnyByteIsReadAsByDatabind() {
    byte[] whole = ORDER.getBytes(StandardCharsets.UTF_8);

    for (int length = 0; length <= whole.length; length++) {
      compare(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void documentWithAnyByteReplacedIsReadAsByDatabind() {
    byte[] whole = ORDER.getBytes(StandardCharsets.UTF_8);

    for (int at = 0; at < whole.length; at++) {
      for (int b : new int[] {0, ' ', '"', '{', ']', ',', ':', '0', 'e', '\\', 0x80, 0xc3, 0xff}) {
        byte[] changed = whole.clone();
        changed[at] = (byte) b;
        compare(changed);
      }
    }
  }

  @Test
  void documentInAnotherEncodingIsReadAsByDatabind() {
    for (String name :
        List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "GB18030", "ISO-8859-1")) {
      compare(ORDER.getBytes(Charset.forName(name)));
    }
  }

  @Test
  void randomDocumentsAreReadAsByDatabind() {
    long seed = System.nanoTime();
    System.out.println("TreesTest: seed " + seed);
    Random random = new Random(seed);
    int trees = 0;

    for (int i = 0; i < 30_000; i++) {
      StringBuilder text = new StringBuilder();
      int pieces = random.nextInt(9);
      for (int j = 0; j < pieces; j++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      boolean tree = compare(text.toString().getBytes(StandardCharsets.UTF_8));
      trees += tree ? 1 : 0;
    }

    assertThat(trees).as("documents that are JSON, seed %d", seed).isGreaterThan(500);
  }

  @Test
  void randomTreesAreReadAsByDatabind() {
    long seed = System.nanoTime();
    System.out.println("TreesTest: seed " + seed);
    RandomValues values = new RandomValues(seed);

    for (int i = 0; i < 5_000; i++) {
      JsonNode node = values.node(6, false);
      byte[] json = Json.compact(node);

      assertThat(compare(json)).as("seed %d, case %d", seed, i).isTrue();
      mapsAsByDatabind(Json.read(json));
    }
  }

  @Test
  void documentAtAndBeyondEachLimitIsReadAsByDatabind() {
    for (int depth : new int[] {63, 64, 65, 66, 1_000, 100_000}) {
      compare(ascii("[".repeat(depth) + "]".repeat(depth)));
      compare(ascii("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
      compare(ascii("[".repeat(depth)));
    }
    for (int digits : new int[] {63, 64, 65, 66, 10_000}) {
      compare(ascii("1".repeat(digits)));
      compare(ascii("[0." + "1".repeat(digits) + "]"));
      compare(ascii("{\"a\":-" + "1".repeat(digits) + ".0}"));
      compare(ascii("1E" + "1".repeat(digits)));
    }
    compare(ascii("1E2147483647"));
    compare(ascii("1E2147483648"));
    compare(ascii("1E-2147483648"));
    for (int length : new int[] {(4 << 20) - 1, 4 << 20, (4 << 20) + 1}) {
      compare(ascii("\"" + "a".repeat(length) + "\""));
      compare(ascii("{\"" + "a".repeat(length / 64) + "\":1}"));
    }
    for (int tokens : new int[] {499_997, 499_998, 499_999, 500_000}) {
      compare(ascii("[" + "1,".repeat(tokens - 1) + "1]"));
    }
    compare(ascii(" ".repeat(8 << 20) + "1"));
    compare(
        ascii(
            "[\""
                + "a".repeat(3 << 20)
                + "\",\""
                + "a".repeat(3 << 20)
                + "\",\""
                + "a".repeat(3 << 20)
                + "\"]"));
  }

  @Test
  void mapOfAnyNodeIsWhatDatabindConverts() {
    long seed = System.nanoTime();
    System.out.println("TreesTest: seed " + seed);
    RandomValues values = new RandomValues(seed);

    for (int i = 0; i < 5_000; i++) {
      Object value = values.body(4);
      JsonNode node;
      try {
        node = Json.node(value);
      } catch (IllegalArgumentException e) {
        continue; // it cannot be written
      }
      mapsAsByDatabind(node);
    }
    mapsAsByDatabind(JsonNodeFactory.instance.missingNode());
    mapsAsByDatabind(JsonNodeFactory.instance.nullNode());
  }

  @Test
  void mapAndItsPartsCanBeModified() {
    Map<String, Object> map = Json.map(Json.read(ascii("{\"b\":{\"c\":1},\"a\":[1]}")));

    map.put("d", null);
    asMap(map.get("b")).put("e", 1);
    asList(map.get("a")).add(2);

    assertThat(map).hasToString("{b={c=1, e=1}, a=[1, 2], d=null}");
  }

  @SuppressWarnings("unchecked") // what Json.map promises
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked") // what Json.map promises
  private static List<Object> asList(Object value) {
    return (List<Object>) value;
  }

  private static void mapsAsByDatabind(JsonNode node) {
    assertThat(outcome(() -> Trace.ofValue(Json.map(node))))
        .as("%s", Trace.of(node))
        .isEqualTo(
            outcome(
                () ->
                    Trace.ofValue(
                        Databind.as(
                            node,
                            new TypeReference<LinkedHashMap<String, Object>>() {},
                            Databind.MAPPER))));
  }

  /** Compares both ways of reading with databind; returns whether the document is JSON. */
  private static boolean compare(byte[] json) {
    String shown =
        json.length > 300 ? json.length + " bytes" : new String(json, StandardCharsets.UTF_8);
    String expected = databind(json);

    assertThat(outcome(() -> Trace.of(Json.read(json)))).as("%s", shown).isEqualTo(kind(expected));
    assertThat(outcome(() -> Trace.of(Json.readOrText(json))))
        .as("%s, or text", shown)
        .isEqualTo(
            expected.equals("no JSON")
                ? Trace.of(TextNode.valueOf(new String(json, StandardCharsets.UTF_8)))
                : kind(expected));
    return !expected.startsWith("no ");
  }

  private static String kind(String expected) {
    return expected.startsWith("no ") ? "malformed" : expected;
  }

  private static String databind(byte[] json) {
    try {
      return Trace.of(Databind.MAPPER.readTree(json));
    } catch (JsonParseException e) {
      return e.getOriginalMessage().startsWith("Duplicate field") ? "no single name" : "no JSON";
    } catch (JsonProcessingException e) { // a limit, or more behind the value
      return "no single value within the limits";
    } catch (NumberFormatException e) { // databind lets it pass
      return "no number";
    } catch (IOException e) { // of bytes that are not text
      return "no text";
    }
  }

  private static String outcome(Supplier<String> call) {
    try {
      return call.get();
    } catch (MalformedException e) {
      return "malformed";
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
