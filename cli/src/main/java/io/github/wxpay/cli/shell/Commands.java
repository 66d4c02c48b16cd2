package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** The commands of the shell that begin with a slash; their names are those of JShell. */
final class Commands {
  private static final OptionalInt GO_ON = OptionalInt.empty();

  private final Session session;
  private final Terminal terminal;
  private final Values values;
  private final Map<String, Command> all = new LinkedHashMap<>();

  Commands(Session session, Terminal terminal, Values values) {
    this.session = session;
    this.terminal = terminal;
    this.values = values;
    add("/exit [code]", "ends the shell", (argument, shell) -> OptionalInt.of(code(argument)));
    add("/vars", "lists the variables with their values", (argument, shell) -> variables());
    add("/list", "lists the snippets", (argument, shell) -> list());
    add("/imports", "lists the imports", (argument, shell) -> listed(ImportSnippet.class));
    add("/methods", "lists the methods", (argument, shell) -> listed(MethodSnippet.class));
    add("/types", "lists the classes", (argument, shell) -> listed(TypeDeclSnippet.class));
    add("/drop NAME", "removes a declaration", (argument, shell) -> drop(argument));
    add("/reset", "removes all declarations", (argument, shell) -> reset());
    add("/open FILE", "runs the lines of a file", this::open);
    add("/save FILE", "writes the snippets to a file", (argument, shell) -> save(argument));
    add("/help", "shows this list", (argument, shell) -> help());
  }

  private void add(
      String form, String purpose, BiFunction<String, Interpreter, OptionalInt> action) {
    all.put(form.split(" ", 2)[0], new Command(form, purpose, action));
  }

  /** Returns the names of the commands. */
  List<String> names() {
    return List.copyOf(all.keySet());
  }

  /**
   * Runs a command; an unambiguous beginning of its name suffices.
   *
   * @return the exit code if the shell is to end
   * @throws IllegalArgumentException if there is no such command, or its argument is wrong
   */
  OptionalInt run(String line, Interpreter shell) {
    String[] parts = line.split("\\s+", 2);
    String name = parts[0].equals("/?") ? "/help" : parts[0];
    List<Command> found =
        all.containsKey(name)
            ? List.of(all.get(name))
            : all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name))
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a command. Known: " + String.join(" ", all.keySet()) + ".");
    }
    return found.get(0).action.apply(parts.length == 1 ? "" : parts[1].strip(), shell);
  }

  private static int code(String argument) {
    try {
      return argument.isEmpty() ? 0 : Integer.parseInt(argument);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The exit code must be an integer; got '" + argument + "'.", e);
    }
  }

  private OptionalInt variables() {
    for (Snippet snippet : session.active()) {
      if (snippet instanceof VarSnippet) {
        VarSnippet variable = (VarSnippet) snippet;
        terminal
            .out()
            .println(
                variable.typeName().replaceAll("\\b[a-z][\\w.]*[.](?=[A-Z])", "")
                    + " "
                    + terminal.styled(Style.NAME, variable.name())
                    + " = "
                    + firstLine(values.shown(session.valueOf(variable))));
      }
    }
    return GO_ON;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + " …";
  }

  private OptionalInt list() {
    for (Snippet snippet : session.snippets()) {
      String source = snippet.source().strip().replace("\n", "\n      ");
      terminal
          .out()
          .println(terminal.styled(Style.FAINT, String.format(Locale.ROOT, "%4s: ", snippet.id())) + source);
    }
    return GO_ON;
  }

  private OptionalInt listed(Class<? extends Snippet> kind) {
    for (Snippet snippet : session.active()) {
      if (kind.isInstance(snippet)) {
        terminal.out().println(snippet.source().strip());
      }
    }
    return GO_ON;
  }

  private OptionalInt drop(String name) {
    if (session.drop(name) == 0) {
      throw new IllegalArgumentException("Nothing with the name '" + name + "' is declared.");
    }
    return GO_ON;
  }

  private OptionalInt reset() {
    session.reset();
    return GO_ON;
  }

  private OptionalInt open(String file, Interpreter shell) {
    try {
      return shell.run(Lines.of(Files.readString(Path.of(file))));
    } catch (IOException e) {
      throw unusable(file, "read", e);
    }
  }

  private OptionalInt save(String file) {
    List<String> sources =
        session.snippets().stream()
            .filter(session.active()::contains)
            .map(snippet -> snippet.source().strip())
            .collect(Collectors.toList());
    try {
      Files.write(Path.of(file), sources);
    } catch (IOException e) {
      throw unusable(file, "written", e);
    }
    return GO_ON;
  }

  private static IllegalArgumentException unusable(String file, String what, IOException e) {
    return new IllegalArgumentException(
        "The file '" + file + "' cannot be " + what + ": " + e.getClass().getSimpleName() + ".", e);
  }

  private OptionalInt help() {
    for (String line : Help.LINES) {
      terminal.out().println(line);
    }
    all.values()
        .forEach(
            command ->
                terminal
                    .out()
                    .println(
                        "  "
                            + terminal.styled(Style.NAME, String.format(Locale.ROOT, "%-34s", command.form))
                            + command.purpose));
    return GO_ON;
  }

  private static final class Command {
    final String form;
    final String purpose;
    final BiFunction<String, Interpreter, OptionalInt> action;

    Command(String form, String purpose, BiFunction<String, Interpreter, OptionalInt> action) {
      this.form = form;
      this.purpose = purpose;
      this.action = action;
    }
  }
}
