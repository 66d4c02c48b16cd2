package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.v2.V2Codec;
import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Genuine responses of APIv2 are accepted and forged ones refused. */
@Timeout(60)
class V2ResponseTest {
  private static final String HMAC = "HMAC-SHA256";
  private static final String PATH = "pay/orderquery";
  private static final String DOUBT = ". Do not use it; query the state.";
  private static final String UNVERIFIED = " (response not verified: errors are not signed here)";
  private static final String NO_SIGN = "has no sign";
  private static final String WEAKER =
      "is signed with MD5, weaker than the HMAC-SHA256 of the request or the configuration";
  private static final String OTHER_SIGN =
      "has a sign that does not match its fields and this client's APIv2 key";

  // Signs

  @ParameterizedTest
  @CsvSource({"false, MD5", "true, MD5", "false, HMAC-SHA256", "true, HMAC-SHA256"})
  void acceptsSignedResponse(boolean async, String type) {
    Response response = answered(async, type, signed(success(), type));

    assertThat(response.get("trade_state")).isEqualTo("SUCCESS");
    assertThat(response.get("attach")).isEqualTo(" a & b ]]> é 😀 ");
    assertThat(response.map()).hasSize(success().size() + 1);
    assertThat(response.text()).isEqualTo(signed(success(), type));
  }

  @Test
  void acceptsStrongerSignThanRequested() {
    assertThat(answered(false, "MD5", signed(success(), HMAC)).get("trade_state"))
        .isEqualTo("SUCCESS");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesMd5SignForHmacRequest(boolean async) {
    assertUnproved(catchThrowable(() -> answered(async, HMAC, signed(success(), "MD5"))), WEAKER);
  }

  @Test
  void refusesMd5SignThatResponseNames() {
    Map<String, String> fields = success();
    fields.put("sign_type", "MD5");

    assertUnproved(catchThrowable(() -> answered(false, HMAC, signed(fields, "MD5"))), WEAKER);
  }

  @Test
  void refusesMd5SignForHmacSetting() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.bare(200, signed(success(), "MD5")));
    Wxpay wxpay =
        Clients.once()
            .mchid(Fixtures.MCHID)
            .secret(Fixtures.SECRET)
            .signType(HMAC)
            .httpClient(http)
            .build();

    assertUnproved(catchThrowable(() -> wxpay.v2().chain(PATH).post(request("MD5"))), WEAKER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", HMAC})
  void refusesSignOfOtherFields(String type) {
    String xml = signed(success(), type);
    String sign = xml.replaceAll("(?s).*<sign><!\\[CDATA\\[(.*?)]]>.*", "$1");

    assertUnproved(
        catchThrowable(
            () ->
                answered(
                    false, type, xml.replace("SUCCESS]]></trade_state", "NOTPAY]]></trade_state"))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replace("<total_fee>101", "<total_fee>1"))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(
            () -> answered(false, type, xml.replace(sign, sign.toLowerCase(Locale.ROOT)))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(
            () ->
                answered(false, type, xml.replace(sign, sign.replace('A', 'B').replace('1', '2')))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replace(sign, "0".repeat(sign.length())))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(
            () -> answered(false, type, xml.replace("</xml>", "<extra>1</extra></xml>"))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replaceAll("<attach>.*</attach>", ""))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replaceAll("<sign>.*</sign>", ""))),
        NO_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replaceAll("<sign>.*</sign>", "<sign/>"))),
        NO_SIGN);
    assertUnproved(
        catchThrowable(() -> answered(false, type, xml.replace("<sign>", "<sign><b/>"))), NO_SIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", HMAC})
  void refusesSignOfAnotherKeyOrWithoutKey(String type) {
    assertUnproved(
        catchThrowable(
            () ->
                answered(
                    false,
                    type,
                    V2Codec.signed(success(), type, "another_key_of_the_length_needed"))),
        OTHER_SIGN);
    assertUnproved(
        catchThrowable(
            () -> answered(false, type, V2Codec.signed(success(), type, Fixtures.API_V3_KEY))),
        OTHER_SIGN);
  }

  @Test
  void refusesRepeatedField() {
    String xml = signed(success(), "MD5");

    assertMalformed(
        catchThrowable(
            () ->
                answered(false, "MD5", xml.replace("</xml>", "<total_fee>101</total_fee></xml>"))),
        unreadable("The XML has the field 'total_fee' more than once, so it is ambiguous."));
    assertMalformed(
        catchThrowable(
            () ->
                answered(
                    false, "MD5", xml.replace("</xml>", "<sign>0</sign><sign>0</sign></xml>"))),
        unreadable("The XML has the field 'sign' more than once, so it is ambiguous."));
  }

  @Test
  void refusesNestedField() {
    assertUnproved(
        catchThrowable(
            () ->
                answered(
                    false,
                    "MD5",
                    signed(success(), "MD5").replace("</xml>", "<a><b>1</b></a></xml>"))),
        "has a nested field 'a', which a sign cannot cover");
  }

  @Test
  void refusesTextInsteadOfFields() {
    String problem = "has text instead of fields, and no sign";

    assertUnproved(catchThrowable(() -> answered(false, "MD5", "<xml>SUCCESS</xml>")), problem);
    assertUnproved(
        catchThrowable(
            () -> answered(false, "MD5", signed(success(), "MD5").replace("<xml>", "<xml>x"))),
        problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", HMAC})
  void refusesEveryFlippedBit(String type) {
    byte[] xml = signed(success(), type).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> fields = answered(false, type, signed(success(), type)).map();
    int same = 0;
    int differ = 0;
    for (int position = 0; position < xml.length; position++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = xml.clone();
        flipped[position] ^= (byte) (1 << bit);
        try {
          Response response = answered(false, type, flipped);
          same++;
          differ += response.map().equals(fields) ? 0 : 1;
        } catch (VerificationException | MalformedException | ResultException e) {
          assertThat(e instanceof ResultException && ((ResultException) e).verified()).isFalse();
        }
      }
    }

    assertThat(differ).as("%s, %d read as the same document", type, same).isZero();
  }

  @Test
  void refusesTruncatedAndExtendedResponses() {
    byte[] xml = signed(success(), "MD5").getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < xml.length; length++) {
      byte[] cut = Arrays.copyOf(xml, length);
      assertThat(catchThrowable(() -> answered(false, "MD5", cut)))
          .as("%d bytes", length)
          .isExactlyInstanceOf(MalformedException.class);
    }
    for (String more : new String[] {"x", "<xml/>", "<!DOCTYPE xml>", "\0", "</xml>", "]]>"}) {
      byte[] grown =
          (new String(xml, StandardCharsets.UTF_8) + more).getBytes(StandardCharsets.UTF_8);
      assertThat(catchThrowable(() -> answered(false, "MD5", grown)))
          .as(more)
          .isExactlyInstanceOf(MalformedException.class);
    }
  }

  // Refusals

  @Test
  void reportsForgedErrorAsUnverified() {
    ResultException thrown =
        refused(V2Codec.signed(refusal(), "MD5", "x").replaceAll("<sign>.*</sign>", ""));
    ResultException forged = refused(V2Codec.signed(refusal(), "MD5", "x"));

    assertThat(thrown.verified()).isFalse();
    assertThat(thrown)
        .hasMessage(
            "POST pay/orderquery was answered with result_code FAIL: ORDERPAID 该订单已支付 (unsigned, as"
                + " such responses are: query the state before you act on it)");
    assertThat(forged.verified()).isFalse();
    assertThat(forged).hasMessage(thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", HMAC})
  void reportsSignedErrorAsVerified(String type) {
    Throwable thrown = catchThrowable(() -> answered(true, type, signed(refusal(), type)));

    assertThat(thrown)
        .isExactlyInstanceOf(ResultException.class)
        .hasMessage("POST pay/orderquery was answered with result_code FAIL: ORDERPAID 该订单已支付");
    ResultException refusal = (ResultException) thrown;
    assertThat(refusal.verified()).isTrue();
    assertThat(refusal.errCode()).isEqualTo("ORDERPAID");
    assertThat(refusal.errCodeDes()).isEqualTo("该订单已支付");
    assertThat(refusal.fields()).containsEntry("mch_id", Fixtures.MCHID);
  }

  @Test
  void reportsMd5ErrorOfHmacRequestAsUnverified() {
    Throwable thrown = catchThrowable(() -> answered(false, HMAC, signed(refusal(), "MD5")));

    assertThat(thrown)
        .isInstanceOfSatisfying(ResultException.class, e -> assertThat(e.verified()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<xml><return_code>FAIL</return_code><return_msg><![CDATA[签名错误]]></return_msg></xml>,"
            + " return_code FAIL: 签名错误",
        "<xml><return_code>FAIL</return_code></xml>, return_code FAIL:",
        "<xml><return_msg>?</return_msg></xml>, return_code missing: ?",
        "<xml/>, return_code missing:",
        "<xml><return_code>success</return_code></xml>, return_code success:",
        "<xml><return_code>SUCCESS</return_code><result_code/></xml>, result_code :",
        "<xml><return_code>SUCCESS</return_code><result_code>fail</result_code></xml>,"
            + " result_code fail:",
      })
  void reportsEveryCodeOtherThanSuccess(String xml, String reason) {
    ResultException thrown = refused(xml);

    assertThat(thrown.verified()).isFalse();
    assertThat(thrown.code()).isEqualTo("EV2_RES_STATUS_CODE_NOT_SUCESS");
    assertThat(thrown)
        .hasMessage(
            "POST pay/orderquery was answered with "
                + reason
                + " (unsigned, as such responses are: query the state before you act on it)");
  }

  @Test
  void limitsMessageOfError() {
    ResultException thrown =
        refused(
            "<xml><return_code>FAIL</return_code><return_msg>a\n\r\tb"
                + "x".repeat(500_000)
                + "</return_msg></xml>");

    assertThat(thrown.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\r", "\t");
  }

  // Other shapes

  @Test
  void refusesHtmlOfAnyStatus() {
    assertMalformed(
        catchThrowable(() -> answered(false, "MD5", "<html><p>a<br>b</html>")),
        "POST pay/orderquery was answered 200 with a body that is not XML; it is an HTML page, so a"
            + " proxy or gateway probably sent it; check `baseUrl`.");
    assertThat(catchThrowable(() -> answered(false, "MD5", Reply.bare(404, "<html>\nno</html>"))))
        .isExactlyInstanceOf(StatusException.class)
        .hasMessage(
            "POST pay/orderquery was answered 404: an HTML page, so the host does not have this"
                + " path; check the path and `baseUrl`"
                + UNVERIFIED);
  }

  @Test
  void readsTextsOfXmlErrorResponse() {
    Throwable thrown =
        catchThrowable(() -> answered(false, "MD5", Reply.bare(500, signed(refusal(), "MD5"))));

    assertThat(thrown)
        .isExactlyInstanceOf(StatusException.class)
        .hasMessage("POST pay/orderquery was answered 500 ORDERPAID: 该订单已支付" + UNVERIFIED);
    StatusException status = (StatusException) thrown;
    assertThat(status.status()).isEqualTo(500);
    assertThat(status.verified()).isFalse();
    assertThat(status.code()).isEqualTo("ORDERPAID");
    assertThat(status.text()).isEqualTo(signed(refusal(), "MD5"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "~~, ~empty, so a proxy or gateway probably sent it; check `baseUrl`~",
        "~ \n ~, ~empty, so a proxy or gateway probably sent it; check `baseUrl`~",
        "~{\"return_code\":\"SUCCESS\"}~, ~JSON, which begins: {\"return_code\":\"SUCCESS\"}~",
        "SUCCESS, the text 'SUCCESS'",
        "1, the text '1'",
        "a=1&b=2, ~form-encoded (name=value&…), which begins: a=1&b=2~",
        "~\"<xml></xml>\"~, ~a JSON string that contains XML, which begins: \"<xml></xml>\"~",
        "<html>, ~an HTML page, so a proxy or gateway probably sent it; check `baseUrl`~",
        "~\ufeff <!DOCTYPE html><title>Log in</title>~, ~an HTML page titled 'Log in', so a proxy"
            + " or gateway probably sent it; check `baseUrl`~"
      })
  void reportsUnknownOutcomeOfResponseWithoutXml(String body, String shown) {
    assertMalformed(
        catchThrowable(() -> answered(true, "MD5", body)),
        "POST pay/orderquery was answered 200 with a body that is not XML; it is " + shown + ".");
  }

  /** As in the original, a page that can be read as XML has no return_code. */
  @Test
  void namesPageThatCanBeReadAsXml() {
    String page =
        "an HTML page titled 'x', so a proxy or gateway probably sent it; check `baseUrl`)";

    assertThat(refused("<html><head><title>x</title></head><body>y</body></html>"))
        .hasMessage(
            "POST pay/orderquery was answered with return_code missing:  (it is "
                + page
                + " (unsigned, as such responses are: query the state before you act on it)");
    assertThat(catchThrowable(() -> answered(false, "MD5", "<html><title>x</title>text</html>")))
        .isExactlyInstanceOf(VerificationException.class)
        .hasMessageContaining("has text instead of fields, and no sign (it is " + page);
  }

  @Test
  void refusesResponseBeyondLimits() {
    String tooLong = "<xml><a>" + "x".repeat(1 << 20) + "</a></xml>";
    String tooDeep = "<xml><a><b><c><d>1</d></c></b></a></xml>";
    String tooMany = "<xml>" + many(2_000) + "</xml>";
    String counts = unreadable("The XML is nested deeper than 4 or has more than 2000 elements.");

    assertMalformed(
        catchThrowable(() -> answered(false, "MD5", tooLong)),
        unreadable("The XML has 1048594 characters; at most 1048576 are read."));
    assertMalformed(catchThrowable(() -> answered(false, "MD5", tooDeep)), counts);
    assertMalformed(catchThrowable(() -> answered(false, "MD5", tooMany)), counts);
  }

  @Test
  void acceptsResponseAtLimits() {
    Map<String, String> fields = success();
    for (int i = 0; i < 1_900; i++) {
      fields.put("f" + i, "x".repeat(400));
    }

    assertThat(answered(false, "MD5", signed(fields, "MD5")).map())
        .hasSize(fields.size() + 1)
        .containsAllEntriesOf(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\r\n ", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"})
  void ignoresTextBeforeRoot(String before) {
    Response response = answered(false, "MD5", before + signed(success(), "MD5"));

    assertThat(response.get("trade_state")).isEqualTo("SUCCESS");
    assertThat(response.data().size()).isEqualTo(success().size() + 1);
    assertThat(response.toString()).contains("\"trade_state\" : \"SUCCESS\"");
  }

  @Test
  void trimsValuesBeforeComputingSign() {
    String xml = signed(success(), "MD5");

    assertThat(
            answered(false, "MD5", xml.replace("<total_fee>101<", "<total_fee> \n101\t<"))
                .get("total_fee"))
        .isEqualTo("101");
    assertUnproved(
        catchThrowable(() -> answered(false, "MD5", xml.replace("[SUCCESS", "[ SUCCESS"))), null);
  }

  // Files and unsigned answers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>",
        " \n<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>",
        "\ufeff<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>",
        "<?xml version='1.0'?>\n<xml><return_code>FAIL</return_code>"
            + "<return_msg>No Bill Exist</return_msg></xml>",
      })
  void reportsErrorInsteadOfFile(String xml) {
    Throwable thrown = catchThrowable(() -> file(Reply.bare(200, xml)));

    assertThat(thrown)
        .isExactlyInstanceOf(ResultException.class)
        .hasMessage(
            "POST pay/downloadbill was answered with return_code FAIL: No Bill Exist (unsigned, as"
                + " such responses are: query the state before you act on it)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><p>log in<br></html>", "<!DOCTYPE html><html></html>"})
  void refusesHtmlInsteadOfFile(String html) {
    assertThat(catchThrowable(() -> file(Reply.bare(200, html))))
        .isExactlyInstanceOf(MalformedException.class);
    assertThat(catchThrowable(() -> file(gzip(html))))
        .isExactlyInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @MethodSource("waysToAFile")
  void findsGzippedError(String way, @TempDir Path folder) throws IOException {
    String xml =
        "\ufeff\n<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg>"
            + "<error_code>20002</error_code></xml>";
    for (Reply reply :
        List.of(Reply.bare(200, xml), gzip(xml), gzip(xml).with("Content-Encoding", "gzip"))) {
      Throwable thrown = catchThrowable(() -> fileBy(way, reply, folder));

      assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
          .isExactlyInstanceOf(ResultException.class)
          .hasMessage(
              "POST pay/downloadbill was answered with return_code FAIL: No Bill Exist (unsigned,"
                  + " as such responses are: query the state before you act on it)");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @MethodSource("waysToAFile")
  void keepsGzipBillUnchanged(String way, @TempDir Path folder) throws IOException {
    String csv = "\ufeff交易时间,商户订单号\r\n`<xml>,`<return_code>FAIL</return_code>\r\n".repeat(500);
    for (Reply reply :
        List.of(Reply.bare(200, csv), gzip(csv), gzip(csv).with("Content-Encoding", "gzip"))) {
      byte[] got = fileBy(way, reply, folder);

      boolean asReceived =
          way.startsWith("post") && !reply.headers().containsKey("Content-Encoding");
      assertThat(got).isEqualTo(asReceived ? reply.body() : csv.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesErrorInDamagedGzip() {
    byte[] packed = gzip("<xml><return_code>FAIL</return_code></xml>").body();
    for (byte[] damaged :
        new byte[][] {
          Arrays.copyOf(packed, packed.length - 1), Arrays.copyOf(packed, packed.length + 1)
        }) {
      assertMalformed(
          catchThrowable(() -> file(Reply.bare(200, "").withBody(damaged))),
          "The response to POST pay/downloadbill is gzip, but cannot be decompressed.");
    }
  }

  @Test
  void refusesErrorThatDecompressesBeyondTheLimit() {
    assertMalformed(
        catchThrowable(() -> file(gzip("<" + " ".repeat(8 << 20)))),
        "The response to POST pay/downloadbill is larger than 8388608 bytes when decompressed.");
  }

  @Test
  void verifiesGzippedResponse() {
    String xml = signed(success(), "MD5");

    assertThat(answered(false, "MD5", gzip(xml)).get("total_fee")).isEqualTo("101");
    assertUnproved(
        catchThrowable(() -> answered(false, "MD5", gzip(xml.replace("101", "102")))), null);
    assertThat(catchThrowable(() -> answered(false, "MD5", gzip(signed(refusal(), "MD5")))))
        .isExactlyInstanceOf(ResultException.class);
  }

  static Stream<String> waysToAFile() {
    return Stream.of("post", "post async", "download", "download async", "bill");
  }

  /** Returns the file of a response. */
  private static byte[] fileBy(String way, Reply reply, Path folder) throws IOException {
    Reply whole = reply.with("Content-Length", String.valueOf(reply.body().length));
    Chain chain = client(FakeHttpClient.answering(whole)).v2().chain("pay/downloadbill");
    Map<String, Object> fields = request("MD5");
    Path target = folder.resolve("bill");
    switch (way) {
      case "post":
        return chain.post(fields).bytes();
      case "post async":
        return chain.postAsync(fields).join().bytes();
      case "download":
        chain.download(target, fields, Options.none());
        break;
      case "download async":
        chain.downloadAsync(target, fields, Options.none()).join();
        break;
      default:
        String csv = new String(fileBy("download", reply, folder), StandardCharsets.UTF_8);
        try (Bill bill = chain.bill(fields, Options.none())) {
          assertThat(bill.names()).containsExactly("交易时间", "商户订单号");
        }
        return csv.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = Files.readAllBytes(target);
    Files.delete(target);
    return bytes;
  }

  @Test
  void returnsBytesOfFile() {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + 0x1f);
    }

    assertThat(file(Reply.bare(200, "").withBody(bytes)).bytes()).isEqualTo(bytes);
    assertThat(file(Reply.bare(200, "")).bytes()).isEmpty();
    assertThat(file(Reply.bare(200, "\ufeffa,b\r\n`<xml>,`2")).text())
        .isEqualTo("\ufeffa,b\r\n`<xml>,`2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"retcode\":1,\"retmsg\":\"no\"}",
        "{\"retcode\":\"0\"}",
        "{\"retcode\":null}",
        "{\"retcode\":0.1}",
        "{}"
      })
  void reportsRetcodeOtherThanZero(String json) {
    assertThat(catchThrowable(() -> token(json)))
        .isExactlyInstanceOf(ResultException.class)
        .hasMessageStartingWith("GET appauth/getaccesstoken was answered with retcode ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "<html></html>", "retcode", "{\"retcode\":0", ""})
  void refusesTokenThatIsNotAnObject(String json) {
    assertThat(catchThrowable(() -> token(json))).isInstanceOf(MalformedException.class);
  }

  @Test
  void acceptsUnsignedResponseOfExactPathOnly() {
    String unsigned = "<xml><return_code>SUCCESS</return_code></xml>";
    Wxpay wxpay = client(FakeHttpClient.answering(Reply.bare(200, unsigned)));

    assertThat(
            wxpay
                .v2()
                .chain("mmpaymkttransfers/sendredpack")
                .post(request("MD5"))
                .get("return_code"))
        .isEqualTo("SUCCESS");
    for (String path :
        new String[] {
          "mmpaymkttransfers/sendredpack/",
          "mmpaymkttransfers//sendredpack",
          "mmpaymkttransfers/sendredpack?a=1",
          "mmpaymkttransfers/SendRedPack",
          "pay/../mmpaymkttransfers/sendredpack",
          "mmpaymkttransfers/%73endredpack",
          "pay/downloadbill2"
        }) {
      assertThat(catchThrowable(() -> wxpay.v2().chain(path).post(request("MD5"))))
          .as(path)
          .isInstanceOfAny(VerificationException.class, IllegalArgumentException.class);
    }
    assertThat(
            catchThrowable(
                () ->
                    wxpay
                        .v2()
                        .chain("{a}/sendredpack")
                        .post(request("MD5"), Map.of("a", "mmpaymkttransfers"))))
        .isExactlyInstanceOf(VerificationException.class);
  }

  // The connection

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsUnknownOutcomeOfTruncatedResponse(boolean async) {
    Reply reply = Reply.bare(200, signed(success(), "MD5"));
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(reply.wire(reply.body().length + 1L));
                  return false;
                });
        Wxpay wxpay =
            Clients.once()
                .mchid(Fixtures.MCHID)
                .secret(Fixtures.SECRET)
                .baseUrl(server.url())
                .build()) {
      Throwable thrown =
          catchThrowable(() -> Clients.post(async, wxpay.v2().chain(PATH), request("MD5")));

      assertThat(thrown)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageStartingWith(
              "POST pay/orderquery was sent to 127.0.0.1, but no complete response");
      assertThat(((TransportException) thrown).sent()).isTrue();
    }
  }

  @Test
  void copiesMapOfTheCaller() throws Exception {
    Reply weak = Reply.bare(200, signed(success(), "MD5"));
    CountDownLatch changed = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  changed.await();
                  out.write(weak.wire());
                  return false;
                });
        Wxpay wxpay =
            Clients.once()
                .mchid(Fixtures.MCHID)
                .secret(Fixtures.SECRET)
                .baseUrl(server.url())
                .build()) {
      Map<String, Object> body = request(HMAC);
      CompletableFuture<Response> call = wxpay.v2().chain(PATH).postAsync(body);
      body.remove("sign_type");
      body.put("detail", Map.of("reused", "for another call"));
      changed.countDown();

      Throwable thrown = catchThrowable(call::join);

      assertUnproved(thrown.getCause(), WEAKER);
    }
  }

  @Test
  void signsLineBreaksAsXmlParsersReadThem() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.bare(200, signed(success(), "MD5")));
    Map<String, Object> body = request("MD5");
    body.put("detail", "a\r\nb\rc\n\rd & \r\n");
    body.put("body", "\r\n");

    Response response = client(http).v2().chain(PATH).post(body);

    Map<String, String> read = V2Codec.read(http.only().body());
    V2Codec.check(read, Fixtures.SECRET);
    assertThat(read).containsEntry("detail", "a\nb\nc\n\nd & \n");
    assertThat(body).containsEntry("body", "\r\n");
    assertThat(response.status()).isEqualTo(200);
  }

  // Helpers

  private static Map<String, String> success() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("return_msg", "OK");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "nonce");
    fields.put("result_code", "SUCCESS");
    fields.put("attach", " a & b ]]> é 😀 ");
    fields.put("total_fee", "101");
    fields.put("trade_state", "SUCCESS");
    fields.put("empty", "");
    return fields;
  }

  private static Map<String, String> refusal() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("result_code", "FAIL");
    fields.put("err_code", "ORDERPAID");
    fields.put("err_code_des", "该订单已支付");
    return fields;
  }

  private static String many(int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("<f").append(i).append("/>");
    }
    return out.toString();
  }

  private static String signed(Map<String, String> fields, String type) {
    return V2Codec.signed(fields, type, Fixtures.SECRET);
  }

  private static Map<String, Object> request(String type) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("mch_id", Fixtures.MCHID);
    body.put("out_trade_no", "1");
    if (type.equals(HMAC)) {
      body.put("sign_type", HMAC);
    }
    return body;
  }

  private static Wxpay client(FakeHttpClient http) {
    return Clients.once().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).httpClient(http).build();
  }

  private static Response answered(boolean async, String type, String body) {
    return answered(async, type, Reply.bare(200, body));
  }

  private static Response answered(boolean async, String type, byte[] body) {
    return answered(async, type, Reply.bare(200, "").withBody(body));
  }

  private static Response answered(boolean async, String type, Reply reply) {
    return Clients.post(
        async, client(FakeHttpClient.answering(reply)).v2().chain(PATH), request(type));
  }

  private static Response file(Reply reply) {
    return client(FakeHttpClient.answering(reply))
        .v2()
        .chain("pay/downloadbill")
        .post(request("MD5"));
  }

  private static Reply gzip(String text) {
    return Reply.bare(200, "").withBody(Bytes.gzip(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Response token(String json) {
    return client(FakeHttpClient.answering(Reply.bare(200, json)))
        .v2()
        .chain("appauth/getaccesstoken")
        .get(Options.none().query("mch_id", Fixtures.MCHID));
  }

  private static ResultException refused(String xml) {
    Throwable thrown = catchThrowable(() -> answered(false, "MD5", xml));
    assertThat(thrown).isExactlyInstanceOf(ResultException.class);
    return (ResultException) thrown;
  }

  private static void assertUnproved(Throwable thrown, String problem) {
    assertThat(thrown).isInstanceOfAny(VerificationException.class, ResultException.class);
    if (problem == null) {
      return;
    }
    assertThat(thrown)
        .isExactlyInstanceOf(VerificationException.class)
        .hasMessage("The response to POST pay/orderquery " + problem + DOUBT);
    VerificationException e = (VerificationException) thrown;
    assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST);
    assertThat(e.code()).isEqualTo("EV2_RES_SIGNATURE_NOT_EQUAL");
    assertThat(e.status()).isEqualTo(200);
  }

  private static String unreadable(String reason) {
    return "POST pay/orderquery was answered 200 with XML that cannot be read: " + reason;
  }

  private static void assertMalformed(Throwable thrown, String message) {
    assertThat(thrown).isExactlyInstanceOf(MalformedException.class).hasMessage(message);
  }
}
