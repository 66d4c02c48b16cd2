package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxCommandTest {
  @TempDir private Path folder;

  /** A standard input that runs an action when it is first read, and is at its end then. */
  private static final class WhileRunning extends InputStream {
    private final Runnable action;

    WhileRunning(Runnable action) {
      this.action = action;
    }

    @Override
    public int read() {
      action.run();
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return read();
    }
  }

  private int runWith(Runnable action, ByteArrayOutputStream out, String... options) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(new WhileRunning(action), stream, stream, false, false);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "sandbox";
    arguments[1] = "--until-eof";
    arguments[2] = "-o=" + file();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Main.run(terminal, arguments);
  }

  private Path file() {
    return folder.resolve("wxpay-sandbox.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=2", "--https", "--sm2", "--platform-keys=PUBLIC_KEY"})
  void writesConfigurationForClientsWhileItRuns(String option) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] status = new int[1];
    int code =
        runWith(
            () -> {
              try (Wxpay wxpay = Wxpay.load(file())) {
                status[0] =
                    wxpay
                        .chain("v3/pay/transactions/native")
                        .post(
                            Wxpay.fields(
                                "appid",
                                "wxd678efh567hg6787",
                                "mchid",
                                wxpay.mchid(),
                                "description",
                                "Test",
                                "out_trade_no",
                                "T0000001",
                                "notify_url",
                                "https://example.com/notify",
                                "amount",
                                Map.of("total", 1)))
                        .status();
              }
            },
            out,
            option);
    assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(status[0]).isEqualTo(200);
    assertThat(file()).doesNotExist();
  }

  @Test
  void printsAddressesAndNextCommandsWithoutKeys() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] secret = new String[1];
    int code =
        runWith(
            () -> {
              try {
                secret[0] =
                    Files.readString(file()).replaceAll("(?s).*\"secret\" : \"(\\w+).*", "$1");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            out);
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(code).isZero();
    assertThat(printed)
        .containsPattern("Sandbox: +http://127[.]0[.]0[.]1:[0-9]+/\n")
        .contains("wxpay -c " + file() + " v3/pay/transactions/native")
        .contains("wxpay doctor -c " + file())
        .doesNotContain("PRIVATE KEY")
        .doesNotContain(secret[0]);
    assertThat(secret[0]).hasSize(32);
  }

  @Test
  void isAcceptedByDoctor() {
    RecordedTerminal doctor = new RecordedTerminal();
    int[] code = new int[1];
    var unused =
        runWith(
            () -> code[0] = doctor.run("doctor", "-c", file().toString()),
            new ByteArrayOutputStream());
    assertThat(code[0]).as(doctor.out()).isZero();
  }

  @Test
  void refusesPortInUse() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int code = runWith(() -> {}, out, "--port=" + taken.getLocalPort());
      assertThat(code).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("port " + taken.getLocalPort())
          .contains("--port");
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesPortOutOfRange() {
    assertThat(runWith(() -> {}, new ByteArrayOutputStream(), "--port=65536")).isEqualTo(2);
    assertThat(runWith(() -> {}, new ByteArrayOutputStream(), "--port=x")).isEqualTo(2);
  }

  @Test
  void keepsForeignFileUnlessForced() throws IOException {
    Files.writeString(file(), "{}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(runWith(() -> {}, out)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--force");
    assertThat(file()).hasContent("{}");
    assertThat(runWith(() -> {}, out, "--force")).isZero();
    assertThat(file()).doesNotExist();
  }
}
