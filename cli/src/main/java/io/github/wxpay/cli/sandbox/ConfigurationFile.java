package io.github.wxpay.cli.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file with the configuration of clients of a sandbox, which only its user may read where the
 * file system has POSIX permissions. Safe for use by several threads.
 */
public final class ConfigurationFile {
  private static final Pattern LOOPBACK = Pattern.compile("https?://127[.]0[.]0[.]1:[0-9]+/");

  private final Path file;
  private byte[] written = {};
  private boolean deleted;

  /** Creates a configuration file without writing it. */
  public ConfigurationFile(Path file) {
    this.file = file;
  }

  /**
   * Requires that the file does not exist, or is that of a sandbox.
   *
   * @throws IllegalStateException otherwise
   */
  public void requireReplaceable() {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOfSandbox()) {
      throw new IllegalStateException(
          "The file '"
              + file
              + "' exists and is not the configuration of a sandbox. Choose another with --output,"
              + " or replace it with --force.");
    }
  }

  /** Returns whether the file configures clients of an address of this machine. */
  private boolean isOfSandbox() {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
      return json.has("mchid")
          && json.has("privateKey")
          && LOOPBACK.matcher(json.path("baseURL").asText()).matches();
    } catch (IOException e) { // it is a folder, or not JSON
      return false;
    }
  }

  /**
   * Writes the dictionary of a client, and replaces the file if it exists. Has no effect after
   * {@link #delete}, which the end of the process may call meanwhile.
   *
   * @throws IllegalStateException if it cannot be written
   */
  public synchronized void write(Map<String, Object> dictionary) {
    if (deleted) {
      return;
    }
    Path target = file.toAbsolutePath();
    try {
      String json =
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(dictionary) + "\n";
      written = json.getBytes(StandardCharsets.UTF_8);
      // A temporary file is readable by its user alone, and is never seen half written.
      Path temporary = Files.createTempFile(target.getParent(), ".wxpay-sandbox", ".json");
      try {
        Files.write(temporary, written);
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "The file '"
              + file
              + "' cannot be written ("
              + e.getClass().getSimpleName()
              + "). Choose another with --output.",
          e);
    }
  }

  /** Deletes the file unless another program has replaced it. A second call has no effect. */
  public synchronized void delete() {
    try {
      if (written.length > 0 && Arrays.equals(Files.readAllBytes(file), written)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // It was deleted or moved already.
    }
    deleted = true;
    written = new byte[0];
  }
}
