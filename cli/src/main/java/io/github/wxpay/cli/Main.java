package io.github.wxpay.cli;

import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Starts the command {@code wxpay}. */
public final class Main {
  private Main() {}

  /** Runs the command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    setProperties();
    System.exit(run(Terminal.system(), arguments));
  }

  /**
   * Sets what only a program can set: a GET is sent once, and a connection that the platform has
   * closed is not used. A property that is set already is kept.
   */
  private static void setProperties() {
    System.getProperties().putIfAbsent("jdk.httpclient.redirects.retrylimit", "1");
    System.getProperties().putIfAbsent("jdk.httpclient.keepalive.timeout", "7");
  }

  /** Runs the command with these streams, and returns its exit code. */
  static int run(Terminal terminal, String... arguments) {
    return run(terminal, ClientSource.SYSTEM, arguments);
  }

  static int run(Terminal terminal, ClientSource source, String... arguments) {
    CommandLine line = commands(terminal, source);
    line.setResourceBundle(help(System.getenv()));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
    line.setOut(terminal.outWriter());
    line.setErr(terminal.errWriter());
    line.setUsageHelpAutoWidth(true);
    line.setExpandAtFiles(false); // @FILE is the value of an option
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler((e, given) -> refused(terminal, e));
    line.setExecutionExceptionHandler((e, command, result) -> failed(terminal, e));
    try {
      return line.execute(Arguments.of(arguments, line.getSubcommands().keySet()));
    } catch (IllegalArgumentException e) {
      return failed(terminal, e);
    }
  }

  /**
   * Returns the texts of the help in the language of the environment, which counts even if the
   * machine does not have that locale.
   */
  static ResourceBundle help(Map<String, String> environment) {
    String named =
        Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElseGet(() -> Locale.getDefault().toString());
    return ResourceBundle.getBundle(
        "io.github.wxpay.cli.Help",
        named.startsWith("zh") ? Locale.CHINESE : Locale.ROOT,
        Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  /** Returns the command with all subcommands. */
  static CommandLine commands(Terminal terminal, ClientSource source) {
    return new CommandLine(new WxpayCommand(terminal))
        .addSubcommand(new ShellCommand(terminal))
        .addSubcommand(new RequestCommand(terminal, source))
        .addSubcommand(new FindCommand(terminal))
        .addSubcommand(new DescribeCommand(terminal))
        .addSubcommand(new DoctorCommand(terminal))
        .addSubcommand(new CertificateCommand(terminal, source))
        .addSubcommand(new BillCommand(terminal, source))
        .addSubcommand(new VerifyCommand(terminal, source))
        .addSubcommand(new DecryptCommand(terminal))
        .addSubcommand(new SignCommand(terminal, source))
        .addSubcommand(new EncryptCommand(terminal))
        .addSubcommand(new Node2JavaCommand(terminal))
        .addSubcommand(new SandboxCommand(terminal))
        .addSubcommand(new CompletionCommand(terminal));
  }

  private static int refused(Terminal terminal, ParameterException e) {
    terminal.err().println(terminal.styled(Style.BAD, "error: ") + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println("See `" + name + " --help`.");
    return Failure.USAGE;
  }

  private static int failed(Terminal terminal, Exception e) {
    boolean usage = e instanceof IllegalArgumentException;
    terminal.err().println(terminal.styled(Style.BAD, "error: ") + Failure.text(e));
    return usage ? Failure.USAGE : Failure.code(e);
  }
}
