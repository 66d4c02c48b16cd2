package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;

/** Plays the recorded session in JShell, which reads its client from here. */
public class JShellSessionTest {
  /** JShell of Java 11 offers nothing inside a lambda. */
  private static final boolean COMPLETES_LAMBDAS = Runtime.version().feature() >= 17;

  /** The client of the session. */
  public static volatile Wxpay shown;

  @Test
  void playsTheRecordedSession() throws IOException {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config());
        JShell shell =
            JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
      shown = wxpay;
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String line :
          List.of(
              "import io.github.wxpay.*;",
              "import io.github.wxpay.endpoints.*;",
              "var wxpay = " + JShellSessionTest.class.getName() + ".shown;")) {
        assertThat(run(shell, line)).isEmpty();
      }
      play(shell);
    } finally {
      shown = null;
    }
  }

  private static void play(JShell shell) throws IOException {
    String printed = "";
    boolean asked = false;
    List<String> offered = List.of();
    int checks = 0;
    for (String line : lines()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("jshell> ")) {
        String input = line.substring("jshell> ".length());
        asked = input.endsWith("<Tab>");
        if (asked) {
          offered = completions(shell, input.replace("<Tab>", ""));
        } else {
          printed = run(shell, input);
        }
      } else if (line.startsWith("=> ")) {
        assertThat(printed).contains(line.substring(3));
        checks++;
      } else {
        assertThat(asked).isTrue();
        if (!offered.isEmpty() || COMPLETES_LAMBDAS) {
          assertThat(offered).contains(line.split(" ", -1));
        }
        checks++;
      }
    }
    assertThat(checks).isEqualTo(14);
  }

  private static List<String> completions(JShell shell, String input) {
    return shell
        .sourceCodeAnalysis()
        .completionSuggestions(input, input.length(), new int[1])
        .stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .collect(Collectors.toList());
  }

  /** Returns the value of a line, as JShell prints it, or what it fails with. */
  private static String run(JShell shell, String input) {
    StringBuilder printed = new StringBuilder();
    String source = shell.sourceCodeAnalysis().analyzeCompletion(input).source();
    for (SnippetEvent event : shell.eval(source)) {
      assertThat(event.status())
          .as(
              () ->
                  input
                      + ": "
                      + shell
                          .diagnostics(event.snippet())
                          .map(problem -> problem.getMessage(null))
                          .collect(Collectors.joining("; ")))
          .isEqualTo(Snippet.Status.VALID);
      boolean shown =
          event.snippet().kind() == Snippet.Kind.VAR
              || event.snippet().kind() == Snippet.Kind.EXPRESSION;
      if (event.exception() != null) {
        printed.append(event.exception().getMessage());
      } else if (shown && !input.startsWith("var ")) {
        printed.append(event.value());
      }
    }
    return printed.toString();
  }

  private static List<String> lines() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            JShellSessionTest.class.getResourceAsStream("/jshell-session.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toList());
    }
  }
}
