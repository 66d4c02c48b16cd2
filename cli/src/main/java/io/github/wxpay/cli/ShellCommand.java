package io.github.wxpay.cli;

import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.shell.Archive;
import io.github.wxpay.cli.shell.Shell;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens the shell. */
@Command(name = "shell")
final class ShellCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--sandbox", descriptionKey = "sandbox")
  private boolean sandbox;

  /** For {@code Archive}, which loads the classes that a session uses. */
  @Option(names = "--train", hidden = true)
  private boolean train;

  @Parameters(paramLabel = "SCRIPT", arity = "0..*", descriptionKey = "script")
  private List<Path> scripts = new ArrayList<>();

  ShellCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
      terminal
          .err()
          .println(
              "error: The shell requires a JDK, whose module jdk.jshell this Java ("
                  + System.getProperty("java.home")
                  + ") does not have. Run it with the java of a JDK.");
      return Failure.FAILED;
    }
    @Nullable Configuration given = sandbox || train ? null : config.find(terminal).orElse(null);
    Shell shell = new Shell(terminal, given);
    if (train) {
      return shell.train();
    }
    int code = shell.run(scripts);
    Archive.makeInBackground();
    return code;
  }
}
