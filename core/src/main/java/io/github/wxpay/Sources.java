package io.github.wxpay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.ConfigText;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a dictionary comes from when it is no map: a JSON file, the environment. */
final class Sources {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "WXPAY_MCHID", "mchid",
          "WXPAY_SERIAL", "serial",
          "WXPAY_PRIVATE_KEY", "privateKey",
          "WXPAY_PASSPHRASE", "passphrase",
          "WXPAY_SECRET", "secret",
          "WXPAY_API_V3_KEY", "apiV3Key",
          "WXPAY_BASE_URL", "baseURL",
          "WXPAY_TIMEOUT", "timeout");

  private Sources() {}

  static Wxpay load(Path file) {
    Map<String, Object> map;
    try {
      byte[] json = Files.readAllBytes(Objects.requireNonNull(file, "file == null"));
      map = Json.as(Json.read(json), new TypeReference<>() {});
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
              + "' is no JSON object"
              + where(e.getCause())
              + ".");
    }
    Path parent = file.toAbsolutePath().getParent();
    return Dictionary.client(map, parent == null ? Path.of("") : parent);
  }

  static Wxpay environment(Map<String, String> environment) {
    String file = environment.get("WXPAY_CONFIG");
    if (file != null && !file.isEmpty()) {
      return load(Path.of(file));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    VARIABLES.forEach(
        (variable, key) -> {
          String value = environment.get(variable);
          if (value != null && !value.isEmpty()) {
            map.put(key, value);
          }
        });
    String certs = environment.getOrDefault("WXPAY_CERTS", "");
    if (!certs.isEmpty()) {
      map.put("certs", pairs(ConfigText.plain(certs)));
    }
    if (map.isEmpty()) {
      throw new IllegalStateException(
          "No WXPAY_* variable is set. Set WXPAY_CONFIG to a JSON file, or WXPAY_MCHID,"
              + " WXPAY_SERIAL, WXPAY_PRIVATE_KEY and WXPAY_CERTS (id=path;id=path).");
    }
    return Dictionary.client(map, Path.of(""));
  }

  private static Map<String, Object> pairs(String text) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      int mark = pair.indexOf('=');
      if (mark < 1) {
        throw new IllegalArgumentException(
            "WXPAY_CERTS must be id=path, several with ; between; one part has no id= at its"
                + " beginning.");
      }
      pairs.put(pair.substring(0, mark).strip(), pair.substring(mark + 1).strip());
    }
    return pairs;
  }

  private static String where(@Nullable Throwable cause) {
    if (!(cause instanceof JsonProcessingException)) {
      return "";
    }
    JsonLocation at = ((JsonProcessingException) cause).getLocation();
    return at == null ? "" : ", see line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
