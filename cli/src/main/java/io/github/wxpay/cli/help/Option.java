package io.github.wxpay.cli.help;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A visible option of a command, as scripts and pages show it. Immutable. */
final class Option {
  final List<String> names;
  final String value;
  final String description;

  private Option(OptionSpec spec) {
    this.names = List.of(spec.names());
    this.value = spec.arity().max() == 0 ? "" : spec.paramLabel();
    this.description = String.join(" ", spec.description());
  }

  /** Returns the visible options of a command, in their order. */
  static List<Option> of(CommandSpec command) {
    List<Option> options = new ArrayList<>();
    for (OptionSpec spec : command.options()) {
      if (!spec.hidden()) {
        options.add(new Option(spec));
      }
    }
    return options;
  }

  /** Returns whether the option takes a value. */
  boolean hasValue() {
    return !value.isEmpty();
  }

  /** Returns whether the value is, or may be, a file. */
  boolean takesFile() {
    return value.contains("FILE") || value.contains("FOLDER");
  }
}
