package io.github.wxpay.cli;

import io.github.wxpay.cli.sandbox.ConfigurationFile;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.ShellText;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SandboxBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that runs a sandbox until it is ended, with a configuration file for clients. */
@Command(name = "sandbox")
final class SandboxCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--port", paramLabel = "PORT", descriptionKey = "sandbox.port")
  private int port;

  @Option(names = "--https", descriptionKey = "sandbox.https")
  private boolean https;

  @Option(names = "--notifying", descriptionKey = "sandbox.notifying")
  private boolean notifying;

  @Option(names = "--seed", paramLabel = "NUMBER", descriptionKey = "sandbox.seed")
  private long seed = 1;

  @Option(names = "--sm2", descriptionKey = "sandbox.sm2")
  private boolean sm2;

  @Option(names = "--platform-keys", paramLabel = "KIND", descriptionKey = "sandbox.platformKeys")
  private PlatformKeys platformKeys = PlatformKeys.BOTH;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      descriptionKey = "sandbox.output")
  private Path output = Path.of("wxpay-sandbox.json");

  @Option(names = "--force", descriptionKey = "sandbox.force")
  private boolean force;

  @Option(names = "--until-eof", descriptionKey = "sandbox.untilEof")
  private boolean untilEof;

  SandboxCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ConfigurationFile file = new ConfigurationFile(output);
    if (!force) {
      file.requireReplaceable();
    }
    try (Sandbox sandbox = start()) {
      Thread atExit = new Thread(() -> end(sandbox, file), "wxpay-sandbox-exit");
      Runtime.getRuntime().addShutdownHook(atExit);
      try {
        file.write(sandbox.config());
        print(sandbox);
        await();
      } finally {
        end(sandbox, file);
        remove(atExit);
      }
    }
    return Failure.SUCCESS;
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is running or has run.
    }
  }

  private Sandbox start() {
    SandboxBuilder builder =
        Sandbox.builder()
            .port(port)
            .https(https)
            .notifying(notifying)
            .seed(seed)
            .platformKeys(platformKeys);
    if (sm2) {
      builder.sm2();
    }
    try {
      return builder.start();
    } catch (UncheckedIOException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalStateException(
          "The sandbox cannot listen at port "
              + port
              + " of 127.0.0.1 ("
              + Failure.text(cause)
              + "). Choose another with --port, or leave it out for a free one.",
          e);
    }
  }

  /** Waits for the end of the standard input if that was asked for, or else of the process. */
  private void await() throws IOException, InterruptedException {
    if (untilEof) {
      byte[] ignored = new byte[1024];
      while (terminal.in().read(ignored) >= 0) {
        // What is typed has no meaning.
      }
    } else {
      new CountDownLatch(1).await();
    }
  }

  private static void end(Sandbox sandbox, ConfigurationFile file) {
    sandbox.close();
    file.delete();
  }

  private void print(Sandbox sandbox) {
    PrintStream out = terminal.out();
    out.println(terminal.styled(Style.NAME, "Sandbox:       ") + sandbox.uri());
    out.println(terminal.styled(Style.NAME, "Page:          ") + sandbox.page());
    out.println(
        terminal.styled(Style.NAME, "Configuration: ")
            + output
            + " (throw-away keys; deleted when the sandbox ends)");
    out.println();
    out.println("Try in another terminal:");
    String file = ShellText.file(output.toString());
    String mchid = String.valueOf(sandbox.config().get("mchid"));
    out.println(
        "  wxpay -c "
            + file
            + " v3/pay/transactions/native -d.appid wxd678efh567hg6787 -d.mchid "
            + mchid
            + " -d.description Test -d.out_trade_no T0000001 -d.notify_url"
            + " https://example.com/notify -d.amount.total 1");
    out.println("  wxpay shell -c " + file);
    out.println("  wxpay doctor -c " + file);
    out.println();
    out.println(untilEof ? "Close the standard input to end it." : "Ctrl-C ends it.");
  }
}
