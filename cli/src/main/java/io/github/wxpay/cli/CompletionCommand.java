package io.github.wxpay.cli;

import io.github.wxpay.cli.help.CompletionScript;
import io.github.wxpay.cli.help.ManPage;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script, or the man page. */
@Command(name = "completion")
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", descriptionKey = "shell")
  private String shell = "";

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    terminal
        .out()
        .print(
            shell.equals("man")
                ? ManPage.of(root, Version.ofProgram())
                : CompletionScript.of(shell, root));
    return Failure.SUCCESS;
  }
}
