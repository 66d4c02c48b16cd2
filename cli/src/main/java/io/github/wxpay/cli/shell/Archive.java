package io.github.wxpay.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the archive of classes (application class data sharing) with which later starts are faster.
 * The launcher names the file in a system property and uses it once it is there.
 */
public final class Archive {
  private static final String PROPERTY = "wxpay.archive";
  private static final Duration UNUSED = Duration.ofDays(30);

  /** Renamed at the end, since another start must not use a part of it. */
  private static final String COMMAND =
      "umask 077 && mkdir -p \"$4\" && \"$1\" -XX:+UseSerialGC"
          + " \"-XX:ArchiveClassesAtExit=$3.part\" -jar \"$2\" shell --train"
          + " && mv \"$3.part\" \"$3\" || rm -f \"$3.part\"";

  private Archive() {}

  /** Starts a process that makes the archive, if one is wanted and missing; waits for nothing. */
  public static void makeInBackground() {
    String wanted = System.getProperty(PROPERTY, "");
    boolean dynamic = Runtime.version().feature() >= 13; // an older JVM cannot make one
    if (wanted.isEmpty() || !dynamic || Files.exists(Path.of(wanted))) {
      return;
    }
    Path archive = Path.of(wanted).toAbsolutePath();
    Path folder = archive.getParent();
    if (folder == null) {
      return;
    }
    try {
      deleteUnused(folder);
      new ProcessBuilder(
              "sh",
              "-c",
              COMMAND,
              "sh",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              System.getProperty("java.class.path"),
              archive.toString(),
              folder.toString())
          .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // Without the archive the next start takes longer, and that is all.
    }
  }

  private static void deleteUnused(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    FileTime oldest = FileTime.from(Instant.now().minus(UNUSED));
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".jsa")).collect(Collectors.toList());
    }
    for (Path file : files) {
      if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
        Files.deleteIfExists(file);
      }
    }
  }
}
