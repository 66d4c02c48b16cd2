package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal whose output a test reads. */
final class Output {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Terminal terminal;

  /** Creates an output; {@code input} is the standard input. */
  Output(String input, boolean colours) {
    terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            colours,
            false);
  }

  Output() {
    this("", false);
  }

  /** Returns what was printed since the last call. */
  String out() {
    return taken(out);
  }

  /** Returns what was printed on the error stream since the last call. */
  String err() {
    return taken(err);
  }

  private static String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }
}
