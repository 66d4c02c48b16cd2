package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Checks who may read a file with a secret. */
final class FileAccess {
  private FileAccess() {}

  /** Returns the verdict on a file; empty if the file or its permissions cannot be read. */
  static Optional<Verdict> verdict(String check, Path file) {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (IOException | UnsupportedOperationException e) { // such as on Windows
      return Optional.empty();
    }
    String shown = PosixFilePermissions.toString(permissions);
    boolean open =
        permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    return Optional.of(
        open
            ? Verdict.warning(
                check,
                "other users of this machine have access to '" + file + "' (" + shown + ").",
                "Run: chmod 600 '" + file + "'")
            : Verdict.ok(check, "other users have no access (" + shown + ")"));
  }
}
