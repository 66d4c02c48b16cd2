package io.github.wxpay.sandbox.testing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A class with a method {@code fuzzerTestOneInput(byte[])}, which fails if a property does not hold
 * for an input. Every build replays the inputs in the resources {@code fuzz/NAME}. With {@code
 * -Pnightly} Jazzer also makes new ones, for {@code -Dfuzz.seconds} (300 by default), in a separate
 * JVM. Immutable.
 */
public final class FuzzTarget {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 300);
  private static final int SECONDS_FOR_INPUT = 30;

  /** Jazzer instruments every class, which takes minutes on a busy machine. */
  private static final long SECONDS_TO_START = 600;

  private static final int MAX_BYTES = 8192;

  private final Class<?> type;
  private final String name;

  private FuzzTarget(Class<?> type, String name) {
    this.type = type;
    this.name = name;
  }

  /** Returns the target of a class, with the inputs of the resource folder {@code fuzz/NAME}. */
  public static FuzzTarget of(Class<?> type, String name) {
    return new FuzzTarget(type, name);
  }

  /** Returns a test that replays the inputs, and one that makes new ones in a nightly run. */
  public Stream<DynamicTest> tests() {
    Stream<DynamicTest> replay =
        Stream.of(DynamicTest.dynamicTest(name + ": replay", this::replay));
    return Boolean.getBoolean("nightly")
        ? Stream.concat(
            replay, Stream.of(DynamicTest.dynamicTest(name + ": new inputs", this::search)))
        : replay;
  }

  /**
   * Runs the inputs without a limit of time. Jazzer instruments each class when it is loaded, which
   * must not count for the first input: targets call this in {@code fuzzerInitialize()}.
   */
  public void load() throws Throwable {
    for (Path file : corpus()) {
      run(Files.readAllBytes(file));
    }
  }

  private void replay() {
    List<Path> files = corpus();
    if (files.isEmpty()) {
      throw new AssertionError("There are no inputs in fuzz/" + name);
    }
    for (Path file : files) {
      replay(file);
    }
  }

  private void replay(Path file) {
    try {
      byte[] input = Files.readAllBytes(file);
      assertTimeoutPreemptively(Duration.ofSeconds(SECONDS_FOR_INPUT), () -> run(input));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new AssertionError("The input " + file.getFileName() + " of " + name, e);
    }
  }

  private void run(byte[] input) throws Throwable {
    Method method = type.getMethod("fuzzerTestOneInput", byte[].class);
    try {
      method.invoke(null, (Object) input);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void search() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "fuzz", name)).toAbsolutePath();
    Path log = folder.resolveSibling(name + ".log");
    Process process =
        new ProcessBuilder(command(folder))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(SECONDS + SECONDS_TO_START, TimeUnit.SECONDS);
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            "Jazzer found an input for "
                + name
                + ", or did not end. Copy the file that it names into src/test/resources/fuzz/"
                + name
                + " and correct the cause.\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())));
      }
      System.out.println("Fuzz " + name + ": " + last(lines, "Done "));
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(JAZZER);
    command.add("--target_class=" + type.getName());
    command.add("--instrumentation_includes=io.github.wxpay.**:com.fasterxml.jackson.core.**");
    command.add("-max_total_time=" + SECONDS);
    command.add("-timeout=" + SECONDS_FOR_INPUT);
    command.add("-rss_limit_mb=1024");
    command.add("-max_len=" + MAX_BYTES);
    command.add("-artifact_prefix=" + folder.resolveSibling(name + "-"));
    command.add("--reproducer_path=" + folder.getParent());
    command.add(folder.toString());
    command.add(resources().toString());
    return command;
  }

  private static String last(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).reduce("", (a, b) -> b);
  }

  private List<Path> corpus() {
    try (Stream<Path> files = Files.list(resources())) {
      return files.sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path resources() {
    try {
      return Path.of(type.getResource("/fuzz/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
