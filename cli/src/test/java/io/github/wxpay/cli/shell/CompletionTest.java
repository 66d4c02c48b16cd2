package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.cli.RecordedTerminal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Tab offers. */
class CompletionTest {
  private static Session session;
  private static Completion completion;

  @BeforeAll
  static void open() {
    RecordedTerminal output = new RecordedTerminal();
    session =
        new Session(
            List.of(
                "import io.github.wxpay.*;",
                "import io.github.wxpay.endpoints.*;",
                "Wxpay wxpay = null;",
                "V3 v3 = null;"));
    Commands commands = new Commands(session, output.terminal(), new Values(output.terminal()));
    completion = new Completion(session, commands);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static String completed(String before) {
    Completion.Offer offer = completion.at(before);
    assertThat(offer.texts).as(before).hasSize(1);
    return before.substring(0, offer.anchor) + offer.texts.get(0);
  }

  @Test
  void offersNextSegmentsOfPath() {
    assertThat(completed("wxpay.chain(\"v3/pay/tran"))
        .isEqualTo("wxpay.chain(\"v3/pay/transactions/");
    assertThat(completion.at("wxpay.chain(\"v3/pay/transactions/").texts)
        .contains("v3/pay/transactions/native", "v3/pay/transactions/out-trade-no/");
    assertThat(completed("wxpay.v3().chain(\"pay/transactions/nat"))
        .isEqualTo("wxpay.v3().chain(\"pay/transactions/native");
    assertThat(completed("wxpay.v2().chain(\"pay/unified"))
        .isEqualTo("wxpay.v2().chain(\"pay/unifiedorder");
    assertThat(completed("wxpay.chain(\"v2/pay/unified"))
        .isEqualTo("wxpay.chain(\"v2/pay/unifiedorder");
    assertThat(completed("var r = describe(\"v3/certif"))
        .isEqualTo("var r = describe(\"v3/certificates");
  }

  @Test
  void offersNothingInsideOtherStrings() {
    assertThat(completion.at("System.out.println(\"v3/pay/").texts).isEmpty();
    assertThat(completion.at("wxpay.chain(\"v3/certificates\").query(\"v3/").texts).isEmpty();
    assertThat(completion.at("wxpay.chain(\"no/such").texts).isEmpty();
  }

  @Test
  void offersMethodsOfDynamicAndTypedChain() {
    assertThat(completion.at("wxpay.chain(\"v3/certificates\").").texts)
        .contains("get(", "post(", "with(")
        .doesNotContain("getClass()", "wait(", "hashCode()");
    assertThat(completed("v3.pay().transactions().nat"))
        .isEqualTo("v3.pay().transactions().native_()");
    assertThat(completion.at("v3.pay().transactions().").texts).contains("jsapi()", "id()");
  }

  @Test
  void offersFieldsInLambdaOfTypedChain() {
    List<String> offered = completion.at("v3.pay().transactions().native_().post(b -> b.out").texts;
    // JShell of Java 11 offers nothing inside a lambda.
    assertThat(offered.isEmpty()).isEqualTo(Runtime.version().feature() < 17);
    if (!offered.isEmpty()) {
      assertThat(offered).contains("outTradeNo(");
    }
  }

  @Test
  void offersCommandsAndSignatures() {
    assertThat(completion.at("/li").texts).containsExactly("/list");
    assertThat(completion.at("/").texts).contains("/exit", "/help", "/vars");
    assertThat(completion.signatures("wxpay.chain("))
        .anyMatch(signature -> signature.contains("Wxpay.chain(String path)"));
  }
}
