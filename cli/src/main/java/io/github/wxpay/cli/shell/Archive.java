package io.github.wxpay.cli.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final Duration ABANDONED = Duration.ofHours(1);

  /**
   * Makes the archive under another name, since another start must not use a part of it. The
   * terminal may be closed meanwhile.
   */
  private static final String COMMAND =
      "trap '' HUP INT; umask 077; \"$1\" -XX:+UseSerialGC \"-XX:ArchiveClassesAtExit=$3.part\""
          + " -jar \"$2\" shell --train && mv -f \"$3.part\" \"$3\"; rm -f \"$3.part\" \"$3.lock\"";

  private Archive() {}

  /**
   * Starts a process that makes the archive, if the launcher names one that is missing; does not
   * wait for it.
   */
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
      if (!lock(folder, Path.of(archive + ".lock"))) {
        return;
      }
      new ProcessBuilder(
              "sh",
              "-c",
              COMMAND,
              "sh",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              System.getProperty("java.class.path"),
              archive.toString())
          .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // Without the archive the next start takes longer, and that is all.
    }
  }

  /** Returns whether no other process is making the archive; a lock of an hour is left over. */
  private static boolean lock(Path folder, Path lock) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
    try {
      Files.createFile(lock);
      return true;
    } catch (FileAlreadyExistsException e) {
      FileTime made = Files.getLastModifiedTime(lock);
      return made.toInstant().isBefore(Instant.now().minus(ABANDONED));
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
