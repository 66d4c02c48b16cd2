package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.NotificationReceiver;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the page in a browser. */
@WxpaySandbox(perTest = true, notifying = true)
class PageBrowserTest {
  private static final String NATIVE = "/v3/pay/transactions/native";
  private static final String DOWN = "\ue015";
  private static final String ENTER = "\ue007";

  private static Chromium browser;
  private Sandbox sandbox;
  private NotificationReceiver receiver;

  PageBrowserTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeAll
  static void startBrowser() throws IOException {
    assumeTrue(
        Chromium.isAvailable(),
        "no chromium and chromedriver on the PATH: the page was not tested in a browser");
    try {
      browser = Chromium.start("en-US");
    } catch (IOException e) {
      abort("chromium did not start, so the page was not tested: " + e.getMessage());
    }
  }

  @AfterAll
  static void endBrowser() throws IOException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    receiver = new NotificationReceiver().responding(200, "{\"code\":\"SUCCESS\"}", "");
    browser.size(1280, 800);
    browser.visit(sandbox.page());
  }

  @AfterEach
  void stop() throws IOException {
    JsonNode foreign =
        browser.value(
            "performance.getEntriesByType('resource').map(e => e.name)"
                + ".filter(name => !name.startsWith(location.origin + '/'))");
    // Otherwise the page would continue to poll a closed sandbox.
    browser.visit(URI.create("about:blank"));
    List<String> complaints = browser.complaints();
    sandbox.close(); // one test replaces the sandbox that JUnit closes
    receiver.close();
    assertThat(foreign).isEmpty();
    assertThat(complaints).isEmpty();
  }

  private SandboxResponse order(String number) throws Exception {
    return order(SignedRequest.of(sandbox), number);
  }

  private SandboxResponse order(SignedRequest merchant, String number) throws Exception {
    ObjectNode order =
        OrderJson.of(number, 1234)
            .put("description", "茶 <b>tea</b>")
            .put("notify_url", receiver.uri("/paid").toString());
    return merchant.post(NATIVE, order.toString());
  }

  private static void assertNoHorizontalScrolling() throws IOException {
    assertThat(browser.value("document.documentElement.scrollWidth - innerWidth").asInt())
        .isLessThanOrEqualTo(0);
  }

  @Test
  void showsNewCallWithSignedText() throws Exception {
    browser.until("document.body.innerText.includes('No call yet')");
    Recorded recorded;

    order("order-100001");

    browser.until("document.querySelectorAll('#call-list li').length === 1");
    recorded = sandbox.requests().get(0);
    assertThat(browser.text("#call-list a")).contains("POST", NATIVE, "200");
    browser.click("#call-list a");
    browser.until("document.querySelector('.signing pre')");
    assertThat(browser.value("document.querySelector('.signing pre').textContent").asText())
        .isEqualTo(recorded.signedText().orElseThrow());
    assertThat(browser.text(".detail"))
        .contains("Text to be signed", "out_trade_no\": \"order-100001\"", "Wechatpay-Signature:")
        .containsPattern("signature=\"[A-Za-z0-9+/]{8}…\"");
  }

  @Nightly
  @Test
  void showsDifferenceBetweenExpectedAndSignedText() throws Exception {
    order(SignedRequest.of(sandbox).signingBody("{}").signingTarget(NATIVE), "order-100002");
    order(SignedRequest.of(sandbox).signingBody(""), "order-100003");

    browser.until("document.querySelectorAll('#call-list .bad').length === 2");
    browser.click("#call-list li:first-child a");
    browser.until("document.querySelector('.alarm')");

    assertThat(browser.text(".alarm")).contains("Refused at the gate", "the body was left out");
    assertThat(browser.text(".signing")).contains("Expected", "Signed instead");
    assertThat(browser.value("document.querySelectorAll('.signing .differs').length").asInt())
        .isEqualTo(2);
    assertThat(browser.text(".signing .differs")).contains("order-100003");
  }

  @Nightly
  @Test
  void comparesSortedApiV2FieldsPairByPair() throws Exception {
    V2SignedRequest.of(sandbox)
        .with("long_url", "weixin://x")
        .sign()
        .with("late", "field")
        .post("/tools/shorturl");

    browser.until("document.querySelector('#call-list .bad')");
    browser.click("#call-list a");
    browser.until("document.querySelector('.signing .differs')");

    assertThat(browser.text(".signing .differs")).isEqualTo("late=field");
    assertThat(browser.text(".signing")).contains("&key=<key>");
    assertThat(browser.text(".alarm")).contains("late was sent but not signed");
  }

  @Test
  void paysOrderByClickAndShowsReply() throws Exception {
    order("order-100004");

    browser.click("#tabs a[href='#orders']");
    browser.until("document.querySelector('.qr').naturalWidth > 0");
    assertThat(browser.text(".card"))
        .contains("NOTPAY", "茶 <b>tea</b>", "¥12.34", "1234 fen", "order-100004");
    browser.click(".pay");
    browser.until("document.querySelector('.chip.SUCCESS')");
    assertThat(browser.value("document.querySelector('.pay')").isNull()).isTrue();

    browser.click("#tabs a[href='#deliveries']");
    browser.until("document.querySelector('#delivery-list a')");
    browser.click("#delivery-list a");
    browser.until("document.querySelector('.detail .answer')");
    assertThat(browser.text(".detail"))
        .contains("TRANSACTION.SUCCESS", "\"code\": \"SUCCESS\"", "order-100004");
    assertThat(sandbox.deliveries()).hasSize(1);
  }

  @Nightly
  @Test
  void showsReasonWhenOrderCannotBePaid() throws Exception {
    order("order-100005");
    browser.visit(sandbox.page().resolve("/#orders"));
    browser.until("document.querySelector('.pay')");
    // The page must not poll the new state before the click.
    browser.value("Object.defineProperty(document, 'hidden', {get: () => true}).hidden");
    browser.value("document.dispatchEvent(new Event('visibilitychange'))");
    sandbox.pay("order-100005");

    browser.click(".pay");

    browser.until("document.body.innerText.includes('is SUCCESS, not NOTPAY')");
    assertThat(browser.complaints()).singleElement().asString().contains("409 (Conflict)");
  }

  @Nightly
  @Test
  void pausesPollingWhilePageIsHidden() throws Exception {
    browser.until("document.body.innerText.includes('No call yet')");
    browser.value("Object.defineProperty(document, 'hidden', {get: () => window.away}).hidden");
    String polls = "performance.getEntriesByType('resource').filter(e => e.name.includes('/live'))";
    browser.value("(window.away = true, document.dispatchEvent(new Event('visibilitychange')))");
    // A poll in progress may still end.
    browser.until("(window.since = window.since || Date.now()) && Date.now() - since > 1500");
    int before = browser.value(polls + ".length").asInt();
    browser.until("(window.then = window.then || Date.now()) && Date.now() - then > 2500");
    assertThat(browser.value(polls + ".length").asInt()).isEqualTo(before);

    browser.value("(window.away = false, document.dispatchEvent(new Event('visibilitychange')))");

    browser.until(polls + ".length > " + before);
  }

  @Nightly
  @Test
  void clearsPageWhenOtherSandboxStartsAtSameAddress() throws Exception {
    order("order-100010");
    browser.until("document.querySelectorAll('#call-list li').length === 1");
    int port = sandbox.page().getPort();

    sandbox.close();
    browser.until("document.body.innerText.includes('sandbox not reachable')");
    sandbox = Sandbox.builder().port(port).start();

    browser.until("document.body.innerText.includes('No call yet')");
    assertThat(browser.text("#state")).startsWith("live");
    assertThat(browser.complaints()).allMatch(line -> line.contains("ERR_CONNECTION_REFUSED"));
  }

  @Nightly
  @Test
  void usesLanguageOfBrowserAndSwitchesIt() throws Exception {
    browser.until("document.body.innerText.includes('No call yet')");
    assertThat(browser.value("document.documentElement.lang").asText()).isEqualTo("en");
    browser.click("#language");
    browser.until("document.body.innerText.includes('还没有请求')");
    assertThat(browser.value("document.documentElement.lang").asText()).isEqualTo("zh-CN");
    assertThat(browser.text("#tabs")).contains("请求", "订单", "通知", "接口目录");
    browser.visit(sandbox.page().resolve("/#orders"));
    browser.until("document.body.innerText.includes('还没有订单')");
    browser.click("#language");
    browser.until("document.body.innerText.includes('No order yet')");
  }

  @Nightly
  @Test
  void navigatesByKeyboard() throws Exception {
    order("order-100006");
    order("order-100007");
    browser.until("document.querySelectorAll('#call-list a').length === 2");

    browser.value("document.querySelector('#call-list a').focus()");
    browser.press(DOWN + ENTER);

    browser.until("document.querySelector('.detail pre')");
    assertThat(browser.value("location.hash").asText()).isEqualTo("#calls/1");
    assertThat(browser.value("document.activeElement.getAttribute('href')").asText())
        .isEqualTo("#calls/1");
    assertThat(
            browser
                .value("[...document.querySelectorAll('pre')].every(pre => pre.tabIndex === 0)")
                .asBoolean())
        .isTrue();
  }

  @Nightly
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotScrollHorizontallyOnPhone(boolean chinese) throws Exception {
    browser.size(360, 740);
    order("order-" + "9".repeat(26));
    order(SignedRequest.of(sandbox).signingBody(""), "order-100008");
    V2SignedRequest.of(sandbox).with("long_url", "x".repeat(300)).post("/tools/shorturl");
    SignedRequest.of(sandbox).get("/v3/none/" + "long".repeat(100));
    sandbox.pay("order-" + "9".repeat(26));
    order("order-100009");
    browser.visit(sandbox.page());
    if (chinese) {
      browser.click("#language");
    }

    for (int call = 1; call <= 4; call++) {
      browser.until("!document.querySelector('.opened')");
      browser.until("document.querySelectorAll('#call-list a').length === 5");
      assertNoHorizontalScrolling();
      browser.click("#call-list a[href='#calls/" + call + "']");
      browser.until("document.querySelector('.detail pre')");
      assertNoHorizontalScrolling();
      browser.click(".back");
    }
    browser.click("#tabs a[href='#orders']");
    browser.until("document.querySelector('.qr').naturalWidth > 0");
    assertNoHorizontalScrolling();
    browser.click("#tabs a[href='#deliveries']");
    browser.until("document.querySelector('#delivery-list a')");
    assertNoHorizontalScrolling();
    browser.click("#delivery-list a");
    browser.until("document.querySelector('.detail pre')");
    assertNoHorizontalScrolling();
    browser.click("#tabs a[href='#catalogue']");
    assertNoHorizontalScrolling();
    if (chinese) {
      browser.click("#language");
    }
  }

  @Test
  void searchesAndOpensEndpoints() throws Exception {
    browser.size(360, 740);
    browser.click("#tabs a[href='#catalogue']");
    browser.until("document.querySelector('input')");
    browser.type("input", "transfer-bills user_name" + ENTER);
    browser.until("document.querySelector('#endpoint-list a')");
    assertThat(browser.text("#endpoint-list"))
        .contains("POST", "发起转账", "v3/fund-app/mch-transfer/transfer-bills");
    browser.click("#endpoint-list a");
    browser.until("document.querySelector('.fields')");
    assertThat(browser.text(".detail")).contains("out_bill_no", "string", "required");
    assertThat(browser.text(".examples")).contains("wxpay.chain(", "curl -X POST", "Copy");
    assertNoHorizontalScrolling();
    browser.click(".back");
    browser.until("document.querySelector('#endpoint-list a')");
    browser.value("document.querySelector('input').value = ''");
    browser.type("input", "nowhere" + ENTER);
    browser.until("document.body.innerText.includes('Nothing found for “nowhere”')");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Marks a test that runs with {@code -Pnightly} only. */
  @Retention(RetentionPolicy.RUNTIME)
  @EnabledIfSystemProperty(
      named = "nightly",
      matches = "true",
      disabledReason = "runs with -Pnightly")
  private @interface Nightly {}
}
