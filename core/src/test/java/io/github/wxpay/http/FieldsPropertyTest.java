package io.github.wxpay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Header fields are judged and joined as a plain rule says. */
class FieldsPropertyTest {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  @Test
  void acceptsCharactersInNamesAndValuesByTheGrammar() {
    for (int c = 0; c <= 0xffff; c++) {
      String text = String.valueOf((char) c);
      for (String name : List.of(text, "x" + text)) {
        assertThat(catchThrowable(() -> Headers.of(Map.of(name, "v"))) == null)
            .as("name with %x", c)
            .isEqualTo(TOKEN.matcher(name).matches());
      }
      for (Object value : List.of(text, "x" + text, List.of("x", text + "x"))) {
        boolean good = VALUE.matcher(text).matches();
        assertThat(catchThrowable(() -> Headers.of(Map.of("x", value))) == null)
            .as("value with %x", c)
            .isEqualTo(good);
      }
    }
    assertThat(catchThrowable(() -> Headers.of(Map.of("", "v")))).isNotNull();
    assertThat(Headers.of(Map.of("x", "")).all("x")).containsExactly("");
  }

  @Test
  void joinsReceivedFieldsOfAnyShapeInOrder() {
    long seed = System.nanoTime();
    System.out.println("FieldsPropertyTest: seed " + seed);
    Random random = new Random(seed);

    for (int i = 0; i < 20_000; i++) {
      Map<String, Object> received = new LinkedHashMap<>();
      Map<String, List<String>> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      int fields = random.nextInt(6);
      for (int j = 0; j < fields; j++) {
        String name = random.nextBoolean() ? "ab" : "x";
        name = random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
        name = random.nextInt(4) > 0 ? name : "Ab";
        if (received.containsKey(name)) {
          continue;
        }
        List<String> values = values(random);
        received.put(name, shaped(random, values));
        List<String> before = expected.get(name);
        if (before == null) {
          expected.put(name, values);
        } else if (!before.equals(values)) {
          List<String> joined = new ArrayList<>(before);
          joined.addAll(values);
          expected.put(name, joined);
        }
      }

      Headers headers = Headers.received(received);

      for (String name : Set.of("AB", "X", "absent")) {
        List<String> all = expected.getOrDefault(name, List.of());
        assertThat(headers.all(name)).as("seed %d, case %d", seed, i).isEqualTo(all);
        assertThat(headers.first(name)).isEqualTo(all.stream().findFirst());
      }
    }
  }

  @Test
  void copiesReceivedFields() {
    List<String> list = new ArrayList<>(List.of("1", "2"));
    String[] array = {"3"};
    Map<String, Object> received = new LinkedHashMap<>();
    received.put("A", list);
    received.put("B", array);
    received.put("C", null);
    received.put(null, "d");

    Headers headers = Headers.received(received);
    list.set(0, "changed");
    array[0] = "changed";
    received.clear();

    assertThat(headers).hasToString("{A=[1, 2], B=[3]}");
    assertThat(catchThrowable(() -> headers.all("A").add("x")))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void replacesFieldsByOthers() {
    Headers some = Headers.of(Map.of("A", "1", "b", "2"));
    Headers none = Headers.none();

    assertThat(some.with(none)).hasToString(some.toString());
    assertThat(none.with(some)).hasToString(some.toString());
    assertThat(none.with(none)).hasToString("{}");
    assertThat(some.with(Map.of())).hasToString(some.toString());
    assertThat(some.with(Map.of("B", List.of("3", "4"), "c", 5)))
        .hasToString("{A=[1], b=[3, 4], c=[5]}");
    assertThat(catchThrowable(() -> some.with(Map.of("Host", "a"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(some).hasToString("{A=[1], b=[2]}");
  }

  private static List<String> values(Random random) {
    List<String> values = new ArrayList<>();
    int size = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3) / 2;
    for (int i = 0; i < size; i++) {
      values.add(random.nextInt(10) == 0 ? "null" : String.valueOf(random.nextInt(3)));
    }
    return values;
  }

  private static Object shaped(Random random, List<String> values) {
    switch (random.nextInt(6)) {
      case 0:
        return values.toArray(new String[0]);
      case 1:
        return Collections.enumeration(values);
      case 2:
        return new LinkedHashMap<>(Map.of(1, values)).values().iterator().next();
      case 3:
        return values.size() == 1 ? values.get(0) : List.copyOf(values);
      case 4:
        List<Object> mixed = new ArrayList<>();
        values.forEach(value -> mixed.add(value.equals("null") ? null : CharBuffer.wrap(value)));
        return mixed;
      default:
        return values.size() == 1 && values.get(0).matches("\\d")
            ? Integer.valueOf(values.get(0))
            : Arrays.asList(values.toArray());
    }
  }
}
