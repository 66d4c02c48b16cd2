package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Problem.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the lengths, ranges and patterns of fields. */
class LimitsTest {
  private static final Set<Kind> LIMITS =
      Set.of(Kind.TOO_SHORT, Kind.TOO_LONG, Kind.TOO_SMALL, Kind.TOO_LARGE, Kind.NOT_MATCHING);
  private static final Catalogue CATALOGUE =
      Catalogue.of(
          RemakeTest.remade(
              "{'version':'v3','method':'POST','path':'v3/limited/{id}','title':'t','kind':'json',"
                  + "'status':[200],"
                  + "'pathParams':[{'name':'id','type':'string','maxLength':3}],"
                  + "'query':[{'name':'limit','type':'integer','minimum':20,'maximum':100}],"
                  + "'request':["
                  + "{'name':'name','type':'string','minLength':2,'maxLength':4},"
                  + "{'name':'attach','type':'string','maxLength':4,'bytes':true},"
                  + "{'name':'exact','type':'string','minLength':1,'maxLength':1},"
                  + "{'name':'total','type':'integer','minimum':1},"
                  + "{'name':'rate','type':'number','maximum':100},"
                  + "{'name':'no','type':'string','minLength':2,'pattern':'[0-9a-z]+'},"
                  + "{'name':'codes','type':'array<string>','maxLength':2},"
                  + "{'name':'kind','type':'string','enum':['LONG'],'maxLength':4},"
                  + "{'name':'secret','type':'string','encrypted':true,'maxLength':4},"
                  + "{'name':'inner','type':'array<object>','fields':["
                  + "{'name':'name','type':'string','minLength':1}]}]}",
              ""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "name | 'a' | TOO_SHORT | /name must have 2 to 4 characters, not 1",
        "name | '' | TOO_SHORT | /name must have 2 to 4 characters, not 0",
        "name | 'abcde' | TOO_LONG | /name must have 2 to 4 characters, not 5",
        "attach | '中文' | TOO_LONG | /attach must have at most 4 bytes, not 6",
        "exact | '' | TOO_SHORT | /exact must have exactly 1 character, not 0",
        "total | 0 | TOO_SMALL | /total must be at least 1, not 0",
        "total | -5 | TOO_SMALL | /total must be at least 1, not -5",
        "rate | 100.1 | TOO_LARGE | /rate must be at most 100, not 100.1",
        "no | 'A1' | NOT_MATCHING | /no must match [0-9a-z]+",
        "no | 'a1 ' | NOT_MATCHING | /no must match [0-9a-z]+",
        "no | '1' | TOO_SHORT | /no must have at least 2 characters, not 1",
        "codes | ['a','abc'] | TOO_LONG | /codes/1 must have at most 2 characters, not 3",
        "inner | [{},{'name':''}] | TOO_SHORT | /inner/1/name must have at least 1 character, not 0",
      })
  void reportsValueOutsideLimits(String name, String value, Kind kind, String message) {
    List<Problem> problems = problems("1", Map.of(), "{'" + name + "':" + value + "}");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).kind()).isEqualTo(kind);
    assertThat(problems.get(0).message()).isEqualTo("body " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "name | 'ab'",
        "name | 'abcd'",
        "name | '中文中文'",
        // Four code points in eight UTF-16 code units.
        "name | '\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00'",
        "attach | ''",
        "attach | '中a'",
        "exact | 'x'",
        "total | 1",
        "total | 99999999999999999999",
        "rate | 100.0",
        "rate | -1",
        "no | 'a1'",
        "codes | []",
        "codes | ['ab']",
        "kind | 'LONG'",
        "secret | 'bG9uZ2VyIHRoYW4gZm91cg=='",
        "inner | [{'name':'a'}]",
      })
  void acceptsValueWithinLimits(String name, String value) {
    assertThat(problems("1", Map.of(), "{'" + name + "':" + value + "}")).isEmpty();
  }

  @Test
  void checksLimitsInPathAndQuery() {
    assertThat(problems("1234", Map.of(), "{}"))
        .extracting(Problem::message)
        .containsExactly("path /id must have at most 3 characters, not 4");
    assertThat(problems("1", Map.of("limit", 1), "{}"))
        .extracting(Problem::message)
        .containsExactly("query /limit must be 20 to 100, not 1");
    assertThat(problems("1", Map.of("limit", "101"), "{}"))
        .extracting(Problem::kind)
        .containsExactly(Kind.TOO_LARGE);
    assertThat(problems("123", Map.of("limit", 20), "{}")).isEmpty();
  }

  @Test
  void reportsWrongValueOnce() {
    assertThat(problems("1", Map.of(), "{'kind':'longer than four'}"))
        .extracting(Problem::kind)
        .containsExactly(Kind.WRONG_VALUE);
    assertThat(problems("1", Map.of(), "{'total':'0'}"))
        .extracting(Problem::kind)
        .containsExactly(Kind.WRONG_TYPE);
  }

  @Test
  void hidesValueThatDoesNotMatchPattern() {
    assertThat(problems("1", Map.of(), "{'no':'CANARY'}").toString()).doesNotContain("CANARY");
    assertThat(problems("1", Map.of(), "{'name':'CANARY'}").toString()).doesNotContain("CANARY");
  }

  @Test
  void checksNumberOfManyDigitsQuickly() {
    assertThat(problems("1", Map.of("limit", "9".repeat(100_000)), "{}"))
        .extracting(problem -> problem.message().length() < 200)
        .containsExactly(true);
  }

  @Test
  void returnsLimitsOfField() {
    List<Field> fields = CATALOGUE.endpoint("POST", "v3/limited/1").orElseThrow().request();

    assertThat(fields.get(0).minLength()).hasValue(2);
    assertThat(fields.get(0).maxLength()).hasValue(4);
    assertThat(fields.get(0).isLengthInBytes()).isFalse();
    assertThat(fields.get(0).minimum()).isEmpty();
    assertThat(fields.get(0).maximum()).isEmpty();
    assertThat(fields.get(0).pattern()).isEmpty();
    assertThat(fields.get(1).isLengthInBytes()).isTrue();
    assertThat(fields.get(1).minLength()).isEmpty();
    assertThat(fields.get(3).minimum()).hasValue(1);
    assertThat(fields.get(4).maximum()).hasValue(100);
    assertThat(fields.get(5).pattern().orElseThrow()).hasToString("[0-9a-z]+");
    assertThat(fields.get(0).properties()).endsWith(" 2-4");
    assertThat(fields.get(0)).hasToString("name string");
  }

  @Test
  void rejectsUnknownLimits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.of("x1-2"))
        .withMessage("Unknown limits 'x1-2'; expected 6-32, b-128, r1-100 or pREGEX.");
  }

  @Test
  void generatesSamplesWithinLimitsForEveryEndpoint() {
    List<String> broken = new ArrayList<>();
    for (long seed : List.of(1L, 42L)) {
      Samples samples = Samples.seeded(seed, Instant.parse("2026-01-02T03:04:05Z"));
      for (Endpoint endpoint : Catalogue.load().endpoints()) {
        List<Field> fields = endpoint.meta().isEmpty() ? endpoint.request() : endpoint.meta();
        ObjectNode body = samples.of(fields, (pointer, field) -> !field.type().equals("file"));
        ObjectNode query = samples.of(endpoint.query(), (pointer, field) -> true);
        String path = endpoint.path();
        for (Field field : endpoint.pathParameters()) {
          path = path.replace("{" + field.name() + "}", samples.text(field));
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        query.properties().forEach(one -> parameters.put(one.getKey(), text(one.getValue())));
        for (Problem problem :
            Catalogue.load().problems(endpoint.method(), path, parameters, body)) {
          if (LIMITS.contains(problem.kind())) {
            broken.add(endpoint.path() + " " + problem);
          }
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a|b, 0",
    "a%7Cb, 0",
    "%E4%B8%AD%E6%96%87, 0",
    "a+b, 0",
    "50%, 0",
    "abcd, 1",
    "a%7Cbc, 1"
  })
  void countsDecodedCharactersOfPlaceholder(String id, int count) {
    assertThat(problems(id, Map.of(), "{}")).hasSize(count);
  }

  @Test
  void hasLimitsForManyFields() {
    long limited =
        Catalogue.load().endpoints().stream()
            .flatMap(endpoint -> all(endpoint.request()).stream())
            .filter(field -> field.limits() != Limits.NONE)
            .count();

    assertThat(limited).isGreaterThan(600);
  }

  private static Object text(JsonNode value) {
    return value.isArray() ? List.of(value.path(0).asText()) : value.asText();
  }

  private static List<Field> all(List<Field> fields) {
    List<Field> all = new ArrayList<>(fields);
    fields.forEach(field -> all.addAll(all(field.fields())));
    return all;
  }

  private static List<Problem> problems(String id, Map<String, ?> query, String body) {
    return CATALOGUE.problems("POST", "v3/limited/" + id, query, json(body)).stream()
        .collect(toList());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
