package io.github.wxpay.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A separate JVM of the same version, with a class path that a test chooses. */
public final class ChildJvm {
  private static final long SECONDS = Boolean.getBoolean("nightly") ? 1_200 : 120;

  /** Languages and JSON libraries: Java 11 keeps the tables of contents of jars in the heap. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(groovy|scala-library|clojure|spec|core[.]specs|gson|json|fastjson).*[.]jar");

  private static final Pattern BOUNCY_CASTLE = Pattern.compile("bc(prov|pkix|util)-.*[.]jar");

  private ChildJvm() {}

  /**
   * Returns the tests' class path, with or without the jars of Bouncy Castle, and without those
   * that only bodies of foreign types come from.
   */
  public static String classPath(boolean bouncyCastle) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry -> {
              String name = new File(entry).getName();
              return !FOREIGN.matcher(name).matches()
                  && (bouncyCastle || !BOUNCY_CASTLE.matcher(name).matches());
            })
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the lines that a main class prints, which must end in time with status 0. */
  public static List<String> run(Path folder, String classPath, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    return run(folder, main.getSimpleName(), command);
  }

  /** Returns the start of a command: this Java, which compiles fast, with these options. */
  public static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    return command;
  }

  /** Returns the lines that a command prints; it must end well, and in time. */
  public static List<String> run(Path folder, String name, List<String> command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " did not end in " + SECONDS + " s.");
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError(name + " failed: " + String.join("\n", lines));
    }
    return lines;
  }
}
