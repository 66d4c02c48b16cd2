package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that work on files, as users run them. */
class OfflineCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private OfflineFiles files;

  @BeforeEach
  void createFiles() {
    files = new OfflineFiles(folder);
  }

  @Test
  void opensNoConnection() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      String url = "http://127.0.0.1:" + server.socket().getLocalPort() + "/";
      String message = OfflineFiles.notification(Fixtures.API_V3_KEY);
      Map<String, List<String>> unknown = OfflineFiles.headers(message);
      unknown.put("Wechatpay-Serial", List.of("AB12"));
      String valid = files.write("valid.txt", OfflineFiles.lines(OfflineFiles.headers(message)));
      String other = files.write("unknown.txt", OfflineFiles.lines(unknown));
      String body = files.write("body.json", message);
      String config = files.configuration();
      List<String[]> runs = new ArrayList<>();
      for (String headers : List.of(valid, other)) {
        for (String kind : List.of("--response", "--notification")) {
          runs.add(new String[] {"verify", "--headers", headers, "--body", body, kind});
        }
      }
      runs.add(new String[] {"verify", "--body", files.write("b.xml", "<xml><a>1</a></xml>")});
      runs.add(new String[] {"decrypt", "--body", body});
      runs.add(new String[] {"sign", "--method", "GET", "--url", url + "v3/a", "--show"});
      runs.add(new String[] {"encrypt", "--text", "@" + body.replace("body.json", "b.xml")});
      int count = 0;
      for (String[] run : runs) {
        List<String> arguments = new ArrayList<>(List.of(run));
        arguments.addAll(List.of("-c", config, "-u", url));
        CommandRun result = CommandRun.of(arguments.toArray(new String[0]));
        assertThat(result.code).as("%s%n%s", arguments, result).isBetween(0, 1);
        count++;
      }
      assertThat(count).isEqualTo(8);
      assertThat(server.accept()).as("a connection").isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesAndDecryptsNotificationsOfTheSandbox(boolean sm2) throws IOException {
    try (Sandbox sandbox = sm2 ? Sandbox.builder().sm2().start() : Sandbox.start()) {
      String config =
          files.write(
              "wxpay.json",
              new String(JSON.writeValueAsBytes(sandbox.config()), StandardCharsets.UTF_8));
      SignedNotification made = sandbox.notification("TRANSACTION.SUCCESS");
      String headers = files.write("headers.json", JSON.writeValueAsString(made.headers()));
      String body = files.write("body.json", made.body());
      String time = made.headers().get("Wechatpay-Timestamp");

      CommandRun verified =
          CommandRun.of("verify", "--headers", headers, "--body", body, "-c", config, "--at", time);
      assertThat(verified.code).as("%s", verified).isZero();
      assertThat(verified.out)
          .contains("ok      signature: ")
          .contains("ok      decryption: ")
          .contains("0 s before");

      CommandRun changed =
          CommandRun.of(
              "verify",
              "--headers",
              headers,
              "--body",
              files.write("changed.json", made.text().replace("\"id\"", "\"Id\"")),
              "-c",
              config);
      assertThat(changed.code).as("%s", changed).isEqualTo(1);

      CommandRun decrypted = CommandRun.of("decrypt", "--body", body, "-c", config);
      assertThat(decrypted.out).isEqualTo(made.plaintext() + "\n");
      JsonNode plain = JSON.readTree(decrypted.out);
      assertThat(plain.path("trade_state").asText()).isEqualTo("SUCCESS");

      CommandRun encrypted = CommandRun.withInput("张三", "encrypt", "--text", "-", "-c", config);
      assertThat(encrypted.code).as("%s", encrypted).isZero();

      String[] at = {"--time", time, "--nonce", "n", "-c", config};
      CommandRun signed = sign(at, "--show");
      String authorization = signed.out.substring(signed.out.indexOf("Authorization"));
      if (sm2) {
        return; // the sandbox has no certificate of the merchant's SM2 key
      }
      CommandRun checked = sign(at, "--check", authorization);
      assertThat(checked.code).as("%s", checked).isZero();
      CommandRun other = sign(at, "--check", authorization, "--body", body);
      assertThat(other.code).isEqualTo(1);
      assertThat(other.out).contains("without the body");
    }
  }

  private static CommandRun sign(String[] at, String... more) {
    List<String> arguments = new ArrayList<>(List.of("sign", "--method", "POST", "--url", "/v3/a"));
    arguments.addAll(List.of(at));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(new String[0]));
  }

  @Test
  void readsBytesOfStandardInputInProcess() throws Exception {
    // GBK bytes, which a program that reads text would change.
    byte[] body = "{\"a\":\"中文\"}\n".getBytes("GBK");
    String signature =
        Fixtures.sign(
            "SHA256",
            joined(Fixtures.NOW + "\n" + Fixtures.NONCE + "\n", body),
            Fixtures.platformKey());
    Map<String, List<String>> headers = new LinkedHashMap<>(OfflineFiles.headers("{}"));
    headers.put("Wechatpay-Signature", List.of(signature));
    String file = files.write("h.txt", OfflineFiles.lines(headers));
    List<String> command = new ArrayList<>(ChildJvm.command());
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Main.class.getName()));
    command.addAll(
        List.of("verify", "--headers", file, "--body", "-", "-c", files.configuration()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().write(body);
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(out).isZero();
      assertThat(out).contains("signature: valid for these " + body.length + " bytes");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static byte[] joined(String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
