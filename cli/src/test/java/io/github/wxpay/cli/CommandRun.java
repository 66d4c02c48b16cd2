package io.github.wxpay.cli;

import io.github.wxpay.testing.Fixtures;
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

  private CommandRun(int code, RecordedTerminal recorded) {
    this.code = code;
    this.bytes = recorded.bytes();
    this.out = recorded.out();
    this.err = recorded.err();
  }

  static CommandRun of(String... arguments) {
    return withInput("", arguments);
  }

  static CommandRun withInput(String input, String... arguments) {
    return with(new ClientSource(Fixtures.CLOCK, () -> NONCE), input, arguments);
  }

  static CommandRun with(ClientSource source, String input, String... arguments) {
    RecordedTerminal recorded = new RecordedTerminal(input, false);
    return new CommandRun(Main.run(recorded.terminal(), source, arguments), recorded);
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
