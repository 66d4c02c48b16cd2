package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the file of corrections is parsed and applied. */
class CorrectionsTest {
  private static final String ROWS =
      "[{'method':'POST','path':'v3/a','request':["
          + "{'name':'id','type':'string','required':true},"
          + "{'name':'secret','type':'string','encrypted':true,'required':false},"
          + "{'name':'type','type':'string','enum':['A'],'maxLength':7},"
          + "{'name':'amount','type':'object','fields':[{'name':'total','type':'integer'}]}]},"
          + "{'method':'POST','path':'v3/b/{id}','pathParams':[{'name':'id','type':'string'}],"
          + "'request':[{'name':'id','type':'string','required':true}]}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "request/id optional [s]; /0/request/0/required; false",
        "request/secret required [s]; /0/request/1/required; true",
        "request/type values B|C [s]; /0/request/2/enum; ['A','B','C']",
        "request/id values B [s]; /0/request/0/enum; ['B']",
        "request/id length 6-32 [s]; /0/request/0/minLength; 6",
        "request/id length 6-32 [s]; /0/request/0/maxLength; 32",
        "request/id length -32 [s]; /0/request/0/maxLength; 32",
        "request/amount/total range -3000000000 [s]; /0/request/3/fields/0/maximum; 3000000000",
        "request/id bytes -128 [s]; /0/request/0/bytes; true",
        "request/amount/total range 1- [s]; /0/request/3/fields/0/minimum; 1",
        "request/id pattern [a-z|*]+ [s]; /0/request/0/pattern; '[a-z|*]+'",
        "request either id,type [s]; /0/either; [['id','type']]",
        "request/amount/of add array<object> [s]; /0/request/3/fields/1/type; 'array<object>'",
        "request/amount/of add string [s]; /0/request/3/fields/1/required; false",
      })
  void changesField(String change, String pointer, String value) throws IOException {
    JsonNode corrected = apply("POST v3/a\n  " + change);

    assertThat(corrected.at(pointer)).isEqualTo(json(value));
    assertThat(corrected).isNotEqualTo(json(ROWS));
    assertThat(corrected.get(1)).isEqualTo(json(ROWS).get(1));
  }

  @Test
  void changesEveryEndpointOfBlockAndEveryNameOfChoice() throws IOException {
    JsonNode corrected =
        apply(
            "# a comment\nPOST v3/a\nPOST v3/b/{id}\n  request/id optional [s t]\n\n"
                + "POST v3/a\n  request/(id|type) length -9 [s]\n");

    assertThat(corrected.at("/0/request/0/required").asBoolean()).isFalse();
    assertThat(corrected.at("/1/request/0/required").asBoolean()).isFalse();
    assertThat(corrected.at("/0/request/0/maxLength").asInt()).isEqualTo(9);
    assertThat(corrected.at("/0/request/2/maxLength").asInt()).isEqualTo(9);
    assertThat(corrected.at("/1/request/0").has("maxLength")).isFalse();
    assertThat(apply("POST v3/(a|b/{id})\n  request/id optional [s]"))
        .isEqualTo(apply("POST v3/a\nPOST v3/b/{id}\n  request/id optional [s]"));
    assertThat(apply("POST v3/b/{id}\n  path/id length 1- [s]").at("/1/pathParams/0/minLength"))
        .isEqualTo(json("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request/id required [s]",
        "request/secret optional [s]",
        "request/id length 1-2 [s]\n  request/id length 1-2 [s]",
        "request/type length -7 [s]",
        "request/amount/total range 1- [s]\n  request/amount/total range 1- [s]",
        "request either id,type [s]\n  request either id,type [s]",
      })
  void rejectsCorrectionWithoutEffect(String change) {
    assertRejected(change, "does not change anything");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "request/no optional [s]; v3/a has no field request/no",
        "request/amount/no range 1- [s]; v3/a has no field request/amount/no",
        "query/id optional [s]; v3/a has no field query/id",
        "request optional [s]; request is not a field",
        "request/id optional [x]; unknown source x",
        "request/id optional; cannot parse",
        "request/id bigger [s]; bigger has an unexpected value or lacks one",
        "request/id bigger 1 [s]; unknown change bigger",
        "request/id optional 1 [s]; optional has an unexpected value or lacks one",
        "request/id length [s]; length has an unexpected value or lacks one",
        "request/id length x [s]; not a range: x",
        "request/id length - [s]; not a range: -",
        "request/id range 1- [s]; id is a string",
        "request/amount/total length 1- [s]; total is a integer",
        "request/secret length 1- [s]; secret is encrypted",
        "request/type values A [s]; A is a value already",
        "request/id pattern [ [s]; Unclosed character class",
        "response either id,type [s]; either belongs to request or query",
        "request either id,no [s]; v3/a has no field request/no",
      })
  void rejectsInvalidCorrection(String change, String message) {
    assertRejected(change, message);
  }

  @Test
  void namesLineOfUnknownEndpoint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> apply("POST v3/c\n  request/id optional [s]"))
        .withMessage("line 3: unknown endpoint POST v3/c");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> apply("  request/id optional [s]"))
        .withMessage("line 3: no endpoint precedes this change");
  }

  @Test
  void appliesEveryCorrectionOfTheFile() throws IOException {
    JsonNode rows =
        new ObjectMapper().readTree(SourceData.catalogue().resolve("catalogue.json").toFile());

    assertThat(Corrections.count(Corrections.text(), rows))
        .containsOnlyKeys(
            "bytes", "either", "length", "optional", "pattern", "range", "required", "values")
        .allSatisfy((kind, count) -> assertThat(count).as(kind).isPositive());
    System.out.println("corrections: " + Corrections.count(Corrections.text(), rows));
  }

  @Test
  void appliesEveryCorrectionOfNotifications() throws IOException {
    JsonNode rows =
        new ObjectMapper().readTree(SourceData.catalogue().resolve("webhooks.json").toFile());

    assertThat(Corrections.count(Corrections.ofNotifications(), rows)).containsOnlyKeys("add");
  }

  private static void assertRejected(String change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> apply("POST v3/a\n  " + change))
        .withMessageStartingWith("line ")
        .withMessageContaining(message);
  }

  private static JsonNode apply(String text) throws IOException {
    return Corrections.apply("source s one\nsource t two\n" + text, json(ROWS));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
