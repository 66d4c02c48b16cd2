package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Fixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the command as a process, in the folder of the test. */
@Timeout(120)
class DoctorAndSandboxProcessTest {
  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(ChildJvm.command());
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Returns the lines up to one that begins with a text, which are not more than are printed. */
  private static List<String> linesUntil(BufferedReader lines, String start) throws IOException {
    List<String> read = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.add(line);
      if (line.startsWith(start)) {
        return read;
      }
    }
    throw new AssertionError("No line begins with '" + start + "': " + read);
  }

  @Test
  void runsSandboxUntilProcessIsEnded() throws Exception {
    Process process = start("sandbox");
    try (BufferedReader lines = output(process)) {
      List<String> printed = linesUntil(lines, "Ctrl-C");
      assertThat(printed.get(0)).matches("Sandbox: +http://127[.]0[.]0[.]1:[0-9]+/");
      Path file = folder.resolve("wxpay-sandbox.json");
      try (Wxpay wxpay = Wxpay.load(file)) {
        assertThat(wxpay.chain("v3/certificates").get().status()).isEqualTo(200);
      }
      assumeFalse(
          System.getProperty("os.name", "").startsWith("Windows"), "destroy() runs no hook there");
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(file).doesNotExist();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void endsSandboxWithStandardInput() throws Exception {
    Process process = start("sandbox", "--until-eof", "-o", "own.json");
    try (BufferedReader lines = output(process)) {
      var unused = linesUntil(lines, "Close the standard input");
      assertThat(folder.resolve("own.json")).exists();
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(folder.resolve("own.json")).doesNotExist();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void returnsExitCodeOfDoctor() throws Exception {
    Process process =
        start(
            "doctor",
            "--offline",
            "-c.mchid=" + Fixtures.MCHID,
            "-c.serial=" + Fixtures.SERIAL,
            "-c.privateKey=" + FixtureFiles.in(folder, "other_key.pem"),
            "-c.certs."
                + Fixtures.PLATFORM_SERIAL
                + "="
                + FixtureFiles.in(folder, "platform_cert.pem"),
            "--certificate=" + FixtureFiles.in(folder, "apiclient_cert.pem"));
    try (BufferedReader lines = output(process)) {
      String printed = lines.lines().collect(Collectors.joining("\n"));
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed).isEqualTo(1);
      assertThat(printed)
          .contains("failed  certificate and key: ")
          .contains("jdk.httpclient.keepalive.timeout=7")
          .contains("failed 1,");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
