package io.github.wxpay.internal.transport;

import io.github.wxpay.crypto.Hash;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a partial file, which identifies its process: {@code
 * wxpay-<host>-<pid>-<start>-<random>.part}, with the start of the process in milliseconds. A
 * killed program leaves its file, which a later one deletes.
 *
 * <p>A file in use is never deleted. A file is regarded as abandoned immediately only if this host
 * has no process of that number, and otherwise after a day without a write: processes of other
 * hosts and containers are not visible, and a different start time may be due to a changed clock.
 */
final class PartialFileName {
  private static final Pattern NAME =
      Pattern.compile("\\.?wxpay-([0-9a-f]{16})-([0-9]{1,10})-([0-9]{1,16})-[0-9]{1,20}\\.part");

  /** The time without a write after which a file is abandoned; every idle timeout is shorter. */
  private static final Duration UNUSED = Duration.ofDays(1);

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PROCESSES = Path.of("/proc/self/ns/pid");

  /** The host, the number and the start time of this process. */
  private static final String OWN =
      host() + "-" + ProcessHandle.current().pid() + "-" + started(ProcessHandle.current()) + "-";

  private PartialFileName() {}

  /** Returns the name of a file of this process, up to its random number. */
  static String prefix(String start) {
    return start + OWN;
  }

  /**
   * Deletes the abandoned files in the folder of a file that was just created. Files of other
   * owners are kept, since their processes may be hidden, and so are files that cannot be deleted.
   */
  static void deleteAbandoned(Path created) {
    Path folder = created.toAbsolutePath().getParent();
    Matcher own = matcher(created);
    if (folder == null || !own.matches()) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> matcher(file).matches())) {
      for (Path file : files) {
        delete(file, created, own.group(1));
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The folder cannot be listed, which the download does not require.
    }
  }

  private static void delete(Path file, Path created, String host) {
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && isAbandoned(file, host)
          && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(created))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Deleted in the meantime, or not deletable by this user.
    }
  }

  private static boolean isAbandoned(Path file, String host) throws IOException {
    Matcher name = matcher(file);
    if (!name.matches()) {
      return false;
    }
    if (name.group(1).equals(host)) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name.group(2)));
      if (process.isEmpty()) {
        return true;
      }
      if (started(process.get()) == Long.parseLong(name.group(3))) {
        return false;
      }
    }
    Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    return written.isBefore(Instant.now().minus(UNUSED));
  }

  private static Matcher matcher(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName()));
  }

  /** Returns the start time of a process in milliseconds; 0 if it is not available. */
  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * Returns 16 hexadecimal digits that identify the set of visible processes: on Linux the boot of
   * the kernel and the namespace of process numbers, which differs between containers; on Windows
   * and macOS the network interfaces of the machine. Random digits if that is not known, so that
   * files are deleted by age only.
   */
  private static String host() {
    String system = System.getProperty("os.name", "");
    String known = "";
    try {
      if (system.equals("Linux")) {
        known =
            Files.readString(BOOT)
                + Files.readString(HOST_NAME)
                + Files.readSymbolicLink(PROCESSES);
      } else if (system.startsWith("Windows") || system.startsWith("Mac")) {
        known = interfaces();
      }
    } catch (IOException e) {
      known = "";
    }
    return Hash.sha256(known.isEmpty() ? UUID.randomUUID().toString() : known).substring(0, 16);
  }

  private static String interfaces() throws SocketException {
    TreeSet<String> addresses = new TreeSet<>();
    for (NetworkInterface one : NetworkInterface.networkInterfaces().collect(Collectors.toList())) {
      byte[] address = one.getHardwareAddress();
      if (address != null) {
        addresses.add(Base64.getEncoder().encodeToString(address));
      }
    }
    return String.join(",", addresses);
  }
}
