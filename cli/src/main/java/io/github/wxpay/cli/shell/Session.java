package io.github.wxpay.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** A JShell in this process, and the outcome of each snippet as objects. */
final class Session implements AutoCloseable {
  private volatile CapturingControl control = new CapturingControl();
  private final List<String> startup;
  private JShell jshell;
  private int started;

  /**
   * Starts JShell with the class path of this process.
   *
   * @param startup snippets to begin with
   */
  Session(List<String> startup) {
    this.startup = startup;
    this.jshell = start();
  }

  private JShell start() {
    JShell shell = JShell.builder().executionEngine(control.provider(), Map.of()).build();
    // In one call: each call makes JShell index the complete path again.
    shell.addToClasspath(System.getProperty("java.class.path"));
    for (String source : startup) {
      for (SnippetEvent event : shell.eval(source)) {
        Throwable thrown = control.takeThrown();
        if (thrown instanceof CompletionException) {
          throw (CompletionException) thrown; // the client or the sandbox could not be made
        }
        if (event.status() != Status.VALID || thrown != null) {
          String reason =
              shell
                  .diagnostics(event.snippet())
                  .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                  .collect(Collectors.joining("; "));
          throw new IllegalStateException("`" + source + "` failed at the start: " + reason);
        }
      }
    }
    started = (int) shell.snippets().count();
    return shell;
  }

  /** Forgets all snippets but those of the start. */
  void reset() {
    jshell.close();
    control = new CapturingControl();
    jshell = start();
  }

  /**
   * Evaluates one complete snippet.
   *
   * @param typed the snippet as it was typed, for messages
   */
  Evaluation evaluate(String source, String typed) {
    List<SnippetEvent> events = jshell.eval(source);
    SnippetEvent own = events.get(0);
    for (SnippetEvent event : events) {
      if (event.causeSnippet() == null) {
        own = event;
      }
    }
    Snippet snippet = own.snippet();
    List<Diag> problems = jshell.diagnostics(snippet).collect(Collectors.toList());
    List<String> missing =
        snippet instanceof DeclarationSnippet
            ? jshell
                .unresolvedDependencies((DeclarationSnippet) snippet)
                .collect(Collectors.toList())
            : List.of();
    return new Evaluation(typed, own, problems, missing, control.takeValue(), control.takeThrown());
  }

  /** Interrupts what is evaluated, from another thread; until {@link #resume}. */
  void cancel() {
    control.cancel();
  }

  /** Lets snippets run again after {@link #cancel}. */
  void resume() {
    control.resume();
  }

  /** Returns the analysis of text that may be incomplete. */
  SourceCodeAnalysis analysis() {
    return jshell.sourceCodeAnalysis();
  }

  /** Returns the snippets after those of the start, in the order of their evaluation. */
  List<Snippet> snippets() {
    return jshell.snippets().skip(started).collect(Collectors.toList());
  }

  /** Returns those of the snippets that are in effect. */
  List<Snippet> active() {
    return jshell
        .snippets()
        .filter(snippet -> jshell.status(snippet).isActive())
        .collect(Collectors.toList());
  }

  /** Returns the current value of a variable. */
  @Nullable Object valueOf(VarSnippet variable) {
    jshell.varValue(variable);
    return control.takeValue();
  }

  /** Removes what is declared under a name, and returns how many declarations that were. */
  int drop(String name) {
    List<Snippet> found = new ArrayList<>();
    for (Snippet snippet : active()) {
      if (snippet instanceof DeclarationSnippet
          && ((DeclarationSnippet) snippet).name().equals(name)) {
        found.add(snippet);
      }
    }
    found.forEach(jshell::drop);
    return found.size();
  }

  @Override
  public void close() {
    jshell.close();
  }
}
