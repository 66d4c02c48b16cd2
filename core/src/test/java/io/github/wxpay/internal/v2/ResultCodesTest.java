package io.github.wxpay.internal.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCodesTest {
  private static final String UNSIGNED =
      " (unsigned, as such responses are: query the state before you act on it)";
  private static final Outgoing REQUEST =
      Outgoing.of(
          "POST",
          "https://api.mch.weixin.qq.com",
          "pay/orderquery",
          Headers.none(),
          null,
          Options.none());

  // XML

  @Test
  void acceptsSuccessOfBothCodes() {
    ResultCodes.success(
        REQUEST, fields("return_code", "SUCCESS", "result_code", "SUCCESS"), "<xml/>", true);
    ResultCodes.success(REQUEST, fields("return_code", "SUCCESS"), "<xml/>", false);
  }

  @Test
  void describesBusinessError() {
    Map<String, Object> fields =
        fields(
            "return_code",
            "SUCCESS",
            "result_code",
            "FAIL",
            "err_code",
            "NOTENOUGH",
            "err_code_des",
            "\u4f59\u989d\u4e0d\u8db3");

    assertThatThrownBy(() -> ResultCodes.success(REQUEST, fields, "<xml/>", true))
        .isInstanceOfSatisfying(
            ResultException.class,
            e -> {
              assertThat(e.code()).isEqualTo("EV2_RES_STATUS_CODE_NOT_SUCESS");
              assertThat(e.get("err_code")).isEqualTo("NOTENOUGH");
              assertThat(e.fields()).isEqualTo(fields);
            })
        .hasMessage(
            "POST pay/orderquery was answered with result_code FAIL: NOTENOUGH"
                + " \u4f59\u989d\u4e0d\u8db3");
    assertThatThrownBy(() -> ResultCodes.success(REQUEST, fields, "<xml/>", false))
        .hasMessageEndingWith("\u4f59\u989d\u4e0d\u8db3" + UNSIGNED);
  }

  @Test
  void describesRefusedRequest() {
    assertMessage(
        "return_code FAIL: no", fields("return_code", "FAIL", "return_msg", "no"), "<xml/>");
    assertMessage("return_code FAIL: no", fields("return_code", "FAIL", "retmsg", "no"), "<xml/>");
    assertMessage(
        "return_code FAIL: first",
        fields("return_code", "FAIL", "retmsg", "second", "return_msg", "first"),
        "<xml/>");
    assertMessage("return_code FAIL:", fields("return_code", "FAIL"), "<xml/>");
    assertMessage("return_code success:", fields("return_code", "success"), "<xml/>");
    assertMessage(
        "return_code FAIL:", fields("return_code", "FAIL", "result_code", "SUCCESS"), "<xml/>");
    assertMessage(
        "return_code missing:  (it is an HTML page titled 'T', so a proxy or gateway probably sent"
            + " it; check `baseUrl`)",
        fields("head", "T"),
        "<html><head><title>T</title></head></html>");
  }

  @Test
  void truncatesAndCleansMessage() {
    assertThatThrownBy(
            () ->
                ResultCodes.success(
                    REQUEST,
                    fields("return_code", "FAIL", "return_msg", "\u202e" + "x".repeat(300)),
                    "<xml/>",
                    true))
        .hasMessage(
            "POST pay/orderquery was answered with return_code FAIL: ?" + "x".repeat(181) + "…");
  }

  // JSON

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"retcode\":0}", "{\"retcode\":0.0,\"a\":{}}", " {\"a\":1,\"retcode\":0} "})
  void acceptsRetcodeZero(String text) {
    ResultCodes.retcode(REQUEST, text);
  }

  @Test
  void describesRetcodeOtherThanZero() {
    String text = "{\"retcode\":12,\"retmsg\":\" no\\n \",\"list\":[1]}";

    assertThatThrownBy(() -> ResultCodes.retcode(REQUEST, text))
        .isInstanceOfSatisfying(
            ResultException.class,
            e -> {
              assertThat(e.code()).isEqualTo("EV2_RES_RESULT_CODE_NOT_MATCHED");
              assertThat(e.fields())
                  .containsEntry("retcode", "12")
                  .containsEntry("retmsg", " no\n ")
                  .containsEntry("list", "");
            })
        .hasMessage("POST pay/orderquery was answered with retcode 12: no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"retcode\":\"0\"}", "{\"retcode\":null}", "{}", "{\"retcode\":1e-9}"})
  void refusesRetcodeThatIsNotNumberZero(String text) {
    assertThatThrownBy(() -> ResultCodes.retcode(REQUEST, text))
        .isInstanceOf(ResultException.class)
        .hasMessageStartingWith("POST pay/orderquery was answered with retcode ");
  }

  @Test
  void truncatesRetcode() {
    String text = "{\"retcode\":\"" + "x".repeat(100) + "\"}";

    assertThatThrownBy(() -> ResultCodes.retcode(REQUEST, text))
        .hasMessage("POST pay/orderquery was answered with retcode \"" + "x".repeat(63) + "…: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "0", "<xml/>", "text"})
  void refusesBodyThatIsNotJsonObject(String text) {
    assertThatThrownBy(() -> ResultCodes.retcode(REQUEST, text))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(
            "POST pay/orderquery was answered with a body that is not a JSON object; it is ")
        .hasMessageEndingWith(".");
  }

  // Senders

  @Test
  void namesProxyAsSenderOfPagesAndEmptyBodies() {
    String advice = ", so a proxy or gateway probably sent it; check `baseUrl`";

    assertThat(ResultCodes.proxy("<html></html>")).isEqualTo(advice);
    assertThat(ResultCodes.proxy("")).isEqualTo(advice);
    assertThat(ResultCodes.proxy(" \n")).isEqualTo(advice);
    assertThat(ResultCodes.proxy("<xml/>")).isEmpty();
    assertThat(ResultCodes.page("<html></html>")).isEqualTo(" (it is an HTML page" + advice + ")");
    assertThat(ResultCodes.page("")).isEmpty();
    assertThat(ResultCodes.page("<xml/>")).isEmpty();
  }

  private static void assertMessage(String reason, Map<String, Object> fields, String text) {
    assertThatThrownBy(() -> ResultCodes.success(REQUEST, fields, text, true))
        .isInstanceOf(ResultException.class)
        .hasMessage("POST pay/orderquery was answered with " + reason);
  }

  private static Map<String, Object> fields(String... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
