package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignCommandTest {
  private static final String BODY = "{\"b\":\"https://x/中\",\"a\":{\"d\":1,\"c\":2}}";
  private static final String TARGET = "/v3/pay/a%20b?mchid=1";
  private static final String TEXT =
      "POST\n" + TARGET + "\n1700000000\n" + CommandRun.NONCE + "\n" + BODY + "\n";

  @TempDir Path folder;

  private OfflineFiles files;

  @BeforeEach
  void createFiles() {
    files = new OfflineFiles(folder);
  }

  private CommandRun sign(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sign",
                "--method",
                "post",
                "--url",
                "https://api.mch.weixin.qq.com" + TARGET,
                "--body",
                files.write("body.json", BODY),
                "-c",
                files.configuration()));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
    assertThat(run.out + run.err)
        .doesNotContain(Fixtures.API_V3_KEY, Fixtures.SECRET)
        .doesNotContain(Fixtures.lines("apiclient_key.pem"));
    return run;
  }

  private CommandRun check(String signature) {
    return sign("--time", "1700000000", "--nonce", CommandRun.NONCE, "--check", signature);
  }

  private static String signed(String text) {
    return signed("SHA256", text.getBytes(StandardCharsets.UTF_8), Fixtures.merchantKey());
  }

  private static String signed(String digest, byte[] text, PrivateKey key) {
    return Fixtures.sign(digest, text, key);
  }

  private void assertFails(CommandRun run, String cause) {
    assertThat(run.code).as("%s", run).isEqualTo(1);
    assertThat(run.out).contains("failed ").contains(cause);
  }

  @Test
  void showsTextWithMaskedSignature() {
    CommandRun run = sign("--time", "1700000000", "--nonce", "n");

    assertThat(run.code).isZero();
    assertThat(run.out)
        .startsWith("POST↵\n" + TARGET + "↵\n1700000000↵\nn↵\n" + BODY + "↵\n\n")
        .contains("Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"")
        .contains("signature=\"***\"");
    assertThat(run.err).contains("--show");
  }

  @Test
  void showsSignatureOnRequest() {
    CommandRun run = sign("--time", "1700000000", "--nonce", CommandRun.NONCE, "--show");

    assertThat(run.out).contains("signature=\"" + signed(TEXT) + "\"");
    assertThat(run.err).isEmpty();
  }

  @Test
  void checksSignatureOrCompleteHeader() {
    assertThat(check(signed(TEXT)).code).isZero();
    CommandRun shown = sign("--time", "1700000000", "--nonce", CommandRun.NONCE, "--show");
    String header = shown.out.substring(shown.out.indexOf("Authorization: "));
    assertThat(sign("--check", "@" + files.write("a", header)).code).isZero();
    assertFails(
        sign("--check", "@" + files.write("a", header.replace("3775", "0000"))), "serial_no");
  }

  @Test
  void namesTextThatWasSigned() {
    Map<String, String> causes = new LinkedHashMap<>();
    causes.put(TEXT.replace(BODY, ""), "without the body");
    causes.put(TEXT.replace(BODY, BODY + "\n"), "with a line feed after the body");
    causes.put(TEXT.substring(0, TEXT.length() - 1), "without the last line feed");
    causes.put(TEXT.replace("?mchid=1", ""), "without the query");
    causes.put(
        TEXT.replace(TARGET, "https://api.mch.weixin.qq.com" + TARGET), "with the complete URL");
    causes.put(TEXT.replace("%20", " "), "with the decoded path and query");
    causes.put(TEXT.replace("POST", "post"), "with the method in lower case");
    causes.put(TEXT.replace("POST", "GET"), "with the method GET");
    causes.put(
        "POST\n" + TARGET + "\n" + CommandRun.NONCE + "\n1700000000\n" + BODY + "\n",
        "with timestamp and nonce swapped");
    causes.put(TEXT.replace("1700000000", "1700000000000"), "in milliseconds");
    causes.put(TEXT.replace("\n", "\r\n"), "with CR LF instead of line feeds");
    causes.put(TEXT.replace("//x/", "\\/\\/x\\/"), "with / written as \\/");
    causes.put(TEXT.replace("中", "\\u4e2d"), "without spaces, and \\u escapes");
    causes.put(TEXT.replace("\":", "\": ").replace(",\"", ", \""), "with a space after : and ,");
    causes.put(
        TEXT.replace(BODY, "{\"a\":{\"c\":2,\"d\":1},\"b\":\"https://x/中\"}"),
        "with its names sorted");
    causes.put(
        TEXT.replace(
            BODY, "{\n  \"b\": \"https://x/中\",\n  \"a\": {\n    \"d\": 1,\n    \"c\": 2\n  }\n}"),
        "indented by 2");
    causes.put("1700000000\n" + CommandRun.NONCE + "\n" + BODY + "\n", "the text of a response");
    causes.put(
        TEXT.replace("?mchid=1", "").replace(BODY, BODY + "\n"),
        "without the query, with a line feed after the body");
    causes.put("something else", "by none of the usual mistakes");

    causes.forEach((text, cause) -> assertFails(check(signed(text)), cause));
    byte[] gbk = TEXT.getBytes(Charset.forName("GBK"));
    assertFails(check(signed("SHA256", gbk, Fixtures.merchantKey())), "with the body in GBK");
  }

  @Test
  void namesAlgorithmThatWasUsed() throws GeneralSecurityException {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int salt : new int[] {0, 20, 32, 222}) {
      for (String digest : new String[] {"SHA-256", "SHA-1"}) {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(
            new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
        pss.initSign(Fixtures.merchantKey());
        pss.update(text);
        assertFails(check(Base64.getEncoder().encodeToString(pss.sign())), "the padding PSS");
      }
    }
    assertFails(check(signed("SHA1", text, Fixtures.merchantKey())), "SHA-1 instead of SHA-256");
    assertFails(check(signed("SHA512", text, Fixtures.merchantKey())), "for this text");
    assertFails(check(signed("MD5", text, Fixtures.merchantKey())), "MD5 instead of SHA-256");
    String hex = Hash.sha256(TEXT).toLowerCase(Locale.ROOT);
    assertFails(check(signed(hex)), "hashed twice");
  }

  @Test
  void namesKeyAndForm() {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    String valid = signed(TEXT);

    assertFails(check(signed("SHA256", text, Fixtures.otherKey())), "another key");
    assertFails(check(valid.substring(0, 100)), "it has 75 bytes");
    assertFails(check(valid.replace('+', ' ').replace('/', ' ')), "not base64");
    CommandRun other =
        sign(
            "--time",
            "1700000000",
            "--nonce",
            CommandRun.NONCE,
            "--check",
            valid,
            "--certificate",
            files.fixture("other_cert.pem"));
    assertFails(other, "another key");
  }

  @Test
  void comparesTextWithAnotherOne() {
    String[] at = {"--time", "1700000000", "--nonce", CommandRun.NONCE, "--expect"};
    Map<String, String> causes = new LinkedHashMap<>();
    causes.put(TEXT.replace("\n", "\r\n"), "a line feed, the other one has a carriage return (CR)");
    causes.put(
        TEXT.replace("POST", "POST "),
        "Line 1, column 5: the text has a line feed, the"
            + " other one has a space at the end of the line");
    causes.put(TEXT.replace("//x", "\\/\\/x"), "A slash is escaped as \\/ in the other one.");
    causes.put(TEXT.replace("中", "\\u4e2d"), "as a \\u escape in the other one");
    causes.put(TEXT.replace("中", "涓"), "'中' (U+4E2D), the other one has '涓' (U+6D93)");
    causes.put(TEXT.replace("?mchid=1", ""), "The other text is this one without the query.");
    causes.put(TEXT.substring(0, TEXT.length() - 1), "the other one has its end");
    causes.put(
        TEXT.replace(BODY, "{\"a\":{\"c\":2,\"d\":1},\"b\":\"https://x/中\"}"),
        "Line 5, column 3: the text has 'b' (U+0062), the other one has 'a'");

    assertThat(sign(with(at, files.write("t", TEXT))).code).isZero();
    causes.forEach((text, cause) -> assertFails(sign(with(at, files.write("t", text))), cause));
  }

  private static String[] with(String[] arguments, String last) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(last);
    return all.toArray(new String[0]);
  }

  private CommandRun v2(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "sign",
                "--v2",
                "--body",
                files.write(
                    "fields.json", "{\"mch_id\":\"1\",\"appid\":\"wx\",\"empty\":\"\",\"n\":2}"),
                "-c",
                files.configuration()));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
    assertThat(run.out + run.err).doesNotContain(Fixtures.SECRET, Fixtures.API_V3_KEY);
    return run;
  }

  @Test
  void signsFieldsOfApiV2() {
    String text = "appid=wx&mch_id=1&n=2&key=" + Fixtures.SECRET;
    String md5 = Hash.md5(text).toUpperCase(Locale.ROOT);

    CommandRun masked = v2();
    assertThat(masked.code).as("%s", masked).isZero();
    assertThat(masked.out).isEqualTo("appid=wx&mch_id=1&n=2&key=***\n\nMD5: ***\n");
    assertThat(v2("--show").out).endsWith("MD5: " + md5 + "\n");
    assertThat(v2("--show", "--sign-type", "HMAC-SHA256").out).contains("HMAC-SHA256: ");
    assertThat(v2("--check", md5).code).isZero();
    assertFails(v2("--check", md5.toLowerCase(Locale.ROOT)), "lower case");
    assertThat(v2("--expect", files.write("t", text)).code).isZero();
    assertFails(v2("--expect", files.write("t", text + "\n")), "ends with a line break");
    assertFails(
        v2("--expect", files.write("t", text.replace("appid=wx&", "appid=wx&empty=&"))),
        "column 10");
  }

  @Test
  void showsNoKeyOfAnotherProgram() {
    String foreign = "another_key_of_32_bytes_xxxxxxx!";
    CommandRun run = v2("--expect", files.write("t", "appid=wx&mch_id=1&n=2&key=" + foreign));

    assertFails(run, "ends with another key, of 32 characters");
    assertThat(run.out + run.err).doesNotContain(foreign);
    CommandRun other = v2("--expect", files.write("t", "appid=wx&mch_id=2&n=2&key=" + foreign));
    assertFails(other, "column 17");
    assertThat(other.out + other.err).doesNotContain(foreign);
    CommandRun keyless =
        CommandRun.of(
            "sign",
            "--v2",
            "--body",
            files.write("f.json", "{\"a\":\"1\"}"),
            "--expect",
            files.write("t", "a=1&key=" + foreign));
    assertThat(keyless.code).isZero();
    assertThat(keyless.out).contains("the key was not compared").doesNotContain(foreign);
  }

  @Test
  void refusesArgumentsThatCannotBeUsed() {
    String body = files.write("b", BODY);
    for (String[] arguments :
        List.of(
            new String[] {"sign"},
            new String[] {"sign", "--method", "GET"},
            new String[] {"sign", "--method", "GET", "--url", "/v3/a b"},
            new String[] {"sign", "--method", "GET", "--url", "/v3/a", "--check", "AAAA"},
            new String[] {"sign", "--method", "GET", "--url", "/v3/a", "--body", body + "x"},
            new String[] {"sign", "--v2"},
            new String[] {"sign", "--v2", "--body", files.write("t", "[]")},
            new String[] {"sign", "--v2", "--body", body, "--show"},
            new String[] {
              "sign",
              "--method",
              "GET",
              "--url",
              "/v3/a",
              "--time",
              "1",
              "--nonce",
              "n",
              "--check",
              "AAAA"
            })) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.code).as("%s%n%s", List.of(arguments), run).isEqualTo(2);
    }
  }
}
