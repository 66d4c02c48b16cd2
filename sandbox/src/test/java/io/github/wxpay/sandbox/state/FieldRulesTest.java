package io.github.wxpay.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules on fields: what each refuses, and what must still pass. */
class FieldRulesTest {
  private static final FieldRules NONE = FieldRules.NONE;

  private static CheckedRequest request(String body) throws Exception {
    return request("v3/combine-transactions/native", body);
  }

  private static CheckedRequest request(String path, String body) throws Exception {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ObjectNode fields = (ObjectNode) Json.read(bytes);
    return new CheckedRequest(
        Catalogue.load().endpoint("POST", path).orElseThrow(),
        "1900000109",
        new Inbound(Inbound.HOST, "http://127.0.0.1:1/", "POST", "/" + path, Map.of(), bytes, null),
        fields,
        fields);
  }

  private static void refuses(FieldRules rules, String body, String field, String issue)
      throws Exception {
    CheckedRequest request = request(body);
    assertThatThrownBy(() -> rules.check(request))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.field()).isEqualTo("body /" + field))
        .hasMessage(issue);
  }

  private static void passes(FieldRules rules, String... bodies) throws Exception {
    for (String body : bodies) {
      rules.check(request(body));
    }
  }

  @Test
  void requiresFieldOrAnotherWhereItsParentIs() throws Exception {
    FieldRules rules = NONE.required("a", "b").required("c/d");
    refuses(rules, "{}", "a", "is required");
    refuses(rules, "{'a':''}", "a", "is required");
    refuses(rules, "{'a':[]}", "a", "is required");
    refuses(rules, "{'a':'x','c':{'d':null}}", "c/d", "is required");
    passes(rules, "{'a':'x'}", "{'b':'x'}", "{'a':0,'c':{'d':'x'}}");
  }

  @Test
  void requiresMerchantWhoSigned() throws Exception {
    FieldRules rules = NONE.ours("mchid");
    refuses(rules, "{'mchid':'1'}", "mchid", "must be the merchant who signed, 1900000109");
    passes(rules, "{}", "{'mchid':'1900000109'}");
  }

  @Test
  void countsCharactersNotUnits() throws Exception {
    FieldRules rules = NONE.length("a", 1, 2);
    refuses(rules, "{'a':''}", "a", "must have 1 to 2 characters, not 0");
    refuses(rules, "{'a':'茶茶茶'}", "a", "must have 1 to 2 characters, not 3");
    passes(rules, "{}", "{'a':null}", "{'a':'x'}", "{'a':'😀😀'}");
  }

  @Test
  void requiresFormOfText() throws Exception {
    FieldRules rules = NONE.matching("a", Pattern.compile("[0-9]+"), "digits");
    refuses(rules, "{'a':'1x'}", "a", "must be digits");
    passes(rules, "{}", "{'a':'1'}");
  }

  @Test
  void requiresOneOfTheValues() throws Exception {
    FieldRules rules = NONE.oneOf("a", "X", "Y");
    refuses(rules, "{'a':'Z'}", "a", "must be one of X, Y");
    passes(rules, "{}", "{'a':'Y'}");
  }

  @Test
  void requiresDocumentedValueWhereThereIsAList() throws Exception {
    FieldRules rules = NONE.documented("type").documented("account");
    String path = "v3/profitsharing/receivers/add";
    CheckedRequest wrong = request(path, "{'type':'BOSS','account':'any'}");
    assertThatThrownBy(() -> rules.check(wrong))
        .hasMessageStartingWith("must be one of MERCHANT_ID, PERSONAL_OPENID");
    rules.check(request(path, "{'type':'MERCHANT_ID','account':'any'}"));
  }

  @Test
  void requiresNumbersWithinTheirRange() throws Exception {
    FieldRules rules = NONE.atLeast("a", 1).atMost("a", 9).range("b", 2, 5);
    refuses(rules, "{'a':0}", "a", "must be at least 1");
    refuses(rules, "{'a':10}", "a", "must be at most 9");
    refuses(rules, "{'b':1}", "b", "must be 2 to 5");
    refuses(rules, "{'b':6}", "b", "must be 2 to 5");
    refuses(rules, "{'b':4294967299}", "b", "must be 2 to 5");
    passes(rules, "{}", "{'a':1,'b':2}", "{'a':9,'b':5}");
  }

  @Test
  void checksEachElementOfAnArray() throws Exception {
    FieldRules rules = NONE.range("list/*/n", 1, 9);
    refuses(rules, "{'list':[{'n':1},{'n':0}]}", "list/1/n", "must be 1 to 9");
    passes(rules, "{}", "{'list':[]}", "{'list':[{}]}", "{'list':[{'n':1},{'n':9}]}");
  }

  @Test
  void checksRulesInTheirOrder() throws Exception {
    refuses(NONE.required("a").and(NONE.required("b")), "{}", "a", "is required");
    refuses(NONE.required("b").and(NONE.required("a")), "{}", "b", "is required");
  }

  @Test
  void knowsOptionalFieldsOfAllElements() {
    FieldRules rules = NONE.optional("list/*/name").and(NONE.optional("other"));
    assertThat(rules.isOptional("list/12/name")).isTrue();
    assertThat(rules.isOptional("other")).isTrue();
    assertThat(rules.isOptional("list/12/number")).isFalse();
  }

  @Test
  void showsWrongValueUnlessItIsSecret() throws Exception {
    String path = "v3/security/echo";
    String body = "{'echo_message':'open','encrypted_echo_message':'秘密'}";
    assertThat(request(path, body).wrong("echo_message", "x").value()).isEqualTo("open");
    assertThat(request(path, body).wrong("encrypted_echo_message", "x").value()).isEmpty();
  }
}
