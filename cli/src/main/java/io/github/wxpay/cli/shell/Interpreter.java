package io.github.wxpay.cli.shell;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Puts lines together to snippets and evaluates them. A line that begins with a dot continues the
 * expression before it, or the last value; JShell itself ends an expression at the line's end.
 */
final class Interpreter {
  private static final Pattern OF_CHAIN = Pattern.compile("\\s*[.][^0-9].*");
  private static final Pattern OF_IF = Pattern.compile("\\s*else\\b.*");
  private static final Pattern COMMAND = Pattern.compile("/[a-zA-Z?!].*");

  private final Session session;
  private final Report report;
  private final LastCall lastCall;
  private final Commands commands;
  private String last = "";
  private boolean failed;

  Interpreter(Session session, Report report, LastCall lastCall, Commands commands) {
    this.session = session;
    this.report = report;
    this.lastCall = lastCall;
    this.commands = commands;
  }

  /** Returns whether a snippet or a command has failed so far. */
  boolean hasFailed() {
    return failed;
  }

  /** Interrupts what is evaluated, from another thread. */
  void cancel() {
    session.cancel();
  }

  /** Returns whether a text consists of complete snippets and commands. */
  boolean isComplete(String text) {
    StringBuilder pending = new StringBuilder();
    Lines lines = Lines.of(text);
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!isCommand(pending, line) && isComplete(pending, line, lines)) {
        pending.setLength(0);
      }
    }
    return pending.toString().isBlank();
  }

  /**
   * Evaluates lines to their end.
   *
   * @return the exit code of {@code /exit}; empty if there was none
   */
  OptionalInt run(Lines lines) {
    session.resume();
    StringBuilder pending = new StringBuilder();
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (isCommand(pending, line)) {
        OptionalInt exit = command(line.strip());
        if (exit.isPresent()) {
          return exit;
        }
      } else if (isComplete(pending, line, lines)) {
        evaluate(pending.toString());
        pending.setLength(0);
      }
    }
    evaluate(pending.toString());
    return OptionalInt.empty();
  }

  private static boolean isCommand(StringBuilder pending, String line) {
    return pending.length() == 0 && COMMAND.matcher(line.strip()).matches();
  }

  /** Adds a line to the pending ones, and returns whether they can be evaluated now. */
  private boolean isComplete(StringBuilder pending, String line, Lines lines) {
    boolean continuing = pending.length() == 0 && OF_CHAIN.matcher(line).matches();
    pending.append(continuing ? last : "").append(line).append('\n');
    Completeness state = session.analysis().analyzeCompletion(pending.toString()).completeness();
    boolean open =
        state == Completeness.DEFINITELY_INCOMPLETE
            || ((state.isComplete() || state == Completeness.CONSIDERED_INCOMPLETE)
                && continues(lines.peek()));
    return !open;
  }

  private static boolean continues(String line) {
    return OF_CHAIN.matcher(line).matches() || OF_IF.matcher(line).matches();
  }

  private OptionalInt command(String line) {
    try {
      return commands.run(line, this);
    } catch (IllegalArgumentException e) {
      failed = true;
      report.refused(e);
      return OptionalInt.empty();
    }
  }

  private void evaluate(String text) {
    String rest = text;
    while (!rest.isBlank()) {
      CompletionInfo read = session.analysis().analyzeCompletion(rest);
      if (read.completeness() == Completeness.EMPTY) {
        return;
      }
      boolean whole = !read.completeness().isComplete() || read.source() == null;
      String typed = whole ? rest : rest.substring(0, rest.length() - read.remaining().length());
      Evaluation evaluation = session.evaluate(whole ? rest : read.source(), typed);
      report.print(evaluation);
      if (evaluation.thrown != null) {
        lastCall.failed(evaluation.thrown);
      }
      if (evaluation.failed()) {
        failed = true;
        return; // what follows on the line counts on it
      }
      if (evaluation.hasValue()) {
        last = evaluation.name().isEmpty() ? evaluation.source.strip() : evaluation.name();
      }
      rest = whole ? "" : read.remaining();
    }
  }
}
