package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signature covers the target of the sent URI and exactly the bytes of the body. */
class SignedTargetTest {
  private static final int CASES = 1_000;

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
  private final Wxpay wxpay = Clients.over(http);

  @Test
  void signsRandomRequestsAsTheyAreSent() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> faults = new ArrayList<>();

    for (int i = 0; i < CASES; i++) {
      String value = "v" + text(random);
      String body = text(random);
      wxpay
          .chain("v3/a/{x}/b")
          .post(body, Options.of("x", value).query("q", text(random)).query(text(random), i));
      Sent sent = http.sent().get(i);
      if (!sent.isSigned() || !sent.text().equals(body)) {
        faults.add(sent.target() + " " + body);
      }
    }

    assertThat(faults).as("seed " + seed).isEmpty();
  }

  @ParameterizedTest(name = "{0} + {1}")
  @CsvSource({
    "https://api.mch.weixin.qq.com, v3/pay, /v3/pay",
    "https://api.mch.weixin.qq.com/, /v3/pay, /v3/pay",
    "https://example.com/a b/, v3/pay, /a%20b/v3/pay",
    "https://example.com/proxy/, /v3/pay?x=1, /proxy/v3/pay?x=1",
    "https://example.com/proxy, https://example.com/v3/pay?x=1, /v3/pay?x=1",
    "https://example.com:8443, https://example.com:8443/v3/pay, /v3/pay",
    "https://api.mch.weixin.qq.com, v3/pay?, /v3/pay?",
    "https://api.mch.weixin.qq.com, v3/a'b?c='d', /v3/a'b?c=%27d%27",
    "https://api.mch.weixin.qq.com, v3/applyment/, /v3/applyment/",
    "https://api.mch.weixin.qq.com, v3/\u5fae\u4fe1, /v3/%E5%BE%AE%E4%BF%A1",
  })
  void joinsBaseAndPath(String base, String path, String target) {
    wxpay.newBuilder().baseUrl(base).build().chain(path).get();

    assertThat(http.only().target()).isEqualTo(target);
    assertThat(http.only().isSigned()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "v3/x?, /v3/x?q=1",
    "v3/x?a=b, /v3/x?a=b&q=1",
    "v3/x?a=b&, /v3/x?a=b&&q=1",
    "v3/x, /v3/x?q=1",
  })
  void joinsQueryOfPathAndParams(String path, String target) {
    wxpay.chain(path).get(Options.none().query("q", 1));

    assertThat(http.only().target()).isEqualTo(target);
    assertThat(http.only().isSigned()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"GET", "DELETE", "PUT", "PATCH", "POST", "OPTIONS"})
  void signsBodyOfAnyMethod(String method) {
    byte[] body = {0, 1, (byte) 0xff, '\n'};

    wxpay.chain("v3/x").request(method, body, Options.none());

    assertThat(http.only().body()).isEqualTo(body);
    assertThat(http.only().isSigned()).isTrue();
    assertThat(http.only().method()).isEqualTo(method);
  }

  @Test
  void copiesArrayOfTheCaller() {
    byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    FakeHttpClient spoiling =
        new FakeHttpClient(
            request -> {
              body[0] = 'X';
              return Reply.signed("{}");
            });

    Clients.over(spoiling).chain("v3/x").post(body);

    assertThat(spoiling.only().text()).isEqualTo("{\"a\":1}");
  }

  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(10);
    for (int i = 0; i < length; i++) {
      int point = random.nextInt(random.nextBoolean() ? 0x7f : 0x1ffff);
      if (!Character.isISOControl(point) && (point < 0xd800 || point > 0xdfff)) {
        out.appendCodePoint(point);
      }
    }
    return out.toString();
  }
}
