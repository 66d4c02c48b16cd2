package io.github.wxpay.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process at a pseudo-terminal, which util-linux's {@code script} opens. */
final class PseudoTerminal implements AutoCloseable {
  private static final Pattern ESCAPES =
      Pattern.compile("\u001b\\[[0-9;?=]*[A-Za-z]|\u001b[()][A-B0-9]|\u001b[=>]|\r|\u0007");
  private static final long SECONDS = 120;

  /** A build in the background of a shell ignores SIGINT, and so would its processes. */
  private static final String DEFAULT_SIGNALS =
      "if env --default-signal=INT true 2>/dev/null; then set -- env --default-signal=INT;"
          + " else set --; fi; exec \"$@\" ";

  private final Process process;
  private final StringBuilder printed = new StringBuilder();
  private boolean ended;
  private int read;

  /** Starts a command line of sh. */
  PseudoTerminal(Path folder, Map<String, String> environment, String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "script",
                "--quiet",
                "--flush",
                "--return",
                "--command",
                "stty rows 40 cols 120; " + DEFAULT_SIGNALS + command,
                "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("WXPAY_"));
    builder.environment().putAll(Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8", "SHELL", "/bin/sh"));
    builder.environment().putAll(environment);
    process = builder.start();
    Thread reader = new Thread(this::read, "pseudo-terminal");
    reader.setDaemon(true);
    reader.start();
  }

  /** Returns whether this machine has the program. */
  static boolean isAvailable() {
    return List.of("/usr/bin/script", "/bin/script").stream()
        .anyMatch(file -> Files.isExecutable(Path.of(file)));
  }

  private void read() {
    char[] chars = new char[8192];
    try (Reader text = new InputStreamReader(process.getInputStream(), UTF_8)) {
      for (int count = text.read(chars); count >= 0; count = text.read(chars)) {
        synchronized (this) {
          printed.append(chars, 0, count);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // The end of a pseudo-terminal may be an error of its reader.
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  /** Types a text. */
  void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until a text is printed after what was waited for before, and returns what came up to its
   * end, without escape sequences.
   */
  synchronized String await(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      String plain = ESCAPES.matcher(printed).replaceAll("");
      int found = plain.indexOf(text, read);
      if (found >= 0) {
        String part = plain.substring(read, found + text.length());
        read = found + text.length();
        return part;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || left <= 0) {
        throw new AssertionError("'" + text + "' was not printed after:\n" + plain);
      }
      wait(left);
    }
  }

  /** Waits for the end of the process, and returns its exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The process did not end in " + SECONDS + " s.");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
