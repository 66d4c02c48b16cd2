package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickStartTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Sandbox sandbox;
  private MerchantFiles files;

  @BeforeEach
  void writeFilesOfMerchant() throws IOException {
    sandbox = Sandbox.start();
    files = MerchantFiles.write(sandbox, folder);
  }

  @AfterEach
  void requireThatNoSecretIsPrinted() throws IOException {
    sandbox.close();

    assertThat(output())
        .doesNotContain("BEGIN", "Authorization", "WECHATPAY2")
        .doesNotContain(files.text("secret"), files.text("apiV3Key"))
        .doesNotContain(Files.readAllLines(folder.resolve("apiclient_key.pem")));
  }

  @Test
  void runsAllStepsInSandboxWithoutConfiguration() {
    int status = run(List.of(), Map.of());

    assertThat(status).isZero();
    assertThat(lines())
        .containsExactly(
            "Wxpay quick start, with a sandbox at http://127.0.0.1:PORT/ (no account, no network,"
                + " no money)",
            "",
            "1. End a payscore authorisation",
            "   POST  /v3/payscore/permissions/authorization-code/1234567890/terminate",
            "   204   no content",
            "",
            "2. Place a Native order over 1 fen",
            "   POST  /v3/pay/transactions/native",
            "   200   code_url  weixin://wxpay/bizpayurl?pr=TOKEN",
            "",
            "3. Pay it",
            "         sandbox.pay(\"quick-NUMBER\") acts as the payer, who scans the code_url",
            "",
            "4. Query it asynchronously",
            "   GET   /v3/pay/transactions/out-trade-no/quick-NUMBER?mchid=1900000109",
            "   200   trade_state       SUCCESS",
            "         trade_state_desc  支付成功",
            "         description       Wxpay 示例订单",
            "         amount.total      1",
            "         transaction_id    DIGITS",
            "         success_time      TIME",
            "",
            "5. Refund it",
            "   POST  /v3/refund/domestic/refunds",
            "   200   status                 PROCESSING",
            "         refund_id              DIGITS",
            "         amount.refund          1",
            "         user_received_account  支付用户零钱",
            "",
            "6. Place a Native order over 1 fen",
            "   POST  /v3/pay/transactions/native",
            "   200   code_url  weixin://wxpay/bizpayurl?pr=TOKEN",
            "",
            "7. Close it, since it is not paid",
            "   POST  /v3/pay/transactions/out-trade-no/quick-NUMBER/close",
            "   204   no content",
            "",
            "Done, 7 steps.");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void placesQueriesAndClosesOrderWithConfigurationFile(boolean byArgument) throws IOException {
    String config = files.config().toString();
    Map<String, String> order =
        Map.of("WXPAY_APPID", "wx0123456789abcdef", "WXPAY_NOTIFY_URL", "https://example.com/n");

    int status =
        byArgument
            ? run(List.of(config), order)
            : run(
                List.of("appid=wx0123456789abcdef", "notify_url=https://example.com/n"),
                Map.of("WXPAY_CONFIG", config));

    assertThat(status).isZero();
    assertThat(lines())
        .containsSubsequence(
            "1. End a payscore authorisation",
            "   -     skipped: it would end the authorisation of a real user",
            "2. Place a Native order over 1 fen",
            "   200   code_url  weixin://wxpay/bizpayurl?pr=TOKEN",
            "3. Pay it",
            "   -     skipped: there is no payer to scan the code_url",
            "   200   trade_state       NOTPAY",
            "5. Refund it",
            "   -     skipped: nothing was paid",
            "6. Close it, since it is not paid",
            "   204   no content",
            "Done, 6 steps.");
    assertThat(sandbox.requests().stream().map(Recorded::toString).map(QuickStartTest::masked))
        .containsExactly(
            "POST /v3/pay/transactions/native 200",
            "GET /v3/pay/transactions/out-trade-no/quick-NUMBER?mchid=1900000109 200",
            "POST /v3/pay/transactions/out-trade-no/quick-NUMBER/close 204");
    assertThat(sandbox.requests().get(0).text())
        .containsPattern("\"total\":1[,}]")
        .contains("\"appid\":\"wx0123456789abcdef\"");
  }

  @Test
  void placesNoOrderWithoutAppid() throws IOException {
    int status = run(List.of(files.config().toString()), Map.of());

    assertThat(status).isZero();
    assertThat(lines())
        .containsSubsequence(
            "2. Place a Native order",
            "   -     skipped: an order needs an appid that belongs to the merchant, and a"
                + " notify_url.",
            "         Pass them as arguments (appid=… notify_url=…) or as WXPAY_APPID and",
            "3. Query an order that does not exist",
            "         This is as expected: the platform accepted the signature.",
            "Done, 3 steps.");
    assertThat(output()).contains("   404   ORDER_NOT_EXIST  ");
    assertThat(sandbox.requests()).hasSize(1);
  }

  @Test
  void stopsAtFirstErrorResponse() throws IOException {
    Path config = files.config();
    String other = Files.readString(config).replace(files.text("serial"), "0123456789ABCDEF");
    Files.writeString(config, other);

    int status = run(List.of(config.toString()), Map.of());

    assertThat(status).isOne();
    assertThat(output())
        .contains(
            "!  GET v3/pay/transactions/out-trade-no/{out_trade_no} was answered 401 SIGN_ERROR")
        .doesNotContain("Done");
  }

  @Test
  void stopsAtRejectedField() throws IOException {
    int status =
        run(
            List.of(files.config().toString(), "appid=wx0123456789abcdef", "notify_url=nowhere"),
            Map.of());

    assertThat(status).isOne();
    assertThat(output())
        .contains("!  POST v3/pay/transactions/native was answered 400 PARAM_ERROR");
  }

  @Test
  void rejectsUnknownArgument() {
    int status = run(List.of("app_id=wx0123456789abcdef"), Map.of());

    assertThat(status).isOne();
    assertThat(output())
        .contains("!  The argument 'app_id=wx0123456789abcdef' is unknown;")
        .contains("[appid, notify_url]");
  }

  @Test
  void usesRealPlatformWithVariableOfMerchant() {
    int status = run(List.of(), Map.of("WXPAY_MCHID", "1900000109"));

    assertThat(status).isOne();
    assertThat(output()).contains("WXPAY_").doesNotContain("sandbox");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, UTF-8", "GBK, GBK", "US-ASCII, UTF-8", "windows-1252, UTF-8", "none, UTF-8"})
  void choosesCharsetThatEncodesChinese(String terminal, Charset charset) {
    assertThat(Report.charset(terminal)).isEqualTo(charset);
  }

  private int run(List<String> arguments, Map<String, String> environment) {
    return QuickStart.run(
        arguments, environment, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return output().lines().map(QuickStartTest::masked).collect(Collectors.toList());
  }

  /** Replaces values that differ between runs. */
  private static String masked(String line) {
    return line.replaceAll("(127\\.0\\.0\\.1):\\d+", "$1:PORT")
        .replaceAll("quick-\\w{16}", "quick-NUMBER")
        .replaceAll("pr=\\w+", "pr=TOKEN")
        .replaceAll("\\b\\d{28,}\\b", "DIGITS")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\+08:00", "TIME");
  }
}
