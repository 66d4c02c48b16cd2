package io.github.wxpay.cli.shell;

import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The result of one snippet: its value, its exception, or why it was rejected. Immutable. */
final class Evaluation {
  final String source;
  final List<Diag> problems;
  final List<String> missing;
  final @Nullable Object value;
  final @Nullable Throwable thrown;
  private final SnippetEvent event;

  Evaluation(
      String source,
      SnippetEvent event,
      List<Diag> problems,
      List<String> missing,
      @Nullable Object value,
      @Nullable Throwable thrown) {
    this.source = source;
    this.event = event;
    this.problems = problems;
    this.missing = missing;
    this.value = value;
    this.thrown = thrown;
  }

  Snippet snippet() {
    return event.snippet();
  }

  /** Returns whether the snippet does not compile. */
  boolean isRejected() {
    return event.status() == Status.REJECTED;
  }

  boolean failed() {
    return isRejected() || thrown != null;
  }

  /** Returns whether the snippet has a value to show: an expression or a variable. */
  boolean hasValue() {
    return !failed() && snippet().subKind().hasValue();
  }

  /** Returns the name of the variable that has the value; empty if there is none. */
  String name() {
    Snippet snippet = snippet();
    if (snippet instanceof VarSnippet) {
      return ((VarSnippet) snippet).name();
    }
    return "";
  }
}
