package io.github.wxpay.cli.help;

import io.github.wxpay.cli.terminal.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the man page of the command, with all its subcommands, in the format of man(7). */
public final class ManPage {
  private ManPage() {}

  /** Returns the page. */
  public static String of(CommandLine root, String version) {
    StringBuilder page = new StringBuilder();
    String name = root.getCommandName();
    page.append(".TH ")
        .append(upper(name))
        .append(" 1 \"\" \"")
        .append(escaped(version))
        .append("\"\n");
    page.append(".SH NAME\n").append(name).append(" \\- ");
    page.append(escaped(String.join(" ", root.getCommandSpec().usageMessage().header())))
        .append('\n');
    page.append(".SH SYNOPSIS\n.B ")
        .append(name)
        .append("\n.I COMMAND\n[\\fIOPTION\\fR]...\n.br\n");
    page.append(".B ").append(name).append("\n.I URI\n[\\fIOPTION\\fR]...\n");
    page.append(".SH COMMANDS\n");
    Map<String, CommandLine> commands = new TreeMap<>(root.getSubcommands());
    for (Map.Entry<String, CommandLine> entry : commands.entrySet()) {
      if (entry.getKey().equals(entry.getValue().getCommandName())) {
        command(page, entry.getValue());
      }
    }
    page.append(".SH \"EXIT STATUS\"\n");
    status(page, Failure.SUCCESS, "success");
    status(page, Failure.FAILED, "the command failed; a request had no effect");
    status(page, Failure.USAGE, "the arguments cannot be used; nothing was sent");
    status(page, Failure.UNKNOWN, "the effect of a request is unknown: query it before another");
    page.append(".SH ENVIRONMENT\n");
    entry(page, "WXPAY_CONFIG", "configuration file, if there is no \\-c");
    entry(page, "WXPAY_JAVA, JAVA_HOME", "the Java that runs the command");
    entry(page, "WXPAY_CDS", "off: the shell starts without an archive of classes");
    entry(page, "NO_COLOR", "no colours");
    return page.toString();
  }

  private static void command(StringBuilder page, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    page.append(".SS ").append(spec.name());
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      page.append(' ').append(escaped(parameter.paramLabel()));
    }
    page.append('\n');
    page.append(escaped(String.join(" ", spec.usageMessage().header()))).append('\n');
    if (spec.aliases().length > 0) {
      page.append("Aliases: ").append(escaped(String.join(", ", spec.aliases()))).append(".\n");
    }
    for (Option option : Option.of(spec)) {
      page.append(".TP\n\\fB").append(escaped(String.join(", ", option.names))).append("\\fR");
      page.append(option.hasValue() ? " \\fI" + escaped(option.value) + "\\fR" : "").append('\n');
      page.append(escaped(option.description)).append('\n');
    }
  }

  private static void status(StringBuilder page, int code, String meaning) {
    entry(page, Integer.toString(code), meaning);
  }

  private static void entry(StringBuilder page, String term, String text) {
    page.append(".TP\n\\fB").append(term).append("\\fR\n").append(text).append('\n');
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /**
   * Returns a text without the commands of the format: a dot or quote at the start, backslashes.
   */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
