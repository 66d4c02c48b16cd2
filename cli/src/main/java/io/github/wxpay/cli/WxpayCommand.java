package io.github.wxpay.cli;

import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: prints the help. */
@Command(name = "wxpay", versionProvider = Version.class)
final class WxpayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @SuppressWarnings("unused") // for the parser alone, as the next one
  @Option(names = "--help", usageHelp = true, descriptionKey = "help", scope = ScopeType.INHERIT)
  private boolean help;

  @SuppressWarnings("unused")
  @Option(
      names = "--version",
      versionHelp = true,
      descriptionKey = "version",
      scope = ScopeType.INHERIT)
  private boolean version;

  WxpayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.errWriter());
    return Failure.USAGE;
  }
}
