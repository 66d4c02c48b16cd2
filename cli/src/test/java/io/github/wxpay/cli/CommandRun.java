package io.github.wxpay.cli;

import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of the command in this JVM, at a fixed time and with fixed nonces. */
final class CommandRun {
  static final String NONCE = "0".repeat(32);

  final int code;
  final byte[] bytes;
  final String out;
  final String err;

  private CommandRun(int code, byte[] out, byte[] err) {
    this.code = code;
    this.bytes = out;
    this.out = new String(out, StandardCharsets.UTF_8);
    this.err = new String(err, StandardCharsets.UTF_8);
  }

  static CommandRun of(String... arguments) {
    return withInput("", arguments);
  }

  static CommandRun withInput(String input, String... arguments) {
    return with(new ClientSource(Fixtures.CLOCK, () -> NONCE), input, arguments);
  }

  static CommandRun with(ClientSource source, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    return new CommandRun(
        Main.run(terminal, source, arguments), out.toByteArray(), err.toByteArray());
  }

  /** Returns the arguments of a complete configuration of APIv3, after some others. */
  static String[] configured(String url, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(
        List.of(
            "-c",
            "mchid=" + Fixtures.MCHID,
            "-c",
            "serial=" + Fixtures.SERIAL,
            "-c",
            "privateKey=" + Fixtures.text("apiclient_key.pem"),
            "-c",
            "certs." + Fixtures.PLATFORM_SERIAL + "=" + Fixtures.text("platform_cert.pem"),
            "-u",
            url));
    return all.toArray(new String[0]);
  }

  @Override
  public String toString() {
    return "exit " + code + "\n--- out\n" + out + "\n--- err\n" + err;
  }
}
