package io.github.wxpay;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.testing.BadInput;
import io.github.wxpay.testing.BadInput.Use;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.JsonCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong entries of a dictionary, of a file that holds one, and of the environment. */
class BadDictionaryTest {
  private static final Map<String, Use<Map<String, Object>>> CODE =
      Map.ofEntries(
          entry("dictionary null", d -> Wxpay.of(null)),
          entry(
              "privateKey is a public key object",
              d -> of(d, "privateKey", Fixtures.merchantPublicKey())),
          entry("certs by numbers", d -> of(d, "certs", new HashMap<>(Map.of(1, "a")))),
          entry(
              "certs of a private key object",
              d -> of(d, "certs", Map.of("A", Fixtures.platformKey()))),
          entry("a key null", d -> of(d, null, "x")),
          entry("file null", d -> Wxpay.load(null)));

  @TempDir static Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusesWrongDictionary(BadInput<Map<String, Object>> row) {
    row.assertRefusedBy(Fixtures.dictionary());
  }

  private static Stream<BadInput<Map<String, Object>>> rows() {
    Map<String, String> variables =
        Map.of(
            "folder", folder.toString(),
            "publicKeyType", Fixtures.merchantPublicKey().getClass().getName(),
            "privateKeyType", Fixtures.platformKey().getClass().getName());
    return BadInput.rows("dictionary.json", BadDictionaryTest::use, CODE, variables);
  }

  /**
   * Input: entries {@code with} which, or one {@code without} which, a complete dictionary is
   * wrong; a whole {@code dictionary}; the {@code json} of a file, or the path of a {@code file};
   * the variables of an {@code environment}.
   */
  private static void use(Map<String, Object> dictionary, JsonNode input) throws Exception {
    assertThat(input).hasSize(1);
    JsonNode value = input.iterator().next();
    switch (input.fieldNames().next()) {
      case "with":
        dictionary.putAll(JsonCalls.map(value));
        Wxpay.of(dictionary);
        return;
      case "without":
        dictionary.remove(value.textValue());
        Wxpay.of(dictionary);
        return;
      case "dictionary":
        Wxpay.of(JsonCalls.map(value));
        return;
      case "json":
        Wxpay.load(Files.writeString(folder.resolve("wxpay.json"), value.textValue()));
        return;
      case "file":
        Wxpay.load(Path.of(value.textValue()));
        return;
      case "environment":
        ConfigReader.environment(
            JsonCalls.map(value).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> (String) e.getValue())));
        return;
      default:
        throw new AssertionError("no such input: " + input);
    }
  }

  @Test
  void doesNotChangeCallersDictionary() {
    Map<String, Object> dictionary = Fixtures.dictionary();
    Map<String, Object> before = new LinkedHashMap<>(dictionary);

    Wxpay.of(Collections.unmodifiableMap(dictionary));

    assertThat(dictionary).isEqualTo(before);
  }

  private static void of(Map<String, Object> dictionary, String key, Object value) {
    dictionary.put(key, value);
    Wxpay.of(dictionary);
  }
}
