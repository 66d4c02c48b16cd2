package io.github.wxpay.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of a program by the Java of this JVM: what it printed, and its status. */
final class JavaProgram {
  private static final long SECONDS = 120;

  private final int status;
  private final List<String> lines;

  private JavaProgram(int status, List<String> lines) {
    this.status = status;
    this.lines = lines;
  }

  /** Returns the folder of this build, {@code it/target}. */
  static Path build() {
    return Path.of(System.getProperty("build", "target"));
  }

  /** Returns the class path of the program, of what it needs, and of the jars of some folders. */
  static String classPath(String... folders) {
    List<String> entries = new ArrayList<>(List.of(build().resolve("classes").toString()));
    for (String folder : folders) {
      try (Stream<Path> jars = Files.list(build().resolve(folder))) {
        jars.map(Path::toString).sorted().forEach(entries::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs {@code java} with arguments; the output goes to a file in the folder. */
  static JavaProgram run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Not ended in " + SECONDS + " s: " + command);
      }
    } finally {
      process.destroyForcibly();
    }
    return new JavaProgram(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
  }

  int status() {
    return status;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public String toString() {
    return "status " + status + "\n" + String.join("\n", lines);
  }
}
