package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.shell.Completion.Offer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;

/** Reads snippets at a terminal, with editing, history in memory, and completion. */
final class Prompt {
  private static final String FIRST = "wxpay> ";
  private static final String NEXT = "   ...> ";
  private static final long PASTED_MILLIS = 5;

  private final Interpreter interpreter;
  private final Completion completion;

  Prompt(Interpreter interpreter, Completion completion) {
    this.interpreter = interpreter;
    this.completion = completion;
  }

  /** Reads and evaluates until {@code /exit} or the end of the input, and returns the exit code. */
  int run() throws IOException {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .encoding(StandardCharsets.UTF_8)
            .jni(windows) // elsewhere stty is enough, without a native library
            .ffm(false)
            .exec(!windows)
            .dumb(true)
            .build()) {
      terminal.handle(Signal.INT, signal -> interpreter.cancel());
      return read(reader(terminal));
    }
  }

  /** Reads a line from memory instead of a terminal, so that the classes for it are loaded. */
  static void loadClasses(Interpreter interpreter, Completion completion) throws IOException {
    byte[] typed = "1\r\u0004".getBytes(StandardCharsets.UTF_8);
    try (Terminal terminal =
        new DumbTerminal(
            "wxpay",
            "xterm",
            new ByteArrayInputStream(typed),
            OutputStream.nullOutputStream(),
            StandardCharsets.UTF_8)) {
      Prompt prompt = new Prompt(interpreter, completion);
      int unused = prompt.read(prompt.reader(terminal));
    }
  }

  private LineReader reader(Terminal terminal) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .parser(new Snippets(terminal))
        .completer(this::complete)
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT)
        .variable(LineReader.BLINK_MATCHING_PAREN, 0)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.INSERT_TAB, false)
        .option(LineReader.Option.AUTO_MENU, false)
        .option(LineReader.Option.AUTO_REMOVE_SLASH, false)
        .build();
  }

  private int read(LineReader reader) {
    while (true) {
      String text;
      try {
        text = reader.readLine(FIRST);
      } catch (UserInterruptException e) {
        continue; // Ctrl-C clears the line
      } catch (EndOfFileException e) {
        return 0; // Ctrl-D
      }
      OptionalInt exit = interpreter.run(Lines.of(text));
      if (exit.isPresent()) {
        return exit.getAsInt();
      }
    }
  }

  private void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
    List<String> offered = ((Line) parsed).offer.texts;
    if (offered.isEmpty()) {
      completion
          .signatures(parsed.line().substring(0, parsed.cursor()))
          .forEach(reader::printAbove);
    }
    for (String text : offered) {
      candidates.add(new Candidate(text, text, null, null, null, null, false, candidates.size()));
    }
  }

  /** Decides where the input ends, and which part of it is completed. */
  private final class Snippets implements Parser {
    private final Terminal terminal;

    Snippets(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.COMPLETE) {
        return new Line(line, cursor, completion.at(line.substring(0, cursor)));
      }
      if (context == ParseContext.ACCEPT_LINE && (isPasted() || !interpreter.isComplete(line))) {
        throw new EOFError(-1, -1, "incomplete");
      }
      return new Line(line, cursor, new Offer(cursor, List.of()));
    }

    /** Returns whether more lines have arrived: a paste is evaluated when it is complete. */
    private boolean isPasted() {
      try {
        return terminal.reader().peek(PASTED_MILLIS) >= 0;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** A line whose word is what is completed. */
  private static final class Line implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final Offer offer;

    Line(String line, int cursor, Offer offer) {
      this.line = line;
      this.cursor = cursor;
      this.offer = offer;
    }

    @Override
    public String word() {
      return line.substring(offer.anchor, cursor);
    }

    @Override
    public int wordCursor() {
      return cursor - offer.anchor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public String line() {
      return line;
    }

    @Override
    public int cursor() {
      return cursor;
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return wordCursor();
    }
  }
}
