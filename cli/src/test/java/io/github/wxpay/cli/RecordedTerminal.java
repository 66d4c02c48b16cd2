package io.github.wxpay.cli;

import io.github.wxpay.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A terminal of streams in memory, whose output a test reads. It is not interactive. */
public final class RecordedTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  /** Creates a terminal without colours and with an empty standard input. */
  public RecordedTerminal() {
    this("", false);
  }

  /** Creates a terminal with this text as the standard input. */
  public RecordedTerminal(String input, boolean colours) {
    terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            colours,
            false);
  }

  /** Returns the terminal. */
  public Terminal terminal() {
    return terminal;
  }

  /** Runs the command at this terminal, and returns its exit code. */
  int run(String... arguments) {
    return Main.run(terminal, arguments);
  }

  /** Returns the bytes that were printed. */
  byte[] bytes() {
    return out.toByteArray();
  }

  /** Returns what was printed. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns what was printed on the error stream. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Forgets what was printed. */
  public void clear() {
    out.reset();
    err.reset();
  }
}
