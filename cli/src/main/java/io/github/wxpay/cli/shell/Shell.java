package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Opens the shell: a client, or the sandbox with one, and JShell beside it. */
public final class Shell {
  /** The packages of the library, and the variables of the session. */
  private static final List<String> STARTUP =
      List.of(
          "import java.io.*;",
          "import java.math.*;",
          "import java.net.*;",
          "import java.nio.file.*;",
          "import java.time.*;",
          "import java.util.*;",
          "import java.util.concurrent.*;",
          "import java.util.function.*;",
          "import java.util.stream.*;",
          "import com.fasterxml.jackson.databind.JsonNode;",
          "import io.github.wxpay.*;",
          "import io.github.wxpay.catalogue.Catalogue;",
          "import io.github.wxpay.codec.*;",
          "import io.github.wxpay.crypto.*;",
          "import io.github.wxpay.endpoints.*;",
          "import io.github.wxpay.exception.*;",
          "import io.github.wxpay.http.*;",
          "import io.github.wxpay.sandbox.*;",
          "import static io.github.wxpay.cli.shell.Kit.*;",
          "Wxpay wxpay = client();",
          "V3 v3 = V3.of(wxpay);",
          "V2 v2 = V2.of(wxpay);",
          "Catalogue catalogue = Catalogue.load();");

  private final Terminal terminal;
  private final @Nullable Configuration configuration;

  /**
   * Creates a shell.
   *
   * @param configuration that of the client; {@code null} for the sandbox
   */
  public Shell(Terminal terminal, @Nullable Configuration configuration) {
    this.terminal = terminal;
    this.configuration = configuration;
  }

  /**
   * Runs scripts, or reads the terminal or the standard input, until their end or {@code /exit}.
   *
   * @return the exit code
   */
  public int run(List<Path> scripts) throws IOException {
    return run(
        (interpreter, completion, platform) ->
            scripts.isEmpty() && terminal.isInteractive()
                ? typed(interpreter, completion, platform)
                : played(interpreter, scripts));
  }

  /** Does what sessions do, so that the classes for it are loaded; see {@link Archive}. */
  public int train() throws IOException {
    return run(
        (interpreter, completion, platform) -> {
          OptionalInt unused = interpreter.run(Lines.of(Help.SESSION));
          Prompt.loadClasses(interpreter, completion);
          return completion.at("wxpay.ch").texts.isEmpty() ? Failure.FAILED : Failure.SUCCESS;
        });
  }

  private int run(Reading reading) throws IOException {
    PrintStream out = System.out;
    System.setOut(terminal.out());
    Values values = new Values(terminal);
    LastCall lastCall = new LastCall(values);
    // Beside JShell, whose compiler takes as long to start.
    CompletableFuture<Platform> opening = new CompletableFuture<>();
    Thread opener = new Thread(() -> open(opening, lastCall), "wxpay-shell-client");
    opener.setDaemon(true);
    opener.start();
    Kit.open(new Kit(opening, lastCall, terminal));
    try (Session session = new Session(STARTUP);
        Platform platform = opening.join()) {
      Commands commands = new Commands(session, terminal, values);
      Report report = new Report(terminal, values);
      Interpreter interpreter = new Interpreter(session, report, lastCall, commands);
      return reading.read(interpreter, new Completion(session, commands), platform);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException ? (RuntimeException) e.getCause() : e;
    } finally {
      Kit.open(null);
      System.setOut(out);
    }
  }

  private void open(CompletableFuture<Platform> opening, LastCall lastCall) {
    try {
      opening.complete(Platform.open(configuration, lastCall));
    } catch (RuntimeException e) {
      opening.completeExceptionally(e);
    }
  }

  private int typed(Interpreter interpreter, Completion completion, Platform platform)
      throws IOException {
    terminal.out().println(terminal.styled(Style.TITLE, platform.banner()));
    terminal.out().println(Help.FIRST);
    return new Prompt(interpreter, completion).run();
  }

  private int played(Interpreter interpreter, List<Path> scripts) throws IOException {
    OptionalInt exit = OptionalInt.empty();
    if (scripts.isEmpty()) {
      exit = interpreter.run(Lines.of(terminal.in()));
    }
    for (int i = 0; i < scripts.size() && exit.isEmpty(); i++) {
      exit = interpreter.run(Lines.of(Files.readString(scripts.get(i))));
    }
    return exit.orElse(interpreter.hasFailed() ? Failure.FAILED : Failure.SUCCESS);
  }

  /** Reads snippets until their end, and returns the exit code. */
  private interface Reading {
    int read(Interpreter interpreter, Completion completion, Platform platform) throws IOException;
  }
}
