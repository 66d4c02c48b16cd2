package io.github.wxpay.crypto;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A Java of its own, of the same version, with a class path that a test chooses. */
final class ChildJvm {
  private static final long SECONDS = 120;

  private ChildJvm() {}

  /** The tests' class path, with or without the jars of Bouncy Castle. */
  static String classPath(boolean bouncyCastle) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry ->
                bouncyCastle || !new File(entry).getName().matches("bc(prov|pkix|util)-.*[.]jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The lines that a main class prints; it must end well, and in time. */
  static List<String> run(Path folder, String classPath, Class<?> main, String... args)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(main.getSimpleName() + " did not end in " + SECONDS + " s.");
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new AssertionError(main.getSimpleName() + " failed: " + String.join("\n", lines));
    }
    return lines;
  }
}
