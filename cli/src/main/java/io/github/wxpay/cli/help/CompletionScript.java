package io.github.wxpay.cli.help;

import io.github.wxpay.cli.terminal.ShellText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes the scripts with which shells complete commands, options and files. */
public final class CompletionScript {
  private CompletionScript() {}

  /**
   * Returns a script.
   *
   * @param shell {@code bash}, {@code zsh} or {@code fish}
   * @throws IllegalArgumentException if it is another one
   */
  public static String of(String shell, CommandLine root) {
    switch (shell) {
      case "bash":
        return AutoComplete.bash(root.getCommandName(), root);
      case "zsh":
        return zsh(root);
      case "fish":
        return fish(root);
      default:
        throw new IllegalArgumentException(
            "The shell must be bash, zsh, fish or man; got '" + shell + "'.");
    }
  }

  private static String summary(CommandLine command) {
    String[] header = command.getCommandSpec().usageMessage().header();
    return header.length == 0 ? "" : header[0];
  }

  private static String zsh(CommandLine root) {
    StringBuilder script = new StringBuilder();
    String name = root.getCommandName();
    script.append("#compdef ").append(name).append("\n\n_").append(name).append("() {\n");
    script.append("  local context state state_descr line\n  typeset -A opt_args\n");
    script.append("  _arguments -C \\\n");
    for (Option option : Option.of(root.getCommandSpec())) {
      script.append("    ").append(zsh(option)).append(" \\\n");
    }
    script.append("    '1: :->command' '*:: :->arguments'\n  case $state in\n  command)\n");
    script.append("    local -a commands=(\n");
    for (Map.Entry<String, CommandLine> entry : root.getSubcommands().entrySet()) {
      String item = entry.getKey() + ":" + summary(entry.getValue()).replace(":", "\\:");
      script.append("      ").append(ShellText.quoted(item)).append('\n');
    }
    script.append(
        "    )\n    _describe command commands\n    ;;\n  arguments)\n    case $line[1] in\n");
    for (Map.Entry<String, CommandLine> entry : root.getSubcommands().entrySet()) {
      script.append("    ").append(entry.getKey()).append(") _arguments");
      for (Option option : Option.of(entry.getValue().getCommandSpec())) {
        script.append(" \\\n      ").append(zsh(option));
      }
      script.append(" \\\n      '*:argument:_files' ;;\n");
    }
    return script
        .append("    esac\n    ;;\n  esac\n}\n\n_")
        .append(name)
        .append(" \"$@\"\n")
        .toString();
  }

  /** Returns an option for {@code _arguments}; options may be repeated. */
  private static String zsh(Option option) {
    List<String> specs = new ArrayList<>();
    for (String name : option.names) {
      String text = "*" + name + "[" + option.description.replaceAll("([\\[\\]:])", "\\\\$1") + "]";
      String value = option.value.replace(":", "");
      String action = option.takesFile() ? "_files" : "";
      specs.add(ShellText.quoted(option.hasValue() ? text + ":" + value + ":" + action : text));
    }
    return String.join(" ", specs);
  }

  private static String fish(CommandLine root) {
    String name = root.getCommandName();
    StringBuilder script = new StringBuilder("complete -c ").append(name).append(" -f\n");
    for (Map.Entry<String, CommandLine> entry : root.getSubcommands().entrySet()) {
      script
          .append(start(name, "__fish_use_subcommand"))
          .append(" -a ")
          .append(entry.getKey())
          .append(" -d ")
          .append(fishQuoted(summary(entry.getValue())))
          .append('\n');
      String seen = "__fish_seen_subcommand_from " + entry.getKey();
      script.append(start(name, seen)).append(" -F\n");
      for (Option option : Option.of(entry.getValue().getCommandSpec())) {
        script.append(start(name, seen)).append(fish(option)).append('\n');
      }
    }
    for (Option option : Option.of(root.getCommandSpec())) {
      script.append(start(name, "__fish_use_subcommand")).append(fish(option)).append('\n');
    }
    return script.toString();
  }

  private static String start(String name, String condition) {
    return "complete -c " + name + " -n " + fishQuoted(condition);
  }

  private static String fish(Option option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names) {
      boolean isLong = name.startsWith("--");
      text.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
    }
    text.append(option.takesFile() ? " -r -F" : option.hasValue() ? " -x" : "");
    return text.append(" -d ").append(fishQuoted(option.description)).toString();
  }

  /** Returns a text in single quotes, in which fish reads backslashes. */
  private static String fishQuoted(String text) {
    return ShellText.quoted(text.replace("\\", "\\\\"));
  }
}
