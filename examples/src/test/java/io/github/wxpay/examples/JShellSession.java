package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * A JShell that evaluates each line as soon as it is complete, as the tool does. It replaces {@code
 * System.out} and {@code System.in} while it is open.
 */
final class JShellSession implements AutoCloseable {
  /** The imports that the tool makes at its start. */
  private static final List<String> DEFAULT_IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.prefs.*",
          "java.util.regex.*",
          "java.util.stream.*");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final InputStream in = System.in;
  private final JShell shell;
  private final Set<String> imports = new HashSet<>();

  JShellSession() {
    shell = JShell.builder().executionEngine(new SameThread(), Map.of()).build();
    // In one call: each call makes JShell index the complete path again.
    shell.addToClasspath(System.getProperty("java.class.path"));
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(new byte[0]));
  }

  /** Returns the lines of {@code quickstart.jsh}. */
  static List<String> script() throws IOException {
    return Files.readAllLines(Project.folder().resolve("examples/quickstart.jsh"));
  }

  /** Makes the imports of the tool and of {@code quickstart.jsh}. */
  void importAll() throws IOException {
    Stream<String> tool = DEFAULT_IMPORTS.stream().map(name -> "import " + name);
    Stream<String> own = script().stream().filter(line -> line.startsWith("import "));
    play(Stream.concat(tool, own).collect(Collectors.toList()));
  }

  void play(List<String> lines) {
    String pending = "";
    for (String line : lines) {
      pending += line + "\n";
      CompletionInfo read = shell.sourceCodeAnalysis().analyzeCompletion(pending);
      while (read.completeness().isComplete()) {
        pending = read.remaining();
        evaluate(read.source());
        read = shell.sourceCodeAnalysis().analyzeCompletion(pending);
      }
    }
    CompletionInfo last = shell.sourceCodeAnalysis().analyzeCompletion(pending);
    if (last.completeness() == Completeness.CONSIDERED_INCOMPLETE) { // an "if" without "else"
      evaluate(pending);
    } else {
      assertThat(pending.replaceAll("(?m)^ *//.*", "")).as("a statement without end").isBlank();
    }
  }

  /** Returns the suggestions of Tab after a text. */
  List<String> suggestions(String text) {
    return shell
        .sourceCodeAnalysis()
        .completionSuggestions(text, text.length(), new int[1])
        .stream()
        .map(Suggestion::continuation)
        .collect(Collectors.toList());
  }

  /** Returns the lines that were printed since the last call. */
  List<String> printed() {
    List<String> lines =
        new ArrayList<>(
            printed.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList()));
    printed.reset();
    return lines;
  }

  @Override
  public void close() {
    shell.close();
    System.setOut(out);
    System.setIn(in);
  }

  private void evaluate(String source) {
    if (source.startsWith("import ") && !imports.add(source.strip())) {
      return; // an import lasts for the session
    }
    shell.eval(source).forEach(this::requireSuccess);
  }

  private void requireSuccess(SnippetEvent event) {
    String source = event.snippet().source().strip();
    List<String> reasons =
        shell
            .diagnostics(event.snippet())
            .map(diagnostic -> diagnostic.getMessage(null))
            .collect(Collectors.toList());
    assertThat(event.status())
        .as("%s: %s", source, reasons)
        .isIn(Snippet.Status.VALID, Snippet.Status.OVERWRITTEN);
    assertThat(event.exception()).as(source).isNull();
  }

  /**
   * Runs snippets on the caller's thread. The engine "local" waits for threads that a snippet has
   * started by the time it looks, such as those of a server, and may wait without end.
   */
  private static final class SameThread implements ExecutionControlProvider {
    @Override
    public String name() {
      return "same-thread";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return new DirectExecutionControl();
    }
  }
}
