package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception has the platform's error code, or an empty one. */
class ErrorCodeTest {
  @ParameterizedTest
  @CsvSource({"'{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}',PARAM_ERROR", "<html>,''", "'',''"})
  void returnsCodeOfErrorResponse(String body, String expected) {
    for (boolean async : new boolean[] {false, true}) {
      Chain chain =
          Clients.over(FakeHttpClient.answering(Reply.bare(400, body))).chain("v3/orders");

      WxpayException thrown =
          catchThrowableOfType(WxpayException.class, () -> Clients.get(async, chain));

      assertThat(thrown).isExactlyInstanceOf(StatusException.class);
      assertThat(thrown.errorCode()).isEqualTo(expected);
      assertThat(((StatusException) thrown).code()).isEqualTo(expected);
    }
  }

  private static Stream<Arguments> results() {
    return Stream.of(
        Arguments.of(
            "<return_code>SUCCESS</return_code><result_code>FAIL</result_code>"
                + "<err_code>ORDERPAID</err_code>",
            "ORDERPAID"),
        Arguments.of("<return_code>FAIL</return_code><return_msg>m</return_msg>", "FAIL"),
        Arguments.of("<return_code>SUCCESS</return_code><result_code>FAIL</result_code>", "FAIL"),
        Arguments.of(
            "<return_code>SUCCESS</return_code><result_code>FAIL</result_code><err_code/>",
            "FAIL"));
  }

  @ParameterizedTest
  @MethodSource("results")
  void returnsCodeOfApiV2Failure(String fields, String expected) {
    for (boolean async : new boolean[] {false, true}) {
      FakeHttpClient http = FakeHttpClient.answering(Reply.bare(200, "<xml>" + fields + "</xml>"));
      Chain chain =
          Clients.builder()
              .secret(Fixtures.SECRET)
              .httpClient(http)
              .build()
              .v2()
              .chain("pay/orderquery");

      WxpayException thrown =
          catchThrowableOfType(
              WxpayException.class,
              () -> Clients.post(async, chain, Map.of("mch_id", Fixtures.MCHID)));

      assertThat(thrown).isExactlyInstanceOf(ResultException.class);
      assertThat(thrown.errorCode()).isEqualTo(expected);
      assertThat(((ResultException) thrown).code()).startsWith("EV2_");
    }
  }

  @Test
  void returnsRetcodeOfJsonFailure() {
    assertThat(result(Map.of("retcode", "268435461")).errorCode()).isEqualTo("268435461");
    assertThat(result(Map.of()).errorCode()).isEmpty();
  }

  @Test
  void isEmptyForFailuresThatThePlatformDidNotReport() {
    List<WxpayException> others =
        List.of(
            new TransportException("m", true, null),
            new VerificationException(Reason.BAD_DIGEST, "m", 200, ""),
            new MalformedException("m"),
            new CryptoException("m"),
            new FileException("m", Path.of("a"), null),
            new WxpayException("m"));

    assertThat(others).allSatisfy(e -> assertThat(e.errorCode()).isEmpty());
  }

  private static ResultException result(Map<String, String> fields) {
    return new ResultException("m", "EV2_RES_RESULT_CODE_NOT_MATCHED", false, fields);
  }
}
