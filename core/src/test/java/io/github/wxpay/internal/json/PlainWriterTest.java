package io.github.wxpay.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are written without databind as by databind, and errors reported alike. */
@Timeout(120)
class PlainWriterTest {
  private static final int CASES = 6_000;

  @Test
  void randomValuesAreWrittenAsByDatabind() throws IOException {
    long seed = System.nanoTime();
    System.out.println("PlainWriterTest: seed " + seed);
    RandomValues values = new RandomValues(seed);
    int direct = 0;
    int refused = 0;

    for (int i = 0; i < CASES; i++) {
      Object value = values.body(4);
      UnaryOperator<String> cipher = i % 3 == 0 ? null : PlainWriterTest::cipher;
      String expected = outcome(() -> written(value, cipher));

      assertThat(outcome(() -> cipher == null ? Json.write(value) : Json.write(value, cipher)))
          .as("seed %d, case %d: %s", seed, i, value)
          .isEqualTo(expected);
      direct += isDirect(value, cipher) ? 1 : 0;
      refused += expected.startsWith("java.lang.") ? 1 : 0;
    }

    assertThat(direct).as("written directly, seed %d", seed).isBetween(CASES / 3, CASES * 9 / 10);
    assertThat(refused).as("refused, seed %d", seed).isGreaterThan(CASES / 50);
  }

  @Test
  void randomValuesBecomeNodesAsByDatabind() {
    long seed = System.nanoTime();
    System.out.println("PlainWriterTest: seed " + seed);
    RandomValues values = new RandomValues(seed);

    for (int i = 0; i < CASES; i++) {
      Object value = values.body(4);

      assertThat(outcome(() -> bytes(Json.node(value))))
          .as("node, seed %d, case %d: %s", seed, i, value)
          .isEqualTo(outcome(() -> bytes(made(value, Times.V3))));
      assertThat(outcome(() -> bytes(Json.fields(value))))
          .as("fields, seed %d, case %d: %s", seed, i, value)
          .isEqualTo(outcome(() -> bytes(made(value, Times.V2))));
    }
  }

  @Test
  void randomNodesAreWrittenCompactlyAsByDatabind() {
    long seed = System.nanoTime();
    System.out.println("PlainWriterTest: seed " + seed);
    RandomValues values = new RandomValues(seed);

    for (int i = 0; i < CASES; i++) {
      JsonNode node = values.node(4, i % 2 == 0);

      assertThat(compact(() -> Json.compact(node)))
          .as("seed %d, case %d: %s", seed, i, Trace.of(node))
          .isEqualTo(compact(() -> Databind.compact(node)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 62, 63, 64, 65, 66, 500, 1_000, 1_100})
  void deepValuesAreWrittenAsByDatabind(int depth) {
    Object maps = "leaf";
    Object lists = 1;
    Object mixed = Secret.of("leaf");
    JsonNode nodes = JsonNodeFactory.instance.textNode("leaf");
    for (int i = 0; i < depth; i++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("m", maps);
      maps = map;
      lists = List.of(lists);
      mixed = i % 2 == 0 ? List.of(mixed) : Map.of("m", mixed);
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      nodes = array.add(nodes);
    }

    for (Object value : List.of(maps, lists, mixed, nodes, Map.of("n", nodes))) {
      assertThat(outcome(() -> Json.write(value, PlainWriterTest::cipher)))
          .as("%d deep", depth)
          .isEqualTo(outcome(() -> written(value, PlainWriterTest::cipher)));
      assertThat(outcome(() -> bytes(Json.node(value))))
          .as("%d deep, as a node", depth)
          .isEqualTo(outcome(() -> bytes(made(value, Times.V3))));
    }
  }

  @Test
  void loopsAreReportedAsByDatabind() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("self", map);
    List<Object> list = new ArrayList<>();
    list.add(list);
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("list", new ArrayList<>(List.of(1, both)));

    for (Object loop : List.of(map, list, both)) {
      String expected = outcome(() -> written(loop, PlainWriterTest::cipher));

      assertThat(expected).contains("cannot be written as JSON");
      assertThat(outcome(() -> Json.write(loop, PlainWriterTest::cipher))).isEqualTo(expected);
    }
  }

  @Test
  void cipherThatFailsIsReportedAsByDatabind() {
    UnaryOperator<String> failing =
        text -> {
          throw new IllegalStateException("no key");
        };

    for (Object value : List.of(Secret.of("a"), Map.of("a", List.of(Secret.of("b"))))) {
      String expected = outcome(() -> written(value, failing));

      assertThat(expected).contains("no key");
      assertThat(outcome(() -> Json.write(value, failing))).isEqualTo(expected);
    }
  }

  private static String cipher(String text) {
    return "<" + text + ">";
  }

  private static boolean isDirect(Object value, UnaryOperator<String> cipher) {
    try {
      return PlainWriter.write(wire(new ByteArrayOutputStream()), value, cipher);
    } catch (IOException e) {
      return true;
    }
  }

  private static byte[] written(Object value, UnaryOperator<String> cipher) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = wire(bytes)) {
      Databind.write(out, value, cipher);
    } catch (IOException e) {
      throw unwritable(value, e);
    }
    return bytes.toByteArray();
  }

  private static JsonNode made(Object value, Times times) {
    try {
      return Databind.node(value, times);
    } catch (IOException e) {
      throw unwritable(value, e);
    }
  }

  private static JsonGenerator wire(ByteArrayOutputStream bytes) throws IOException {
    return new WireGenerator(Jackson.generator(Json.FACTORY, bytes))
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
  }

  private static RuntimeException unwritable(Object value, IOException e) {
    String type = value == null ? "null" : "A value " + Printable.type(value);
    return new IllegalArgumentException(
        type + " cannot be written as JSON: " + Databind.member(e), e);
  }

  private static byte[] bytes(JsonNode node) {
    return Trace.of(node).getBytes(StandardCharsets.UTF_8);
  }

  private static String outcome(Callable<byte[]> call) {
    try {
      return new String(call.call(), StandardCharsets.UTF_8);
    } catch (Exception | StackOverflowError e) {
      return e.getClass().getName() + ": " + e.getMessage();
    }
  }

  private static String compact(Callable<byte[]> call) {
    try {
      return new String(call.call(), StandardCharsets.UTF_8);
    } catch (Exception e) {
      return "fails"; // Json.compact throws a different exception
    }
  }
}
