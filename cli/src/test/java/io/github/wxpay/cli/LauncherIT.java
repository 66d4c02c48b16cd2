package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged command: the jar with everything in it, and the launcher beside it. */
class LauncherIT {
  private static final Path HOME = Path.of("target", "wxpay").toAbsolutePath();
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final long SECONDS = 180;

  @TempDir Path folder;

  @BeforeAll
  static void requireSh() {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "skipped: the launcher is for sh");
  }

  @Test
  void runsFromJar() throws Exception {
    List<String> java = List.of(JAVA, "-jar", HOME.resolve("lib/wxpay.jar").toString());

    assertThat(run(java, "", 0, "--version"))
        .startsWith("wxpay 0.")
        .contains("Catalogue[1186 endpoints, 112 notifications]");
    assertThat(run(java, "page()\nwxpay.v3().chain(\"certificates\")\n  .get().status()\n", 0, "shell"))
        .contains("http://127.0.0.1:", "= 200");
  }

  @Test
  void startsThroughLinkInFolderWithBlanks() throws Exception {
    Path moved = Files.createDirectories(folder.resolve("a folder with 'blanks'"));
    Files.createSymbolicLink(moved.resolve("wxpay"), HOME.resolve("bin/wxpay"));

    assertThat(run(List.of(moved.resolve("wxpay").toString()), "", 0, "find", "申请退款"))
        .contains("v3/refund/domestic/refunds");
    assertThat(run(List.of(HOME.resolve("bin/wxpay").toString()), "", 2, "no", "such")).isEmpty();
  }

  @Test
  void startsFasterWithArchiveThatFirstShellMakes() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache/wxpay"));
    List<String> launcher = List.of(HOME.resolve("bin/wxpay").toString());
    String script = "wxpay.v3().chain(\"certificates\").get().status()\n";

    long first;
    long second;
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      cache.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      first = millis(launcher, script);
      if (Runtime.version().feature() < 13) {
        assertThat(cache).isEmptyDirectory(); // an older JVM cannot make an archive
        return;
      }
      awaitArchive(watch, cache);
      second = millis(launcher, script);
    }
    System.out.printf(
        "Process of a shell with one call: %d ms, with the archive %d ms.%n", first, second);

    try (var files = Files.list(cache)) {
      assertThat(files).hasSize(1);
    }
    // The archive is used: with a JVM that may not start without one.
    Path archive = archive(cache);
    List<String> required =
        List.of(
            JAVA,
            "-XX:+UseSerialGC",
            "-Xshare:on",
            "-XX:SharedArchiveFile=" + archive,
            "-jar",
            HOME.resolve("lib/wxpay.jar").toString());
    assertThat(run(required, "", 0, "--version")).startsWith("wxpay 0.");
  }

  private static Path archive(Path cache) throws IOException {
    try (var files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  private static void awaitArchive(WatchService watch, Path cache) throws Exception {
    while (true) {
      try (var files = Files.list(cache)) {
        if (files.anyMatch(file -> file.toString().endsWith(".jsa"))) {
          return;
        }
      }
      WatchKey key = watch.poll(SECONDS, TimeUnit.SECONDS);
      assertThat(key).as("no archive after " + SECONDS + " s").isNotNull();
      key.pollEvents();
      key.reset();
    }
  }

  private long millis(List<String> command, String script) throws Exception {
    long started = System.nanoTime();
    assertThat(run(command, script, 0, "shell")).contains("= 200");
    return (System.nanoTime() - started) / 1_000_000;
  }

  /** Runs a command, asserts its exit code, and returns its standard output. */
  private String run(List<String> command, String input, int code, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(Arrays.asList(arguments));
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WXPAY_"));
    builder.environment().put("WXPAY_JAVA", JAVA);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(code);
      return Files.readString(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
