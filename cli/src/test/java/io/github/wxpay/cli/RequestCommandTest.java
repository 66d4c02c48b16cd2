package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCommandTest {
  @TempDir Path folder;

  private RawServer server;

  @BeforeEach
  void start() {
    server = new RawServer(ServerSocketFactory.getDefault());
    answer(Reply.signed("{\"n\":12345678901234567890,\"x\":1.50,\"s\":\"图\"}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void printsJsonToStdoutAndTheStatusToStderr() {
    CommandRun run = run("v3/a", "-m", "get");

    assertThat(run.code).isZero();
    assertThat(run.out)
        .isEqualTo("{\n  \"n\": 12345678901234567890,\n  \"x\": 1.50,\n  \"s\": \"图\"\n}\n");
    assertThat(run.err).endsWith("\nHTTP 200 Request-ID REQ-1\n");
  }

  @Test
  void fillsPlaceholdersAndJoinsTheQueries() {
    run("v3/a/{b}/<c>?d=1", "-m", "get", "-v", "b=x/y", "-v.c", "1", "-p", "e=2", "-p.e", "3");

    assertThat(only().target).isEqualTo("/v3/a/x%2Fy/1?d=1&e%5B%5D=2&e%5B%5D=3");
  }

  @Test
  void namesThePlaceholderWithoutAValue() {
    CommandRun run = run("v3/a/{b}", "-m", "get");

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("b");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void usesTheOnlyDocumentedMethod() {
    CommandRun run = run("v3/certificates");

    assertThat(only().method).isEqualTo("GET");
    assertThat(run.err).contains("Using GET, the only documented method");
  }

  @Test
  void sendsAnEmptyObjectUnlessTheEndpointIsDocumentedWithoutABody() {
    run("v3/a");
    assertThat(new String(only().body, StandardCharsets.UTF_8)).isEqualTo("{}");
    answer(Reply.signed("{}"));

    run("v3/payscore/plan/payscore-plans/merchant-plan-no/{no}/stop", "-v", "no=1");
    assertThat(only().body).isEmpty();
    answer(Reply.signed("{}"));

    run("v3/a", "-m", "DELETE");
    assertThat(only().body).isEmpty();
  }

  @Test
  void sendsTheStandardInputAsItIs() {
    CommandRun.withInput("{\"a\" : 1}\n", CommandRun.configured(server.url(), "v3/a", "-d", "-"));

    assertThat(new String(only().body, StandardCharsets.UTF_8)).isEqualTo("{\"a\" : 1}\n");
  }

  @Test
  void sendsHeaders() {
    run("v3/a", "-m", "get", "-h", "X-A=b=c");

    assertThat(only().headers).containsEntry("X-A", "b=c");
  }

  @ParameterizedTest
  @CsvSource({
    "-m, head",
    "-m, Get",
    "-d, a",
    "-p, a",
    "-v, =a",
    "--timeout, 5",
    "-h, a",
    "-bb, -b",
    "--nope, 1"
  })
  void refusesWrongOptionsBeforeAnythingIsSent(String option, String value) {
    CommandRun run = run("v3/a", option, value);

    assertThat(run.code).isEqualTo(2);
    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("error: ");
    assertThat(server.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-d", "-h", "-p", "-v"})
  void repeatsNoValueThatIsNotUnderstood(String option) {
    assertThat(run("v3/a", option, "Authorization: hidden").err).doesNotContain("hidden");
  }

  @Test
  void writesVerifiedBytes() {
    CommandRun run = run("v3/a", "-m", "get", "-b");

    assertThat(run.out).isEqualTo("{\"n\":12345678901234567890,\"x\":1.50,\"s\":\"图\"}");
  }

  @Test
  void savesADownload() throws IOException {
    Path file = folder.resolve("a.json");

    CommandRun run = run("v3/a", "-m", "get", "-o", file.toString());

    assertThat(run.code).isZero();
    assertThat(run.out).isEmpty();
    assertThat(Files.readString(file)).contains("12345678901234567890");
  }

  @Test
  void leavesNoFileIfADownloadFails() {
    answer(Reply.signed("{}").withBody(new byte[] {'{', 'x'}));
    Path file = folder.resolve("a.json");

    CommandRun run = run("v3/a", "-m", "get", "-o", file.toString());

    assertThat(run.code).isNotZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void printsErrorResponsesToStderr() {
    answer(
        Reply.signed(
            400, "{\"code\":\"PARAM_ERROR\",\"message\":\"错\"}".getBytes(StandardCharsets.UTF_8)));

    CommandRun run = run("v3/a", "-d", "a=1");

    assertThat(run.code).isEqualTo(1);
    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("\"code\": \"PARAM_ERROR\"", "error: ", "错", "REQ-1");
  }

  @Test
  void hasAnotherExitCodeIfTheEffectIsNotKnown() {
    answer(Reply.bare(500, "{\"code\":\"SYSTEM_ERROR\",\"message\":\"x\"}"));
    assertThat(run("v3/a", "-d", "a=1").code).isEqualTo(3);
    answer(Reply.signed("{}").withBody(new byte[] {'{', '}', ' '}));
    assertThat(run("v3/a", "-d", "a=1").code).isEqualTo(3);

    CommandRun unreachable =
        CommandRun.of(
            CommandRun.configured(RawServer.deadUrl(), "v3/a", "-d", "a=1", "-c.retry", "1"));
    assertThat(unreachable.code).as("%s", unreachable).isEqualTo(1);
  }

  @Test
  void showsNoSecretInAnyOutput() {
    answer(Reply.bare(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"x\"}"));

    CommandRun run =
        run(
            "v3/a",
            "-d",
            "a=1",
            "-c",
            "secret=" + Fixtures.SECRET,
            "-c",
            "apiV3Key=" + Fixtures.API_V3_KEY);
    CommandRun dry =
        run(
            "v3/a",
            "-d",
            "a=1",
            "--dry-run",
            "-c",
            "secret=" + Fixtures.SECRET,
            "-c",
            "apiV3Key=" + Fixtures.API_V3_KEY);

    for (CommandRun one : new CommandRun[] {run, dry}) {
      assertThat(one.toString())
          .doesNotContain(Fixtures.SECRET, Fixtures.API_V3_KEY, "PRIVATE KEY")
          .doesNotContainPattern("signature=\"[^*]");
    }
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void dryRunConnectsToNothing() {
    int before = server.accepted();

    CommandRun run = run("v3/a", "-d", "a=1", "--dry-run");

    assertThat(run.code).isZero();
    assertThat(run.out)
        .contains("POST↵\n/v3/a↵\n1700000000↵\n", "{\"a\":\"1\"}", "Nothing was sent.");
    assertThat(server.accepted()).isEqualTo(before);
  }

  @Test
  void explainSendsNothingIfThereAreProblemsUnlessForced() {
    CommandRun refused = run("v3/pay/transactions/native", "-d", "appid=wx1", "--explain");
    assertThat(refused.code).isEqualTo(2);
    assertThat(refused.err).contains("Native", "body /mchid is required", "nothing was sent");
    assertThat(server.received()).isEmpty();

    CommandRun forced =
        run("v3/pay/transactions/native", "-d", "appid=wx1", "--explain", "--force");
    assertThat(forced.code).isZero();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void explainNeedsNoConfiguration() {
    CommandRun run = CommandRun.of("v3/pay/transactions/nativ", "--explain");

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("the nearest: POST v3/pay/transactions/native");
  }

  @Test
  void uploadsAFile() throws IOException {
    Path image = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

    CommandRun run = run("v3/merchant/media/upload", "--upload", image.toString(), "--explain");

    assertThat(run.code).as("%s", run).isZero();
    assertThat(new String(only().body, StandardCharsets.ISO_8859_1))
        .contains("name=\"meta\"", Hash.sha256(Files.readAllBytes(image)));
  }

  // APIv2

  @Test
  void sendsXmlAndPrintsFields() {
    answerXml("<a>图</a>", true);

    CommandRun run = v2("-d", "body=a&b");

    assertThat(new String(only().body, StandardCharsets.UTF_8))
        .contains("<body><![CDATA[a&b]]></body>", "<nonce_str>" + CommandRun.NONCE);
    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.out).contains("\"a\": \"图\"");
  }

  @Test
  void failsOnResultCodes() {
    server.responding(
        request ->
            Reply.bare(
                    200, "<xml><return_code>FAIL</return_code><return_msg>签名错误</return_msg></xml>")
                .with("Connection", "close")
                .wire());

    CommandRun run = v2();

    assertThat(run.code).isNotZero();
    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("\"return_code\": \"FAIL\"", "error: ");
  }

  @Test
  void printsNoControlCharactersOfAnErrorResponse() {
    answer(Reply.bare(502, "<html>\u001b[31m</html>"));

    CommandRun run = run("v3/a", "-m", "get", "-c", "retry=1");

    assertThat(run.err).contains("<html>\ufffd[31m</html>").doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-bb", "-bbb"})
  void printsUnverifiedResponsesOfApiV2WithAWarning(String option) {
    answerXml("<a>1</a>", false);

    CommandRun run = v2(option);

    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.err).contains("warning: The response is not verified");
    assertThat(run.out).contains(option.equals("-bb") ? "\"a\": \"1\"" : "<a>1</a>");
    assertThat(server.received()).hasSize(1);
    assertThat(v2().code).as("without the option").isNotZero();
  }

  @Test
  void unverifiedCallsFailWithoutAResponse() {
    CommandRun run =
        CommandRun.of(
            "v2/pay/micropay",
            "-c",
            "mchid=" + Fixtures.MCHID,
            "-c",
            "secret=" + Fixtures.SECRET,
            "-d",
            "mch_id=" + Fixtures.MCHID,
            "-u",
            RawServer.deadUrl(),
            "-bbb");

    assertThat(run.code).as("%s", run).isEqualTo(1);
    assertThat(run.err).contains("Nothing was sent");
  }

  private CommandRun v2(String... more) {
    String[] all = new String[9 + more.length];
    System.arraycopy(
        new String[] {
          "v2/pay/micropay",
          "-c",
          "mchid=" + Fixtures.MCHID,
          "-c",
          "secret=" + Fixtures.SECRET,
          "-u",
          server.url(),
          "-d",
          "mch_id=" + Fixtures.MCHID
        },
        0,
        all,
        0,
        9);
    System.arraycopy(more, 0, all, 9, more.length);
    return CommandRun.of(all);
  }

  private void answerXml(String fields, boolean signed) {
    String sign =
        Hash.sign(
            Hash.ALGO_MD5,
            Map.of("return_code", "SUCCESS", "result_code", "SUCCESS", "a", "图"),
            Fixtures.SECRET);
    String xml =
        "<xml><return_code>SUCCESS</return_code><result_code>SUCCESS</result_code>"
            + fields
            + (signed ? "<sign>" + sign + "</sign>" : "")
            + "</xml>";
    answer(Reply.bare(200, xml));
  }

  private void answer(Reply reply) {
    server.responding(request -> reply.with("Connection", "close").wire());
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(CommandRun.configured(server.url(), arguments));
  }

  private RawRequest only() {
    assertThat(server.received()).hasSize(1);
    return server.received().get(0);
  }
}
