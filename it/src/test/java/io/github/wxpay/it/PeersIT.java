package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of others call the sandbox; each run must have all of its calls. */
class PeersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PACKAGE =
      Path.of("core/src/test/peers/wechatpay-axios-plugin/node_modules/wechatpay-axios-plugin");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WechatpayJava, wechatpay-java {wechatpay-java}, 22",
    "WechatpayApacheHttpclient, wechatpay-apache-httpclient {wechatpay-apache-httpclient}, 4",
    "WxJava, WxJava {weixin-java-pay}, 8"
  })
  void callTheSandboxFromJava(String type, String name, int calls) throws Exception {
    String classPath = JavaProgram.classPath("peers");
    Path classes =
        JavaProgram.compile(
            folder, classPath, "peers/peers/Calls.java", "peers/peers/" + type + ".java");

    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 api.mch.weixin.qq.com\n");

    JavaProgram program =
        JavaProgram.run(
            folder,
            "-Dfile.encoding=UTF-8",
            "-Djdk.net.hosts.file=" + hosts,
            "-cp",
            classes + File.pathSeparator + classPath,
            "peers." + type);

    check(program, calls, JavaProgram.named(name, "peers"));
  }

  @Test
  void callsTheSandboxFromNode() throws Exception {
    Path original = JavaProgram.build().resolve("../..").resolve(PACKAGE).normalize();
    assumeTrue(
        Files.isDirectory(original),
        () -> "Skipped: run `npm install --no-package-lock` in " + PACKAGE.getName(0) + " first.");
    assumeTrue(hasNode(), "Skipped: there is no Node.js (node).");
    try (Sandbox sandbox = Sandbox.builder().https(true).start()) {
      Path authority = folder.resolve("ca.pem");
      Files.writeString(
          authority, ((Map<?, ?>) sandbox.config().get("merchant")).get("ca").toString());
      ProcessBuilder node =
          new ProcessBuilder(
              "node",
              JavaProgram.environment("peers/node/calls.js").toString(),
              original.toString(),
              settings(sandbox).toString());
      node.environment().put("NODE_EXTRA_CA_CERTS", authority.toString());

      check(
          JavaProgram.run(folder, node),
          20,
          "wechatpay-axios-plugin "
              + JSON.readTree(original.resolve("package.json").toFile()).path("version").asText());
    }
  }

  private Path settings(Sandbox sandbox) throws IOException {
    SignedNotification notification =
        sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", "node0003"));
    Map<String, Object> settings =
        Map.of(
            "config", sandbox.config(),
            "notification", Map.of("headers", notification.headers(), "body", notification.text()),
            "png",
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                    + "rkJggg==");
    return Files.write(folder.resolve("settings.json"), JSON.writeValueAsBytes(settings));
  }

  private static void check(JavaProgram program, int calls, String name) {
    assertThat(program.calls()).as(program.toString()).isEqualTo(calls);
    Results.calls(Results.Group.PEER, name, calls);
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
