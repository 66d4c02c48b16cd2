package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.RecordedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts lines together and reports their outcome, in one JShell without a client. */
class InterpreterTest {
  private static final RecordedTerminal OUTPUT = new RecordedTerminal();
  private static final Values VALUES = new Values(OUTPUT.terminal());
  private static Session session;
  private static Interpreter interpreter;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    session = new Session(List.of("import java.util.*;", "import io.github.wxpay.exception.*;"));
    interpreter = interpreter();
  }

  private static Interpreter interpreter() {
    return new Interpreter(
        session,
        new Report(OUTPUT.terminal(), VALUES),
        new LastCall(VALUES),
        new Commands(session, OUTPUT.terminal(), VALUES));
  }

  @AfterEach
  void discard() {
    OUTPUT.clear();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static OptionalInt run(String... lines) {
    return interpreter.run(Lines.of(String.join("\n", lines)));
  }

  @Test
  void joinsExpressionThatIsBrokenBeforeDots() {
    run("var joined = \"a\"", "  .concat(\"b\")", "", "  // a comment", "\t.concat(\"c\")");

    assertThat(OUTPUT.out()).isEqualTo("joined = \"abc\"\n");
    assertThat(OUTPUT.err()).isEmpty();
  }

  @Test
  void continuesLastValueWhenLineBeginsWithDot() {
    run("\"wxpay\".toUpperCase(Locale.ROOT)");
    run(".length()");

    assertThat(OUTPUT.out().lines().map(line -> line.replaceAll("^\\$\\d+ = ", "")))
        .containsExactly("\"WXPAY\"", "5");
  }

  @Test
  void doesNotTakeFractionForContinuation() {
    run("int whole = 1", ".5 + whole");

    assertThat(OUTPUT.out().lines().map(line -> line.replaceAll("^\\$\\d+ = ", "")))
        .containsExactly("whole = 1", "1.5");
  }

  @Test
  void keepsTextBlockWithDotsTogether() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Runtime.version().feature() >= 15, "text blocks need Java 15");
    run("var block = \"\"\"", "  first", "  .second", "  \"\"\"");

    assertThat(OUTPUT.out()).isEqualTo("first\n.second\n\n".replaceFirst("^", "block = "));
  }

  @Test
  void waitsForElseOnNextLine() {
    run("if (joinedIsMissing()) System.out.println(1);", "else System.out.println(2);");
    assertThat(OUTPUT.err()).contains("joinedIsMissing");

    run("String chosen", "if (false) { chosen = \"x\"; }", "else { chosen = \"y\"; }", "chosen");
    assertThat(OUTPUT.out()).endsWith("\"y\"\n");
  }

  @Test
  void evaluatesSeveralSnippetsOfOneLine() {
    run("int one = 1; int two = one + 1; two");

    assertThat(OUTPUT.out()).isEqualTo("one = 1\ntwo = 2\n2\n");
  }

  @Test
  void showsNoValueOfStatements() {
    run(
        "List<Integer> list = new ArrayList<>()",
        "list.clear()",
        "for (int i = 0; i < 2; i++) list.add(i);",
        "list");

    assertThat(OUTPUT.out()).isEqualTo("list = (empty)\n  0 0\n  1 1\n");
  }

  @Test
  void marksWhatDoesNotCompileBelowItsLine() {
    run("String wrong =", "    \"a\".lenght();");

    assertThat(OUTPUT.err().lines())
        .contains("error: cannot find symbol", "      \"a\".lenght();")
        .last()
        .asString()
        .matches(" {6}\\^+");
    assertThat(interpreter.hasFailed()).isTrue();
  }

  @Test
  void printsCauseAndTypedLineOfException() {
    run("throw new MalformedException(\"the way out\")");
    run(
        "java.util.concurrent.CompletableFuture.failedFuture(new MalformedException(\"later\")).join()");

    assertThat(OUTPUT.err().lines())
        .containsExactly(
            "MalformedException: the way out",
            "  at: throw new MalformedException(\"the way out\")",
            "MalformedException: later",
            "  at: java.util.concurrent.CompletableFuture.failedFuture(new"
                + " MalformedException(\"later\")).join()");
  }

  @Test
  void endsLineAtFirstFailure() {
    run("int before = 7; missing(); int after = 8;");

    assertThat(OUTPUT.out()).isEqualTo("before = 7\n");
  }

  @Test
  void saysWhatDeclarationWaitsFor() {
    run("int waiting() { return declaredLater(); }");
    assertThat(OUTPUT.err()).contains("cannot be used before method declaredLater() is declared");

    run("int declaredLater() { return 3; }", "waiting()");
    assertThat(OUTPUT.out()).endsWith("= 3\n");
  }

  @Test
  void reportsIncompleteEndOfInput() {
    run("int open = (1 +");

    assertThat(OUTPUT.err()).startsWith("error: ");
  }

  @Test
  void tellsCompleteTextFromIncompleteOne() {
    assertThat(interpreter.isComplete("\"a\"\n  .length()")).isTrue();
    assertThat(interpreter.isComplete("/vars")).isTrue();
    assertThat(interpreter.isComplete("Map.of(\"a\",")).isFalse();
    assertThat(interpreter.isComplete("void f() {")).isFalse();
    assertThat(interpreter.isComplete("int a = 1;\nvoid f() {")).isFalse();
  }

  @Test
  void endsWithCodeOfExit() {
    assertThat(run("/exit")).hasValue(0);
    assertThat(run("int beforeExit = 1", "/exit 3", "int afterExit = 1")).hasValue(3);
    assertThat(run("/ex 4")).hasValue(4);
    assertThat(OUTPUT.out()).isEqualTo("beforeExit = 1\n");
    assertThat(run("/exit soon")).isEmpty();
    assertThat(OUTPUT.err()).isEqualTo("error: The exit code must be an integer; got 'soon'.\n");
  }

  @Test
  void listsDropsAndSavesDeclarations() throws IOException {
    Path file = folder.resolve("saved.jsh");
    run("int kept = 4", "int dropped = 5", "/drop dropped");
    OUTPUT.clear();
    run("/vars", "/list", "/save " + file, "/drop dropped");

    assertThat(OUTPUT.out()).contains("int kept = 4").doesNotContain("int dropped = 5\n");
    assertThat(Files.readString(file)).contains("int kept = 4").doesNotContain("dropped = 5");
    assertThat(OUTPUT.err()).contains("Nothing with the name 'dropped' is declared.");
  }

  @Test
  void runsFileAndNamesUnknownCommand() throws IOException {
    Path file = Files.writeString(folder.resolve("a.jsh"), "\"of the file\"\n  .length()\n");
    run("/open " + file, "/nope", "/open " + folder.resolve("missing"));

    assertThat(OUTPUT.out()).endsWith("= 11\n");
    assertThat(OUTPUT.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("error: '/nope' is not a command. Known: /exit"))
        .anyMatch(line -> line.contains("cannot be read: NoSuchFileException"));
  }

  @Test
  void cancelsSnippetThatIsNotRunningYet() {
    session.cancel();
    Evaluation evaluation = session.evaluate("int cancelled = 1;", "int cancelled = 1");
    session.resume();

    assertThat(evaluation.thrown)
        .isInstanceOf(CancellationException.class)
        .hasMessage("The line was interrupted before it ran.");
    run("1 + 1");
    assertThat(OUTPUT.out()).endsWith("= 2\n");
  }

  @Test
  void refusesKitWithoutShell() {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(Kit::client))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("These methods work in `wxpay shell` only.");
    assertThat(Wxpay.normalize("outTradeNo")).isEqualTo("out-trade-no");
  }
}
