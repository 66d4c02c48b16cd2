package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command as a process: its streams, its exit code, and its variables. */
class RequestProcessTest {
  @TempDir Path folder;

  @Test
  void printsParseableJsonAndExitsWithTheCodeOfTheOutcome() throws Exception {
    Files.write(folder.resolve("key.pem"), Fixtures.bytes("apiclient_key.pem"));
    Files.write(folder.resolve("platform.pem"), Fixtures.bytes("platform_cert.pem"));
    Path config =
        Files.writeString(
            folder.resolve("wxpay.json"),
            "{\"mchid\":\"1900000109\",\"serial\":\""
                + Fixtures.SERIAL
                + "\",\"privateKey\":\"key.pem\",\"retry\":1,\"certs\":{\""
                + Fixtures.PLATFORM_SERIAL
                + "\":\"platform.pem\"}}");
    try (RawServer server = new RawServer(ServerSocketFactory.getDefault())) {
      server.responding(
          request -> {
            boolean known = request.target.equals("/v3/a");
            int status = known ? 200 : 500;
            byte[] body =
                (known ? "{\"名\":\"图\"}" : "{\"code\":\"SYSTEM_ERROR\"}")
                    .getBytes(StandardCharsets.UTF_8);
            return Reply.signed(
                    status, body, Instant.now().getEpochSecond(), "SHA256", Fixtures.platformKey())
                .with("Connection", "close")
                .wire();
          });

      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      int sent = exit(out, err, config, "v3.a", "-m", "get", "-u", server.url());
      assertThat(sent).as("%s", err).isZero();
      assertThat(new ObjectMapper().readTree(Files.readString(out)).path("名").asText())
          .isEqualTo("图");
      assertThat(Files.readString(err)).startsWith("HTTP 200");

      assertThat(exit(out, err, config, "v3/b", "-d.a", "1", "-u", server.url())).isEqualTo(3);
      assertThat(out).isEmptyFile();
      assertThat(Files.readString(err)).contains("error: ", "SYSTEM_ERROR");
    }
  }

  private static int exit(Path out, Path err, Path config, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = ChildJvm.command("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WXPAY_"));
    builder.environment().put("WXPAY_CONFIG", config.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }
}
