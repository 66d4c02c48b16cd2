package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir Path folder;

  private OfflineFiles files;

  @BeforeEach
  void createFiles() {
    files = new OfflineFiles(folder);
  }

  private CommandRun verify(Map<String, List<String>> headers, byte[] body, String... more) {
    return verify(OfflineFiles.lines(headers), body, more);
  }

  private CommandRun verify(String headers, byte[] body, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "--headers",
                files.write("headers.txt", headers),
                "--body",
                files.write("body.bin", body)));
    arguments.addAll(more.length > 0 ? List.of(more) : List.of("-c", files.configuration()));
    return CommandRun.of(arguments.toArray(new String[0]));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertFails(CommandRun run, String... texts) {
    assertThat(run.code).as("%s", run).isEqualTo(1);
    assertThat(run.out).as("%s", run).contains(texts);
  }

  private void assertValid(CommandRun run, String... texts) {
    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.out).contains("ok      signature: valid for these ");
    for (String text : texts) {
      assertThat(run.out).contains(text);
    }
    assertThat(run.err).isEmpty();
  }

  @Test
  void verifiesResponse() {
    assertValid(
        verify(OfflineFiles.headers(OfflineFiles.RESPONSE), utf8(OfflineFiles.RESPONSE)),
        "ok      headers: 5 found",
        "ok      key: " + Fixtures.PLATFORM_SERIAL,
        "ok      time: 2023-11-14T22:13:20Z, 0 s before");
  }

  @Test
  void verifiesAndDecryptsNotificationWithoutPrintingIt() {
    String body = OfflineFiles.notification(Fixtures.API_V3_KEY);
    CommandRun run = verify(OfflineFiles.headers(body), utf8(body));

    assertValid(run, "ok      decryption: decrypted with apiV3Key, TRANSACTION.SUCCESS");
    assertThat(run.out).doesNotContain("order-1");
  }

  @Test
  void reportsWrongApiV3KeyAfterValidSignature() {
    String body = OfflineFiles.notification("another_key_of_32_bytes_xxxxxxx!");
    CommandRun run = verify(OfflineFiles.headers(body), utf8(body));

    assertFails(run, "ok      signature: valid", "failed  decryption: ", "APIv3 key");
  }

  @Test
  void skipsDecryptionWithoutKey() {
    String body = OfflineFiles.notification(Fixtures.API_V3_KEY);

    assertValid(
        verify(OfflineFiles.headers(body), utf8(body), "--key", fixture("platform_cert.pem")),
        "skipped decryption: there is no apiV3Key");
  }

  private String fixture(String name) {
    return files.fixture(name);
  }

  @Test
  void readsHeadersInEveryForm() {
    byte[] body = utf8(OfflineFiles.RESPONSE);
    Map<String, List<String>> headers = OfflineFiles.headers(OfflineFiles.RESPONSE);
    String lines = OfflineFiles.lines(headers);
    StringBuilder json = new StringBuilder("{\"x\":[\"1\",\"2\"]");
    headers.forEach(
        (name, values) ->
            json.append(",\"")
                .append(name.toUpperCase(Locale.ROOT))
                .append("\":\"")
                .append(values.get(0))
                .append('"'));
    String signature = headers.get("Wechatpay-Signature").get(0);
    String dump = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + crlf(lines) + "\r\n";

    assertValid(verify(crlf(lines), body));
    assertValid(verify(lines.replace("Wechatpay-N", "wechatpay-n"), body));
    assertValid(verify(dump, body));
    assertValid(verify("\ufeff" + json + "}", body));
    assertValid(verify(lines.replace(": " + signature, ":\n  " + signature), body));
    assertValid(verify(lines.replaceAll("(?m)^", "< ") + "\n", body));
  }

  private static String crlf(String lines) {
    return lines.replace("\n", "\r\n");
  }

  @Test
  void readsBodyAfterHeadersOfCurl() {
    String dump =
        "HTTP/1.1 200 OK\r\n"
            + crlf(OfflineFiles.lines(OfflineFiles.headers(OfflineFiles.RESPONSE)))
            + "\r\n"
            + OfflineFiles.RESPONSE;
    String file = files.write("dump.txt", dump);

    assertValid(CommandRun.of("verify", "--headers", file, "-c", files.configuration()));
    CommandRun damaged =
        CommandRun.of(
            "verify",
            "--headers",
            files.write("dump.txt", dump + "\n"),
            "-c",
            files.configuration());
    assertFails(damaged, "BODY_CUT");
  }

  @Test
  void readsBodyFromStandardInputAndGzip() throws IOException {
    String lines = OfflineFiles.lines(OfflineFiles.headers(OfflineFiles.RESPONSE));
    String headers = files.write("h.txt", lines);
    assertValid(
        CommandRun.withInput(
            OfflineFiles.RESPONSE,
            "verify",
            "--headers",
            headers,
            "--body",
            "-",
            "-c",
            files.configuration()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8(OfflineFiles.RESPONSE));
    }
    assertValid(verify(lines, bytes.toByteArray()));
  }

  @Test
  void verifiesSignatureOfOldMessageWithWarning() {
    Reply old =
        Reply.signed(200, utf8("{}"), Fixtures.NOW - 86_400, "SHA256", Fixtures.platformKey());

    assertValid(
        verify(OfflineFiles.headers(old), utf8("{}")),
        "warning time: 2023-11-13T22:13:20Z, 86400 s before 2023-11-14T22:13:20Z");
    assertValid(
        verify(
            OfflineFiles.headers(old),
            utf8("{}"),
            "-c",
            files.configuration(),
            "--at",
            "2023-11-14T06:13:25+08:00"),
        "ok      time: 2023-11-13T22:13:20Z, 5 s before");
    assertFails(verify(OfflineFiles.headers(old), utf8("{ }")), "warning time", "BODY_REWRITTEN");
  }

  @Test
  void verifiesErrorResponse() {
    String body = "{\"code\":\"PARAM_ERROR\"}";
    String dump = "HTTP/1.1 400 Bad Request\r\n" + OfflineFiles.lines(OfflineFiles.headers(body));

    assertValid(verify(dump, utf8(body)));
    assertFails(verify(dump, utf8(body + " ")), "BODY_CUT");
  }

  @Test
  void namesMissingHeader() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    headers.remove("Wechatpay-Nonce");

    assertFails(
        verify(headers, utf8("{}")),
        "failed  headers: 4 found, without Wechatpay-Nonce.",
        "HEADERS_INCOMPLETE: The response has no header Wechatpay-Nonce");
  }

  @Test
  void namesRepeatedHeader() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    headers.put("Wechatpay-Nonce", List.of("a", "b"));

    assertFails(verify(headers, utf8("{}")), "HEADERS_INCOMPLETE", "more than one header");
  }

  @Test
  void namesSwappedHeaders() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    List<String> time = headers.get("Wechatpay-Timestamp");
    headers.put("Wechatpay-Timestamp", headers.get("Wechatpay-Signature"));
    headers.put("Wechatpay-Signature", time);

    assertFails(verify(headers, utf8("{}")), "SWAPPED_HEADERS");
  }

  @Test
  void namesUnknownSerialAndTheKeyThatSigned() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    headers.put("Wechatpay-Serial", List.of(Fixtures.PUBLIC_KEY_ID));

    assertFails(
        verify(headers, utf8("{}")),
        "warning key: The message names '" + Fixtures.PUBLIC_KEY_ID,
        "UNKNOWN_SERIAL",
        "The signature is valid with the key '" + Fixtures.PLATFORM_SERIAL + "'");
    Map<String, List<String>> forged =
        OfflineFiles.headers(
            Reply.signed(200, utf8("{}"), Fixtures.NOW, "SHA256", Fixtures.otherKey()));
    forged.put("Wechatpay-Serial", List.of(Fixtures.PUBLIC_KEY_ID));
    assertFails(verify(forged, utf8("{}")), "No configured key created the signature.");
  }

  @Test
  void namesMerchantsOwnKey() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");

    assertFails(
        verify(
            headers,
            utf8("{}"),
            "-c",
            files.configuration(),
            "--key",
            fixture("apiclient_cert.pem"),
            "--id",
            Fixtures.SERIAL),
        "failed  key: '" + Fixtures.SERIAL + "' is the merchant's own",
        "skipped signature: ");
  }

  @Test
  void namesCertificateOfMerchantWithoutConfiguration() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");

    assertFails(
        verify(headers, utf8("{}"), "--key", fixture("apiclient_cert.pem")),
        "is the certificate of a merchant, by its subject");
    assertValid(verify(headers, utf8("{}"), "--key", fixture("platform_cert.pem")));
  }

  @Test
  void readsHeadersAndBodyFromOnePipe() {
    String dump =
        "HTTP/1.1 200 OK\r\n" + crlf(OfflineFiles.lines(OfflineFiles.headers("{}"))) + "\r\n{}";
    String config = files.configuration();
    assertValid(CommandRun.withInput(dump, "verify", "--headers", "-", "-c", config));
    assertThat(
            CommandRun.withInput(dump, "verify", "--headers", "-", "--body", "-", "-c", config)
                .code)
        .isEqualTo(2);
  }

  /**
   * Reads damaged files of headers, which must be valid, not valid or refused, and nothing else.
   */
  @Test
  void refusesOrReportsDamagedHeaders() {
    long seed = 20260301;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String dump =
        "HTTP/1.1 200 OK\r\n" + crlf(OfflineFiles.lines(OfflineFiles.headers("{}"))) + "\r\n{}";
    String config = files.configuration();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = utf8(dump);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length));
      String file = files.write("damaged", random.nextBoolean() ? bytes : cut);
      CommandRun run = CommandRun.of("verify", "--headers", file, "-c", config);
      assertThat(run.code).as("%s", run).isBetween(0, 2);
      assertThat(run.code == 2).as("%s", run).isEqualTo(run.err.startsWith("error: "));
    }
  }

  @Test
  void namesAnotherKeyUnderThatId() {
    Reply forged = Reply.signed(200, utf8("{}"), Fixtures.NOW, "SHA256", Fixtures.otherKey());

    assertFails(verify(OfflineFiles.headers(forged), utf8("{}")), "WRONG_KEY");
  }

  @Test
  void namesProbe() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    headers.put("Wechatpay-Signature", List.of("WECHATPAY/SIGNTEST/abc"));

    assertFails(verify(headers, utf8("{}")), "PROBE");
  }

  @Test
  void namesBadBase64() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");
    headers.put(
        "Wechatpay-Signature",
        List.of(headers.get("Wechatpay-Signature").get(0).substring(0, 100)));

    assertFails(verify(headers, utf8("{}")), "BAD_BASE64");
  }

  @Test
  void namesWhatHappenedToTheBody() {
    Map<String, List<String>> headers = OfflineFiles.headers(OfflineFiles.RESPONSE);
    Map<String, String> causes = new LinkedHashMap<>();
    causes.put(OfflineFiles.RESPONSE + "\n", "BODY_CUT");
    causes.put(OfflineFiles.RESPONSE.replace(":", ": "), "BODY_REWRITTEN");
    causes.put(OfflineFiles.RESPONSE.replace("code_url", "codeUrl"), "BODY_REWRITTEN");
    causes.put(new String(utf8(OfflineFiles.RESPONSE), Charset.forName("GBK")), "BODY_REC");
    causes.put("", "BODY_CUT");
    causes.put(OfflineFiles.RESPONSE.substring(0, 20), "BODY_CUT: The response is truncated JSON");

    causes.forEach((body, cause) -> assertFails(verify(headers, utf8(body)), cause));
  }

  @Test
  void verifiesWithKeyOfOptionAlone() {
    Map<String, List<String>> headers = OfflineFiles.headers("{}");

    assertValid(verify(headers, utf8("{}"), "--key", fixture("platform_cert.pem")));
    headers.put("Wechatpay-Serial", List.of("AB12"));
    assertFails(
        verify(headers, utf8("{}"), "--key", fixture("platform_cert.pem")), "UNKNOWN_SERIAL");
  }

  @Test
  void printsVerdictsAsJson() {
    CommandRun run =
        verify(OfflineFiles.headers("{}"), utf8("{}"), "-c", files.configuration(), "--json");

    assertThat(run.code).isZero();
    assertThat(run.out).startsWith("[").contains("\"check\": \"signature\"");
  }

  @Test
  void refusesArgumentsThatCannotBeUsed() {
    String headers = files.write("h", OfflineFiles.lines(OfflineFiles.headers("{}")));
    String body = files.write("b", "{}");
    String config = files.configuration();
    List<String[]> all =
        List.of(
            new String[] {"verify"},
            new String[] {"verify", "--headers", headers, "--body", body},
            new String[] {"verify", "--headers", headers, "-c", config},
            new String[] {"verify", "--headers", body + "x", "--body", body, "-c", config},
            new String[] {"verify", "--headers", body, "--body", body, "-c", config},
            new String[] {"verify", "--body", body, "-c", config},
            new String[] {
              "verify", "--headers", headers, "--body", body, "-c", config, "--at", "now"
            },
            new String[] {
              "verify", "--headers", headers, "--body", body, "--key", headers, "-c", config
            },
            new String[] {
              "verify", "--headers", headers, "--body", body, "--notification", "--response"
            });
    for (String[] arguments : all) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.code).as("%s%n%s", List.of(arguments), run).isEqualTo(2);
      assertThat(run.err).startsWith("error: ");
    }
  }

  private CommandRun verifyXml(String xml) {
    return CommandRun.of(
        "verify", "--body", files.write("body.xml", xml), "-c", files.configuration());
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("attach", "附加");
    fields.put("total_fee", "1");
    return fields;
  }

  private static String xml(Map<String, String> fields, String sign) {
    StringBuilder xml = new StringBuilder("<xml>");
    fields.forEach((name, value) -> xml.append("<" + name + ">" + value + "</" + name + ">"));
    return xml.append("<sign>" + sign + "</sign></xml>").toString();
  }

  @Test
  void verifiesFieldsOfApiV2() {
    Map<String, String> fields = fields();
    for (String type : List.of("MD5", "HMAC-SHA256")) {
      CommandRun run = verifyXml(xml(fields, Hash.sign(type, fields, Fixtures.SECRET)));
      assertThat(run.code).as("%s", run).isZero();
      assertThat(run.out).contains("ok      sign: valid, " + type);
    }
  }

  @Test
  void namesWhyTheSignOfApiV2Differs() {
    Map<String, String> fields = fields();
    String sign = Hash.sign("MD5", fields, Fixtures.SECRET);
    Map<String, String> emptied = new LinkedHashMap<>(fields);
    emptied.put("attach", "");
    String withEmpty =
        "attach=&mch_id=1900000109&return_code=SUCCESS&total_fee=1&key=" + Fixtures.SECRET;
    Map<String, String> typed = new LinkedHashMap<>(fields);
    typed.put("sign_type", "MD5");

    assertFails(verifyXml(xml(fields, sign.toLowerCase(Locale.ROOT))), "lower case");
    assertFails(verifyXml(xml(fields, Hash.sign("MD5", fields, Fixtures.API_V3_KEY))), "swapped");
    assertFails(
        verifyXml(xml(emptied, Hash.md5(withEmpty).toUpperCase(Locale.ROOT))), "empty fields");
    assertFails(
        verifyXml(xml(typed, Hash.sign("HMAC-SHA256", typed, Fixtures.SECRET))),
        "sign_type names another algorithm");
    assertFails(verifyXml(xml(fields, sign.replace(sign.charAt(0), 'x'))), "Either a field");
    assertFails(verifyXml(xml(fields, "")), "has no sign");
  }

  @Test
  void showsNoSecret() {
    List<CommandRun> runs = new ArrayList<>();
    String body = OfflineFiles.notification(Fixtures.API_V3_KEY);
    for (String text : List.of(body, body + " ", "{}")) {
      for (String json : List.of("--json", "--notification")) {
        runs.add(verify(OfflineFiles.headers(body), utf8(text), "-c", files.configuration(), json));
      }
    }
    runs.add(verifyXml(xml(fields(), "0".repeat(32))));
    // Secrets in the entries of other values
    runs.add(
        verify(
            OfflineFiles.headers("{}"),
            utf8("{}"),
            "-c",
            files.configuration(),
            "-c",
            "certs." + Fixtures.SECRET + "=" + fixture("platform_cert.pem")));
    for (CommandRun run : runs) {
      assertThat(run.out + run.err)
          .doesNotContain(Fixtures.API_V3_KEY, Fixtures.SECRET, "order-1", "张三")
          .doesNotContain(Fixtures.lines("apiclient_key.pem"));
    }
  }
}
