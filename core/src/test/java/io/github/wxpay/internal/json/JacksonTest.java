package io.github.wxpay.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JacksonTest {
  /** As Jackson 2.14 has it: without limits. */
  private static final JsonFactory UNLIMITED =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @Test
  void acceptsItsOwnVersions() {
    Jackson.requireSupported();
  }

  @ParameterizedTest
  @CsvSource({
    "13, 13", "14, 13", "13, 14", "14, 14", "15, 14", "15, 17", "17, 16", "18, 17", "18, 18",
    "18, 23", "20, 21", "21, 13", "21, 21", "23, 23"
  })
  void acceptsVersionsThatFit(int core, int databind) {
    assertThat(Jackson.problem(version(core), version(databind))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12, 'jackson-core 2.12.3, but Wxpay requires 2.13 or newer'",
    "9, 21, 'jackson-core 2.9.3, but Wxpay requires 2.13 or newer'",
    "21, 12, 'jackson-databind 2.12.3, but Wxpay requires 2.13 or newer'",
    "14, 15, 'jackson-core 2.14.3, which is too old for jackson-databind 2.15.3'",
    "16, 21, 'jackson-core 2.16.3, which is too old for jackson-databind 2.21.3'",
    "17, 18, 'jackson-core 2.17.3, which is too old for jackson-databind 2.18.3'"
  })
  void saysWhichVersionIsTooOldAndHowToRaiseIt(int core, int databind, String what) {
    assertThat(Jackson.problem(version(core), version(databind)))
        .isEqualTo(
            "The class path has "
                + what
                + ". In a Spring Boot project set the property <jackson-bom.version> in the POM; in"
                + " other projects import one newer version of com.fasterxml.jackson:jackson-bom.");
  }

  private static Version version(int minor) {
    return new Version(2, minor, 3, null, "com.fasterxml.jackson.core", "jackson-any");
  }

  @ParameterizedTest
  @MethodSource("beyondLimits")
  void countsAsJacksonDoes(String json) {
    Throwable jackson = catchThrowable(() -> read(Json.FACTORY.createParser(bytes(json))));
    String words = jackson.getMessage().replaceFirst(", from `.*`\\)(?s:.*)", ")");

    assertThatThrownBy(() -> read(limited(json)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(JsonParseException.class) // which would be read as a text
        .hasMessage(words);
    assertThat(words).containsPattern("\\([0-9]+\\) exceeds the maximum allowed \\([0-9]+\\)$");
  }

  private static List<String> beyondLimits() {
    return List.of(
        "[".repeat(65),
        "{\"a\":".repeat(65),
        "[".repeat(64) + "]".repeat(63) + ",[" + "[".repeat(63),
        "1" + "0".repeat(64),
        "-0." + "1".repeat(64),
        "[1e" + "1".repeat(64) + "]",
        "\"" + "a".repeat((4 << 20) + 1) + "\"",
        "{\"" + "a".repeat(50_001) + "\":1}",
        "[" + "1,".repeat(500_001) + "1]");
  }

  @ParameterizedTest
  @MethodSource("withinLimits")
  void acceptsExactLimits(String json) throws IOException {
    assertThat(read(limited(json)))
        .isEqualTo(read(Json.FACTORY.createParser(bytes(json))))
        .isPositive();
  }

  private static List<String> withinLimits() {
    return List.of(
        "[".repeat(64) + "]".repeat(64),
        "[" + "[[]],".repeat(100) + "1]",
        "-1" + "0".repeat(63),
        "-0." + "1".repeat(63),
        "\"" + "a".repeat(4 << 20) + "\"",
        "{\"" + "a".repeat(50_000) + "\":1}",
        "[" + "1,".repeat(499_997) + "1]");
  }

  @Test
  void countsSkippedTokens() throws IOException {
    JsonParser deep = limited("[" + "[".repeat(64));
    deep.nextToken();
    assertThatThrownBy(deep::skipChildren).hasMessageContaining("nesting depth (65)");

    JsonParser in = limited("[[1,{\"a\":[]}],2]");
    in.nextToken();
    assertThat(in.nextToken()).isEqualTo(JsonToken.START_ARRAY);
    assertThat(in.skipChildren().currentToken()).isEqualTo(JsonToken.END_ARRAY);
    assertThat(in.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
    assertThat(in.skipChildren().getIntValue()).isEqualTo(2);
  }

  private static JsonParser limited(String json) throws IOException {
    return new LimitedParser(UNLIMITED.createParser(bytes(json)));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of tokens. */
  private static int read(JsonParser in) throws IOException {
    int tokens = 0;
    while (in.nextToken() != null) {
      tokens++;
      assertThat(in.getText()).isNotNull(); // a text is decoded when it is asked for
    }
    return tokens;
  }
}
