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

/** Tests which values each rule on fields refuses and accepts. */
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
  void requiresFieldWhereItsParentIs() throws Exception {
    FieldRules rules = NONE.required("a").required("c/d");
    refuses(rules, "{}", "a", "is required");
    refuses(rules, "{'a':''}", "a", "is required");
    refuses(rules, "{'a':[]}", "a", "is required");
    refuses(rules, "{'a':'x','c':{'d':null}}", "c/d", "is required");
    passes(rules, "{'a':'x'}", "{'a':0,'c':{'d':'x'}}");
  }

  @Test
  void requiresMerchantWhoSigned() throws Exception {
    FieldRules rules = NONE.signer("mchid");
    refuses(
        rules,
        "{'mchid':'1'}",
        "mchid",
        "must be the number of the merchant that signed, 1900000109");
    passes(rules, "{}", "{'mchid':'1900000109'}");
  }

  @Test
  void requiresFormOfText() throws Exception {
    FieldRules rules = NONE.matching("a", Pattern.compile("[0-9]+"), "digits");
    refuses(rules, "{'a':'1x'}", "a", "must be digits");
    passes(rules, "{}", "{'a':'1'}");
  }

  @Test
  void requiresOneOfValues() throws Exception {
    FieldRules rules = NONE.oneOf("a", "X", "Y");
    refuses(rules, "{'a':'Z'}", "a", "must be one of X, Y");
    passes(rules, "{}", "{'a':'Y'}");
  }

  @Test
  void requiresDocumentedValueWhereListed() throws Exception {
    FieldRules rules = NONE.documented("type").documented("account");
    String path = "v3/profitsharing/receivers/add";
    CheckedRequest wrong = request(path, "{'type':'BOSS','account':'any'}");
    assertThatThrownBy(() -> rules.check(wrong))
        .hasMessageStartingWith("must be one of MERCHANT_ID, PERSONAL_OPENID");
    rules.check(request(path, "{'type':'MERCHANT_ID','account':'any'}"));
  }

  @Test
  void requiresAmountThatFitsInInt() throws Exception {
    FieldRules rules = NONE.amount("a", 1).amount("b", 0);
    refuses(rules, "{'a':0}", "a", "must be 1 to 2147483647");
    refuses(rules, "{'a':1.5}", "a", "must be 1 to 2147483647");
    refuses(rules, "{'a':2147483648}", "a", "must be 1 to 2147483647");
    refuses(rules, "{'b':-1}", "b", "must be 0 to 2147483647");
    refuses(rules, "{'b':4294967299}", "b", "must be 0 to 2147483647");
    passes(rules, "{}", "{'a':1,'b':0}", "{'a':2147483647,'b':1}");
  }

  @Test
  void requiresDay() throws Exception {
    FieldRules rules = NONE.day("a");
    refuses(rules, "{'a':'20190611'}", "a", "must be a day such as 2019-06-11");
    passes(rules, "{}", "{'a':'2019-06-11'}");
  }

  @Test
  void checksEachArrayElement() throws Exception {
    FieldRules rules = NONE.amount("list/*/n", 1);
    refuses(rules, "{'list':[{'n':1},{'n':0}]}", "list/1/n", "must be 1 to 2147483647");
    passes(rules, "{}", "{'list':[]}", "{'list':[{}]}", "{'list':[{'n':1},{'n':9}]}");
  }

  @Test
  void checksRulesInTheirOrder() throws Exception {
    refuses(NONE.required("a").required("b"), "{}", "a", "is required");
    refuses(NONE.required("b").required("a"), "{}", "b", "is required");
  }

  @Test
  void showsWrongValueUnlessItIsSecret() throws Exception {
    String path = "v3/security/echo";
    String body = "{'echo_message':'open','encrypted_echo_message':'秘密'}";
    assertThat(request(path, body).wrong("echo_message", "x").value()).isEqualTo("open");
    assertThat(request(path, body).wrong("encrypted_echo_message", "x").value()).isEmpty();
  }
}
