package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the texts of {@code toString}, as JShell shows them. */
class ToStringTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  void printsCatalogueInOneLine() {
    assertThat(CATALOGUE).hasToString("Catalogue[1186 endpoints, 112 notifications]");
    assertThat(Samples.seeded(42, Instant.EPOCH)).hasToString("Samples[seed 42]");
  }

  @Test
  void printsEveryEndpointNotificationAndFieldInOneLine() {
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      assertOneLine(endpoint.toString());
      endpoint.request().forEach(ToStringTest::assertPrinted);
      endpoint.response().forEach(ToStringTest::assertPrinted);
    }
    for (NotificationType notification : CATALOGUE.notifications()) {
      assertOneLine(notification.toString());
      notification.payload().forEach(ToStringTest::assertPrinted);
    }
  }

  private static void assertPrinted(Field field) {
    assertOneLine(field.toString());
    assertThat(field.toString()).startsWith(field.name() + " " + field.type());
    field.fields().forEach(ToStringTest::assertPrinted);
  }

  private static void assertOneLine(String text) {
    assertThat(text).doesNotContain("\n", "@").hasSizeBetween(3, 500);
  }

  @Test
  void printsEndpointWithMethodPathAndTitle() {
    assertThat(CATALOGUE.endpoint("post", "v3/pay/transactions/jsapi").orElseThrow())
        .hasToString("POST v3/pay/transactions/jsapi JSAPI下单");
  }

  @Test
  void printsFieldWithNamesOfNestedFields() {
    List<Field> fields =
        CATALOGUE.endpoint("POST", "v3/pay/transactions/jsapi").orElseThrow().request();

    assertThat(named(fields, "amount")).hasToString("amount object required {total, currency}");
    assertThat(named(named(fields, "amount").fields(), "currency"))
        .hasToString("currency string CNY");
    assertThat(named(fields, "appid")).hasToString("appid string required");
  }

  private static Field named(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void shortensManyValues() {
    Field field =
        new Field(
            "a",
            "string",
            "",
            "",
            "",
            List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"),
            List.of());

    assertThat(field).hasToString("a string 1|2|3|4|5|6|7|8|…");
    assertThat(field.properties()).startsWith("a string 1|2|3|4|5|6|7|8|9 ");
  }

  @Test
  void printsListWithOneElementPerLine() {
    List<Endpoint> near = CATALOGUE.nearest("GET", "v3/certificate");

    assertThat(near.toString().split("\n", -1)).hasSameSizeAs(near);
    assertThat(near.toString()).startsWith("[GET v3/certificates ").endsWith("]");
    List<Field> fields = CATALOGUE.endpoint("GET", "v3/certificates").orElseThrow().response();
    assertThat(fields).hasToString("[" + fields.get(0) + "]");
    assertThat(CATALOGUE.find(" ")).hasToString("[]");
    assertThat(CATALOGUE.problems("GET", "v3/pay/transactions/jsapi", null, null))
        .hasToString("[path v3/pay/transactions/jsapi takes POST, not GET]");
  }

  @Test
  void printsFirstElementsOfLongList() {
    String[] lines = CATALOGUE.endpoints().toString().split("\n", -1);

    assertThat(lines).hasSize(21);
    assertThat(lines[0]).isEqualTo("[" + CATALOGUE.endpoints().get(0) + ",");
    assertThat(lines[19]).isEqualTo(" " + CATALOGUE.endpoints().get(19) + ",");
    assertThat(lines[20]).isEqualTo(" … 1166 more]");
    assertThat(CATALOGUE.notifications().toString()).endsWith(" … 92 more]");
  }

  @Test
  void returnsListsEqualToOtherLists() {
    List<Endpoint> found = CATALOGUE.find("refund");

    assertThat(found).isEqualTo(found.stream().collect(toList())).isUnmodifiable();
    assertThat(CATALOGUE.nearest("GET", "v3/rocket/launches")).isEmpty();
  }
}
