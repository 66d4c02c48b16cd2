package io.github.wxpay.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites the original's forms of arguments to those that the parser knows: {@code -d.name value}
 * becomes {@code -d name=value}, and a path without a command is a request.
 */
final class Arguments {
  private static final Pattern DOTTED =
      Pattern.compile(
          "(-[cdhpv]|--(?:config|data|headers|params|values))[.]([^=]+)(=.*)?", Pattern.DOTALL);
  private static final Pattern NEGATIVE = Pattern.compile("-[0-9.].*");
  private static final List<String> OF_ROOT = List.of("--help", "--version");

  private Arguments() {}

  /**
   * Returns the rewritten arguments.
   *
   * @param commands the names of the commands, with their aliases
   */
  static String[] of(String[] given, Set<String> commands) {
    List<String> arguments = new ArrayList<>();
    boolean named = given.length == 0 || commands.contains(given[0]) || OF_ROOT.contains(given[0]);
    if (!named) {
      arguments.add("request");
    }
    for (int i = 0; i < given.length; i++) {
      if (given[i].indexOf('\ufffd') >= 0) {
        throw new IllegalArgumentException(
            "The argument '"
                + given[i]
                + "' cannot be read in the locale of this process. Set LC_ALL=C.UTF-8.");
      }
      Matcher dotted = DOTTED.matcher(given[i]);
      if (!dotted.matches()) {
        arguments.add(given[i]);
        continue;
      }
      arguments.add(dotted.group(1));
      if (dotted.group(3) != null) {
        arguments.add(dotted.group(2) + dotted.group(3));
      } else if (i + 1 < given.length && isValue(given[i + 1])) {
        arguments.add(dotted.group(2) + "=" + given[++i]);
      } else {
        arguments.add(dotted.group(2) + "=true"); // the original's flag
      }
    }
    return arguments.toArray(new String[0]);
  }

  private static boolean isValue(String argument) {
    return !argument.startsWith("-")
        || argument.length() == 1
        || NEGATIVE.matcher(argument).matches();
  }
}
