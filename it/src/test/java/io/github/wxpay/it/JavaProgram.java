package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A run of a program by a Java: what it printed, and its status. */
final class JavaProgram {
  static final String SMOKE = "io.github.wxpay.it.Smoke";
  private static final long SECONDS = 120;

  private final int status;
  private final List<String> lines;

  private JavaProgram(int status, List<String> lines) {
    this.status = status;
    this.lines = lines;
  }

  /** Returns the home of the Java that runs the build. */
  static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Returns the folder of this build, {@code it/target}. */
  static Path build() {
    return Path.of(System.getProperty("build", "target")).toAbsolutePath();
  }

  /** Returns a file or folder of the projects that stand for environments. */
  static Path environment(String path) {
    return build().resolve("../environments").resolve(path).normalize();
  }

  /** Returns the class path that Maven resolved for an environment. */
  static String classPath(String environment) {
    try {
      return Files.readString(environment(environment).resolve("target/class-path.txt")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("no class path; run mvn verify -Pit", e);
    }
  }

  /** Returns a class path with the programs of this module in an environment. */
  static String programsIn(String environment) {
    return build().resolve("classes") + File.pathSeparator + classPath(environment);
  }

  /** Replaces {@code {artifact}} in a name by the version that the class path has. */
  static String named(String name, String environment) {
    return Pattern.compile("\\{(.+?)}")
        .matcher(name)
        .replaceAll(artifact -> version(artifact.group(1), environment));
  }

  private static String version(String artifact, String environment) {
    String separator = "[/\\\\]";
    Pattern jar =
        Pattern.compile(
            separator
                + artifact.replace("/", separator)
                + separator
                + "([^/\\\\]+)"
                + separator
                + "[^/\\\\]+\\.jar$");
    List<String> versions =
        Stream.of(classPath(environment).split(File.pathSeparator, -1))
            .map(jar::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .distinct()
            .collect(Collectors.toList());
    assertThat(versions).as("versions of " + artifact + " in " + environment).hasSize(1);
    return versions.get(0);
  }

  /** Compiles sources of the environments against a class path, and returns their classes. */
  static Path compile(Path folder, String classPath, String... sources) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> command = new ArrayList<>(List.of("-proc:none", "-Xlint:none", "-nowarn"));
    command.addAll(List.of("-encoding", "UTF-8", "-d", classes.toString(), "-cp", classPath));
    for (String source : sources) {
      command.add(environment(source).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();

    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, command.toArray(String[]::new));

    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }

  /** Runs the Java of the build; the output goes to a file in the folder. */
  static JavaProgram run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(home(), folder, List.of(arguments));
  }

  /** Runs the Java of a home; the output goes to a file in the folder. */
  static JavaProgram run(Path home, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    return run(folder, new ProcessBuilder(command(home, arguments)));
  }

  /** Runs any program; the output goes to a file in the folder. */
  static JavaProgram run(Path folder, ProcessBuilder program)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = program.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Not ended in " + SECONDS + " s: " + program.command());
      }
    } finally {
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return new JavaProgram(process.exitValue(), text.lines().collect(Collectors.toList()));
  }

  /** Returns the command that runs a Java, which compiles little of what lives for seconds. */
  static List<String> command(Path home, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(arguments);
    return command;
  }

  int status() {
    return status;
  }

  List<String> lines() {
    return lines;
  }

  /** Returns how many calls it made, of which all must be right. */
  int calls() {
    assertThat(status).as(toString()).isZero();
    assertThat(lines).as(toString()).contains("all calls passed");
    return (int) lines.stream().filter(line -> line.startsWith("passed: ")).count();
  }

  /** Returns what the program found in its environment, such as its {@code locale}. */
  String found(String name) {
    return lines.stream()
        .filter(line -> line.startsWith("with: "))
        .flatMap(line -> Stream.of(line.substring(6).split("; ", -1)))
        .filter(value -> value.startsWith(name + " "))
        .map(value -> value.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + this));
  }

  @Override
  public String toString() {
    return "status " + status + "\n" + String.join("\n", lines);
  }
}
