package io.github.wxpay.cli.config;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that configure a client: {@code -c FILE}, {@code -c name=value} again and again, and
 * {@code -u URL}. Without a file the variables {@code WXPAY_…} count.
 */
public final class ConfigOptions {
  /** Entries that are keys themselves, not the paths of files. */
  private static final List<String> SECRETS =
      List.of("secret", "apiV3Key", "passphrase", "merchant.passphrase");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE|NAME=VALUE",
      descriptionKey = "config")
  private List<String> given = new ArrayList<>();

  @Option(
      names = {"-u", "--baseURL"},
      paramLabel = "URL",
      descriptionKey = "baseURL")
  private @Nullable String baseUrl;

  /** Returns the base URL of {@code -u}; empty if it is not given. */
  public Optional<String> baseUrl() {
    return Optional.ofNullable(baseUrl);
  }

  /** Returns the configuration; empty if neither an option nor a variable gives one. */
  public Optional<Configuration> find(Terminal terminal) {
    return find(terminal, System.getenv());
  }

  Optional<Configuration> find(Terminal terminal, Map<String, String> environment) {
    Secrets secrets = new Secrets(terminal);
    Configuration file = null;
    Map<String, Object> entries = new LinkedHashMap<>();
    for (String one : given) {
      int mark = one.indexOf('=');
      if (mark > 0) {
        add(entries, one.substring(0, mark), one.substring(mark + 1), secrets);
      } else if (file == null) {
        file = Configuration.read(Path.of(one));
      } else {
        throw new IllegalArgumentException(
            "`-c` names two files, '" + file.origin() + "' and '" + one + "'. Pass one.");
      }
    }
    if (baseUrl != null) {
      entries.put("baseURL", baseUrl);
    }
    if (file == null && given.isEmpty()) {
      file = ofEnvironment(environment).orElse(null);
    }
    if (file != null) {
      return Optional.of(file.with(entries));
    }
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(Configuration.of(entries, "the command line"));
  }

  /**
   * Returns the configuration.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Configuration require(Terminal terminal) {
    return find(terminal)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No configuration. Pass `-c wxpay.json`, or `-c mchid=… -c serial=… -c"
                        + " privateKey=FILE -c certs.ID=FILE`, or set WXPAY_CONFIG; `wxpay sandbox`"
                        + " writes a file to try it."));
  }

  private static Optional<Configuration> ofEnvironment(Map<String, String> environment) {
    String file = environment.getOrDefault("WXPAY_CONFIG", "");
    if (!file.isEmpty()) {
      return Optional.of(Configuration.read(Path.of(file)));
    }
    Map<String, Object> entries = Wxpay.dictionary(environment);
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(Configuration.of(entries, "the variables WXPAY_…"));
  }

  /** Adds an entry; dots in its name separate those of nested objects. */
  private static void add(Map<String, Object> entries, String name, String value, Secrets secrets) {
    UnaryOperator<String> read =
        SECRETS.contains(name) ? text -> secrets.read("-c " + name, text) : secrets::notKey;
    String[] path = name.split("[.]", 2);
    if (path.length == 1) {
      entries.put(name, read.apply(value));
      return;
    }
    @SuppressWarnings("unchecked") // this method alone puts maps into it
    Map<String, Object> nested =
        (Map<String, Object>) entries.computeIfAbsent(path[0], key -> new LinkedHashMap<>());
    nested.put(path[1], read.apply(value));
  }
}
