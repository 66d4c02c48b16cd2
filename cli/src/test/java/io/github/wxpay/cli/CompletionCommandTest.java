package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses the completion scripts in their shells, where this machine has them. */
class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void completesCommandsAndOptionsInBash() throws Exception {
    Path script = script("bash");
    String complete =
        "source "
            + script
            + "; complete_line() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\";"
            + " COMPREPLY=(); _complete_wxpay 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"; };";

    assertThat(run("bash", "-c", complete + " complete_line wxpay doct")).containsExactly("doctor");
    assertThat(run("bash", "-c", complete + " complete_line wxpay request --dry"))
        .containsExactly("--dry-run");
    assertThat(run("bash", "-c", complete + " complete_line wxpay shell --sand"))
        .containsExactly("--sandbox");
  }

  @Test
  void completesCommandsAndOptionsInFish() throws Exception {
    Path script = script("fish");

    assertThat(run("fish", "--no-config", "-c", "source " + script + "; complete -C 'wxpay doc'"))
        .anyMatch(line -> line.startsWith("doctor\t"));
    assertThat(
            run(
                "fish",
                "--no-config",
                "-c",
                "source " + script + "; complete -C 'wxpay request --dry'"))
        .anyMatch(line -> line.startsWith("--dry-run\t"));
  }

  @ParameterizedTest
  @CsvSource({"zsh, -n", "fish, --no-execute", "bash, -n"})
  void writesScriptWithoutErrorOfSyntax(String shell, String option) throws Exception {
    assertThat(run(shell, option, script(shell).toString())).isEmpty();
  }

  @Test
  void escapesColonsOnceForZsh() throws Exception {
    assertThat(Files.readString(script("zsh"))).contains("NAME\\:=JSON").doesNotContain("\\\\:");
  }

  @Test
  void writesManPageOfAllCommands() throws Exception {
    CommandRun run = CommandRun.of("completion", "man");

    assertThat(run.code).isZero();
    assertThat(run.out)
        .startsWith(".TH WXPAY 1")
        .contains(".SS shell", ".SS request URI", "\\fB\\-\\-dry\\-run\\fR", ".SH \"EXIT STATUS\"")
        .doesNotContain("--train", "\\-\\-train");
    assertThat(run.out.lines())
        .noneMatch(line -> line.startsWith(".") && !line.matches("[.][A-Z].*|[.]br"));
  }

  @Test
  void refusesUnknownShell() {
    CommandRun run = CommandRun.of("completion", "tcsh");

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).isEqualTo("error: The shell must be bash, zsh, fish or man; got 'tcsh'.\n");
  }

  private Path script(String shell) throws IOException {
    CommandRun run = CommandRun.of("completion", shell);
    assertThat(run.code).as(run.err).isZero();
    return Files.writeString(folder.resolve("completion." + shell), run.out);
  }

  private List<String> run(String shell, String... arguments) throws Exception {
    boolean available =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, shell)));
    assumeTrue(available, "skipped: this machine has no " + shell);
    List<String> command = new ArrayList<>(List.of(shell));
    command.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return Files.readAllLines(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
