package io.github.wxpay.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionary of a client, and where it comes from. Immutable; its entries contain secrets and
 * are never printed.
 */
public final class Configuration {
  private static final List<String> FILES = List.of("privateKey", "certs", "merchant");

  private final Map<String, Object> entries;
  private final String origin;

  private Configuration(Map<String, Object> entries, String origin) {
    this.entries = Collections.unmodifiableMap(entries);
    this.origin = origin;
  }

  /** Returns the configuration with these entries, whose paths are relative to this folder. */
  public static Configuration of(Map<String, Object> entries, String origin) {
    return new Configuration(new LinkedHashMap<>(entries), origin);
  }

  /**
   * Reads a JSON file of the dictionary. Paths in it are relative to its folder.
   *
   * @throws IllegalArgumentException if it cannot be read, or is not a JSON object
   */
  public static Configuration read(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    Map<String, Object> map = new LinkedHashMap<>();
    try {
      Object json = new ObjectMapper().readValue(Files.readAllBytes(file), Object.class);
      if (!(json instanceof Map)) {
        throw notObject(file);
      }
      ((Map<?, ?>) json).forEach((name, value) -> map.put((String) name, value));
    } catch (JsonProcessingException e) {
      throw notObject(file); // not chained: the parser's message may show a part of a key
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The configuration file '"
              + file
              + "' cannot be read: "
              + e.getClass().getSimpleName()
              + ".");
    }
    if (parent != null) {
      map.replaceAll((name, value) -> FILES.contains(name) ? located(value, parent) : value);
    }
    return new Configuration(map, file.toString());
  }

  private static IllegalArgumentException notObject(Path file) {
    return new IllegalArgumentException(
        "The configuration file '" + file + "' is not a JSON object.");
  }

  /** Returns a value with the paths of existing files, also in a nested object, made absolute. */
  private static Object located(Object value, Path folder) {
    if (value instanceof Map) {
      Map<Object, Object> map = new LinkedHashMap<>((Map<?, ?>) value);
      map.replaceAll((name, nested) -> located(nested, folder));
      return map;
    }
    String text = value instanceof String ? (String) value : "";
    if (text.isEmpty() || text.contains("-----")) {
      return value;
    }
    try {
      Path file = folder.resolve(text);
      return Files.exists(file) ? file.toString() : value;
    } catch (InvalidPathException e) {
      return value;
    }
  }

  /** Returns this configuration with other entries in addition, which replace those it has. */
  public Configuration with(Map<String, ?> others) {
    Map<String, Object> merged = new LinkedHashMap<>(entries);
    others.forEach((name, value) -> merge(merged, name, value));
    return new Configuration(merged, origin);
  }

  private static void merge(Map<String, Object> into, String name, Object value) {
    Object present = into.get(name);
    if (present instanceof Map && value instanceof Map) {
      Map<String, Object> nested = new LinkedHashMap<>();
      ((Map<?, ?>) present).forEach((key, one) -> nested.put((String) key, one));
      ((Map<?, ?>) value).forEach((key, one) -> merge(nested, (String) key, one));
      into.put(name, nested);
    } else {
      into.put(name, value);
    }
  }

  /** Returns the entries of the dictionary, which contain secrets. */
  public Map<String, Object> entries() {
    return entries;
  }

  /** Returns where the entries come from, such as the name of a file. */
  public String origin() {
    return origin;
  }

  /** Returns a new client, to be closed by the caller. */
  public Wxpay client() {
    return Wxpay.of(entries);
  }

  /** Returns where the entries come from. */
  @Override
  public String toString() {
    return "Configuration[" + origin + "]";
  }
}
