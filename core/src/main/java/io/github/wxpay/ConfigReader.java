package io.github.wxpay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.json.Jackson;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration of a client: the original's dictionary, a JSON file that contains one, or
 * the environment. {@link ConfigEntries} lists the entries of all three.
 */
final class ConfigReader {
  private ConfigReader() {}

  /** Returns the client of a dictionary; paths in it are relative to {@code folder}. */
  static Wxpay dictionary(Map<String, ?> map, Path folder) {
    ClientSettings settings = new ConfigEntries(map, folder).read().settings;
    KeyLoader.requireSecret(settings.secret);
    settings.partial = true;
    return new ClientFactory(settings).client();
  }

  /**
   * Returns the client of a JSON file that contains a dictionary; paths are relative to its folder.
   */
  static Wxpay file(Path file) {
    Jackson.requireSupported(); // before the file is read with it
    Map<String, Object> map;
    try {
      byte[] json = Files.readAllBytes(Objects.requireNonNull(file, "file == null"));
      map = Json.map(Json.read(json));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The configuration file '"
              + Printable.path(file.toAbsolutePath().toString())
              + "' cannot be read: "
              + e.getClass().getSimpleName());
    } catch (MalformedException e) {
      // Not chained: the parser's message may show a part of a key.
      throw new MalformedException(
          "The configuration file '"
              + Printable.path(file.toString())
              + "' is not a JSON object"
              + where(e.getCause())
              + ".");
    }
    Path parent = file.toAbsolutePath().getParent();
    return dictionary(map, parent == null ? Path.of("") : parent);
  }

  /**
   * Returns the client of environment variables, or of the file that {@code WXPAY_CONFIG} names.
   */
  static Wxpay environment(Map<String, String> environment) {
    String file = environment.getOrDefault("WXPAY_CONFIG", "");
    if (!file.isEmpty()) {
      return file(Path.of(file));
    }
    Map<String, Object> map = ConfigEntries.ofVariables(environment);
    if (map.isEmpty()) {
      throw new IllegalStateException(
          "No WXPAY_* variable is set. Set WXPAY_CONFIG to a JSON file, or WXPAY_MCHID,"
              + " WXPAY_SERIAL, WXPAY_PRIVATE_KEY and WXPAY_CERTS (id=path;id=path).");
    }
    return dictionary(map, Path.of(""));
  }

  private static String where(@Nullable Throwable cause) {
    if (!(cause instanceof JsonProcessingException)) {
      return "";
    }
    JsonLocation at = ((JsonProcessingException) cause).getLocation();
    return at == null ? "" : ", see line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
