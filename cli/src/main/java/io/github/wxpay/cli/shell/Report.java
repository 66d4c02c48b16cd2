package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.WxpayException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import jdk.jshell.Diag;
import org.jspecify.annotations.Nullable;

/** Prints the outcome of a snippet: a value, or the cause of a failure and the line typed. */
final class Report {
  private final Terminal terminal;
  private final Values values;

  Report(Terminal terminal, Values values) {
    this.terminal = terminal;
    this.values = values;
  }

  /** Prints what came of a snippet. */
  void print(Evaluation evaluation) {
    if (evaluation.isRejected()) {
      evaluation.problems.forEach(problem -> print(problem, evaluation.source));
      return;
    }
    if (evaluation.thrown != null) {
      print(evaluation.thrown, evaluation.source);
      return;
    }
    if (!evaluation.missing.isEmpty()) {
      terminal
          .err()
          .println(
              terminal.styled(Style.WARNING, "declared, but cannot be used before ")
                  + String.join(", ", evaluation.missing)
                  + terminal.styled(Style.WARNING, " is declared"));
    }
    if (evaluation.hasValue()) {
      print(evaluation.name(), evaluation.value);
    }
  }

  /** Prints why a command was refused. */
  void refused(IllegalArgumentException e) {
    terminal.err().println(terminal.styled(Style.BAD, "error: ") + Failure.text(e));
  }

  private void print(String name, @Nullable Object value) {
    String shown = values.shown(value);
    if (value instanceof Text) {
      terminal.out().println(shown);
      return;
    }
    String label = terminal.styled(Style.FAINT, name + " = ");
    terminal.out().println(name.isEmpty() ? shown : label + (shown.startsWith("  ") ? "\n" : "") + shown);
  }

  /** Prints a problem of the compiler below the line that has it. */
  private void print(Diag problem, String source) {
    if (!problem.isError()) {
      return;
    }
    String message = problem.getMessage(Locale.getDefault()).strip();
    terminal.err().println(terminal.styled(Style.BAD, "error: ") + message.replace("\n", "\n  "));
    int start = (int) problem.getStartPosition();
    int end = (int) problem.getEndPosition();
    if (start < 0 || start > source.length()) {
      return;
    }
    int from = source.lastIndexOf('\n', start - 1) + 1;
    int to = source.indexOf('\n', start);
    String line = source.substring(from, to < 0 ? source.length() : to);
    int marks = Math.max(1, Math.min(end, from + line.length()) - start);
    terminal.err().println("  " + line);
    terminal.err().println("  " + " ".repeat(start - from) + terminal.styled(Style.BAD, "^".repeat(marks)));
  }

  /** Prints the cause of an exception, its way out, and the line that was typed; no stack. */
  private void print(Throwable failure, String source) {
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    Throwable thrown = wrapped && cause != null ? cause : failure;
    Outcome known =
        thrown instanceof WxpayException ? ((WxpayException) thrown).outcome() : Outcome.NONE;
    String name = thrown.getClass().getSimpleName();
    String outcome = known == Outcome.NONE ? "" : " (" + known + ")";
    terminal
        .err()
        .println(
            terminal.styled(Style.BAD, name + outcome + ": ")
                + (thrown.getMessage() == null ? "no message" : Failure.text(thrown)));
    terminal.err().println(terminal.styled(Style.FAINT, "  at: ") + source.strip().replace("\n", "\n      "));
  }
}
