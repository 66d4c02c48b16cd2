package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemakeTest {
  private static final String ORDER =
      "{'version':'v3','method':'POST','path':'v3/orders','title':'下单','kind':'json','status':[200],"
          + "'request':[{'name':'id','type':'string','required':true},"
          + "{'name':'payer','type':'object','fields':[{'name':'openid','type':'string'}]}]}";
  private static final String QUERY =
      "{'version':'v2','method':'GET','path':'orders/{id}','title':'查询','kind':'xml','status':[200],"
          + "'pathParams':[{'name':'id','type':'string'}]}";
  private static final String PAID =
      "{'version':'v3','name':'PAID','title':'支付成功','event_type':['PAID'],"
          + "'payload':[{'name':'id','type':'string'}]}";

  @Test
  void printsOnlyNumbersWithoutChanges() {
    assertThat(difference(ORDER, PAID, ORDER, PAID)).containsExactly("2 entries, 2 before");
  }

  @Test
  void printsAddedAndRemovedEntries() {
    assertThat(difference(ORDER, "", QUERY, PAID))
        .containsExactly(
            "- POST v3/orders", "+ GET orders/{id}", "+ v3 PAID", "2 entries, 1 before");
  }

  @Test
  void printsAddedRemovedAndChangedFields() {
    String updated =
        ORDER
            .replace("'required':true", "'required':false")
            .replace("'openid','type':'string'", "'name','type':'string'")
            .replace("下单", "新下单");

    assertThat(difference(ORDER, "", updated, ""))
        .containsExactly(
            "~ POST v3/orders",
            "    - 下单 JSON 200 {}",
            "    - request/id string required r",
            "    - request/payer/openid string",
            "    + 新下单 JSON 200 {}",
            "    + request/id string",
            "    + request/payer/name string",
            "1 entries, 1 before");
  }

  @Test
  void printsChangedProperties() {
    String updated = ORDER.replace("'type':'object'", "'type':'object','oneOf':true");

    assertThat(difference(ORDER, "", updated, ""))
        .contains("    - request/payer object", "    + request/payer object o");
    assertThat(difference(ORDER, "", ORDER.replace("'kind'", "'unsigned':true,'kind'"), ""))
        .contains("    + 下单 JSON 200 {unsigned=}");
    assertThat(difference("", PAID, "", PAID.replace("['PAID']", "['PAID','PAID2']")))
        .contains("~ v3 PAID", "    + 支付成功 PAID|PAID2    []");
  }

  @Test
  void printsChangedOrderOfFields() {
    String two = "[{'name':'a','type':'string'},{'name':'b','type':'string'}]";
    String swapped = "[{'name':'b','type':'string'},{'name':'a','type':'string'}]";
    String before = QUERY.replace("'kind'", "'query':" + two + ",'kind'");
    String after = QUERY.replace("'kind'", "'query':" + swapped + ",'kind'");

    assertThat(difference(before, "", after, ""))
        .containsExactly("~ GET orders/{id}", "    the order of the fields", "1 entries, 1 before");
  }

  @Test
  void writesEqualFieldsOnce() {
    String text = remade(ORDER + "," + ORDER.replace("v3/orders", "v3/others"), "");

    assertThat(text.lines().filter(line -> line.startsWith("f"))).hasSize(3);
  }

  @Test
  void rejectsInputThatWouldBeLost() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade(ORDER.replace("'kind'", "'colour':'red','kind'"), ""))
        .withMessageStartingWith("unknown attribute colour");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade(ORDER.replace("'required'", "'cipher':'rot13','required'"), ""))
        .withMessage("unknown cipher: rot13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade(ORDER.replace("下单", "a\\tb"), ""))
        .withMessageStartingWith("a column contains a tab");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade(ORDER.replace("[200]", "[200,204]"), ""))
        .withMessageStartingWith("expected one status");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade(ORDER.replace("'kind'", "'host':'a b','kind'"), ""))
        .withMessage("host contains a space: a b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remade("", PAID.replace("['PAID']", "['A|B']")))
        .withMessageEndingWith("contains |");
  }

  private static List<String> difference(
      String endpoints, String notices, String newEndpoints, String newNotices) {
    return Difference.of(
        Catalogue.of(remade(endpoints, notices)), Catalogue.of(remade(newEndpoints, newNotices)));
  }

  /** Returns the resource for rows that are written with ' instead of ". */
  static String remade(String endpoints, String notices) {
    return Remake.of(list(endpoints), list(notices));
  }

  private static JsonNode list(String rows) {
    try {
      return new ObjectMapper().readTree("[" + rows.replace('\'', '"') + "]");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
