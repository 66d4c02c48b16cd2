package io.github.wxpay;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.internal.keys.KeySource;
import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.ConfigText;
import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.SerialNumber;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Table of the entries of a configuration: names, environment variables, when each is required, and
 * how it is read into a builder. Entries are read in the order of the table, which is the
 * original's order of checks.
 */
final class ConfigEntries {
  private static final List<Entry> ALL =
      List.of(
          new Entry("mchid", "WXPAY_MCHID", (e, value) -> e.builder.mchid((String) value))
              .accepting("the merchant's number, as text", String.class::isInstance)
              .required(ConfigEntries::needsMchid),
          new Entry("serial", "WXPAY_SERIAL", (e, value) -> e.builder.serial((String) value))
              .accepting(
                  "the serial of the merchant's certificate, as text", String.class::isInstance)
              .required(ConfigEntries::signs),
          new Entry("privateKey", "WXPAY_PRIVATE_KEY", ConfigEntries::privateKey)
              .accepting(
                  "the merchant's private key (PEM text, a path, or a key)", ConfigEntries::isKey)
              .required(ConfigEntries::signs),
          new Entry("passphrase", "WXPAY_PASSPHRASE", (e, value) -> {}), // read by privateKey
          new Entry("certs", "WXPAY_CERTS", ConfigEntries::certs)
              .accepting("the platform's keys or certificates by their ids", Map.class::isInstance)
              .required(ConfigEntries::needsCerts),
          new Entry("secret", "WXPAY_SECRET", (e, value) -> e.builder.secret(text(value)))
              .accepting("a text", ConfigEntries::isText),
          new Entry("apiV3Key", "WXPAY_API_V3_KEY", (e, value) -> e.builder.apiV3Key(text(value)))
              .accepting("a text", ConfigEntries::isText),
          new Entry("baseURL", "WXPAY_BASE_URL", (e, value) -> e.builder.baseUrl(value + "")),
          new Entry("gateway", "WXPAY_GATEWAY", (e, value) -> e.builder.gateway(value + "")),
          new Entry("backupUrl", "WXPAY_BACKUP_URL", (e, value) -> e.builder.backupUrl(value + "")),
          new Entry(
              "circuitBreaker",
              "WXPAY_CIRCUIT_BREAKER",
              (e, v) -> e.builder.circuitBreaker(Checks.flagOrText("circuitBreaker", v))),
          new Entry(
              "timeout",
              "WXPAY_TIMEOUT",
              (e, v) -> e.builder.timeout(Checks.duration("timeout", v))),
          new Entry(
              "retry", "WXPAY_RETRY", (e, value) -> e.builder.retry(RequestConfig.retry(value))),
          new Entry(
              "maxResponseBytes",
              "WXPAY_MAX_RESPONSE_BYTES",
              (e, v) -> e.builder.maxResponseBytes(Checks.bytes("maxResponseBytes", v))),
          new Entry("headers", "", ConfigEntries::headers),
          new Entry("signType", "", (e, value) -> e.builder.signType(value.toString())),
          new Entry("merchant", "", ConfigEntries::merchant),
          new Entry("brandId", "", (e, value) -> e.builder.brandId(value.toString())));

  private static final List<String> NAMES =
      ALL.stream().map(entry -> entry.name).collect(Collectors.toUnmodifiableList());
  private static final List<String> MERCHANT = List.of("cert", "key", "pfx", "passphrase", "ca");

  private final Map<String, ?> map;
  private final Path folder;
  private final WxpayBuilder builder = new WxpayBuilder(new ClientSettings());

  /**
   * Creates a reader of a dictionary, which is not modified; paths in it are relative to {@code
   * folder}.
   */
  ConfigEntries(Map<String, ?> map, Path folder) {
    this.map = plain(Objects.requireNonNull(map, "dictionary == null"));
    this.folder = folder;
  }

  /** Returns a dictionary with every CharSequence, such as a Groovy GString, as a String. */
  private static Map<String, @Nullable Object> plain(Map<?, ?> map) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>(Names.of(map));
    plain.replaceAll((name, value) -> value instanceof CharSequence ? value.toString() : value);
    return plain;
  }

  /** Returns the dictionary of the variables that are set. */
  static Map<String, Object> ofVariables(Map<String, String> environment) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Entry entry : ALL) {
      String value = environment.getOrDefault(entry.variable, "");
      if (!value.isEmpty()) {
        map.put(entry.name, entry.name.equals("certs") ? pairs(ConfigText.plain(value)) : value);
      }
    }
    return map;
  }

  /** Reads all entries into a builder. */
  WxpayBuilder read() {
    requireKnown("", map.keySet(), NAMES);
    for (Entry entry : ALL) {
      Object value = map.get(entry.name);
      if ((value == null || Map.of().equals(value)) && entry.required.test(this)) {
        throw wrong(entry.name, entry.what, value);
      }
      if (value != null && !isEmpty(value)) {
        if (!entry.accepts.test(value)) {
          throw wrong(entry.name, entry.what, value);
        }
        entry.read.accept(this, value);
      }
    }
    return builder;
  }

  // Conditions under which an entry is required

  private boolean needsMchid() {
    return !map.containsKey("brandId") && (!readsNotificationsOnly() || map.containsKey("secret"));
  }

  private boolean signs() {
    return !isOnlyV2() && !readsNotificationsOnly();
  }

  private boolean needsCerts() {
    return !isOnlyV2() && map.get("apiV3Key") == null; // with it certificates are downloaded
  }

  private boolean isOnlyV2() {
    return map.containsKey("secret")
        && !map.containsKey("serial")
        && !map.containsKey("privateKey")
        && !map.containsKey("certs");
  }

  /** Returns whether the entries can read notifications of APIv3 but cannot sign requests. */
  private boolean readsNotificationsOnly() {
    Object certs = map.get("certs");
    Object apiV3Key = map.get("apiV3Key");
    return !map.containsKey("serial")
        && !map.containsKey("privateKey")
        && apiV3Key != null
        && !isEmpty(apiV3Key)
        && certs instanceof Map
        && !((Map<?, ?>) certs).isEmpty();
  }

  // Readers of entries

  private void privateKey(Object value) {
    Object passphrase = map.get("passphrase");
    builder.signer(
        KeySource.orPath(value, folder), passphrase == null ? null : passphrase.toString());
  }

  private void certs(Object value) {
    Map<String, @Nullable Object> certs = entries("certs", value);
    String serial = builder.settings.serial;
    if (certs.keySet().stream().anyMatch(id -> SerialNumber.same(id, serial))) {
      throw new IllegalArgumentException(
          "`certs` contains the merchant's own serial '"
              + serial
              + "'. Put the platform's certificate or public key there.");
    }
    certs.forEach(
        (id, key) -> {
          if (key != null && !isEmpty(key)) {
            builder.trusted(id, KeySource.orPath(key, folder));
          }
        });
  }

  private void headers(Object value) {
    entries("headers", value)
        .forEach(
            (name, header) -> {
              Objects.requireNonNull(header, () -> "headers." + Printable.name(name) + " == null");
              builder.header(name, header.toString());
            });
  }

  /** Reads {@code cert} and {@code key}, or {@code pfx} and {@code passphrase}, and {@code ca}. */
  private void merchant(Object value) {
    Map<String, @Nullable Object> merchant = entries("merchant", value);
    requireKnown("merchant.", merchant.keySet(), MERCHANT);
    Object ca = merchant.get("ca");
    Object pfx = merchant.get("pfx");
    Object cert = merchant.get("cert");
    Object key = merchant.get("key");
    TlsMaterial tls = builder.settings.tls;
    if (ca != null) {
      tls = KeyLoader.authority(tls, KeySource.orPath(ca, folder));
    }
    if (pfx != null) {
      Object passphrase = merchant.get("passphrase");
      tls =
          KeyLoader.pkcs12(
              tls,
              KeySource.orPath(pfx, folder),
              passphrase == null ? builder.settings.mchid : passphrase.toString());
    } else if (cert != null && key != null) {
      tls = KeyLoader.pair(tls, KeySource.orPath(cert, folder), KeySource.orPath(key, folder));
    } else if (cert != null || key != null) {
      throw new IllegalArgumentException(
          "`merchant` requires both `cert` and `key`, or `pfx`; got only `"
              + (cert != null ? "cert" : "key")
              + "`.");
    }
    builder.connected(tls);
  }

  private static Map<String, Object> pairs(String text) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      int mark = pair.indexOf('=');
      if (mark < 1) {
        throw new IllegalArgumentException(
            "WXPAY_CERTS must be id=path, several separated by ;. One of the parts does not begin"
                + " with id=.");
      }
      pairs.put(pair.substring(0, mark).strip(), pair.substring(mark + 1).strip());
    }
    return pairs;
  }

  private static void requireKnown(String prefix, Set<String> names, List<String> known) {
    for (String name : names) {
      if (!known.contains(Objects.requireNonNull(name, "name == null"))) {
        throw new IllegalArgumentException(
            "The entry `"
                + prefix
                + Printable.name(name)
                + "` is not known."
                + DidYouMean.nearest(name, known)
                + " Known: "
                + known);
      }
    }
  }

  private static boolean isKey(Object value) {
    return value instanceof String
        || value instanceof byte[]
        || value instanceof Path
        || value instanceof Key
        || value instanceof RequestSigner;
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof byte[];
  }

  private static String text(Object value) {
    return value instanceof byte[]
        ? new String((byte[]) value, StandardCharsets.UTF_8)
        : value.toString();
  }

  private static Map<String, @Nullable Object> entries(String name, Object value) {
    if (!(value instanceof Map)
        || !((Map<?, ?>) value).keySet().stream().allMatch(CharSequence.class::isInstance)) {
      throw wrong(name, "a Map with String keys", value);
    }
    return plain((Map<?, ?>) value);
  }

  private static boolean isEmpty(Object value) {
    return "".equals(value) || (value instanceof byte[] && ((byte[]) value).length == 0);
  }

  private static IllegalArgumentException wrong(String name, String what, @Nullable Object value) {
    String found =
        value == null
            ? "it is missing"
            : Map.of().equals(value) ? "it is empty" : "it is " + Printable.type(value);
    return new IllegalArgumentException("`" + name + "` is required: " + what + "; " + found + ".");
  }

  /** One row of the table. */
  private static final class Entry {
    final String name;
    final String variable;
    final BiConsumer<ConfigEntries, Object> read;
    final String what;
    final Predicate<Object> accepts;
    final Predicate<ConfigEntries> required;

    /** Creates an optional entry that accepts any value; {@code variable} may be empty. */
    Entry(String name, String variable, BiConsumer<ConfigEntries, Object> read) {
      this(name, variable, read, "", value -> true, entries -> false);
    }

    private Entry(
        String name,
        String variable,
        BiConsumer<ConfigEntries, Object> read,
        String what,
        Predicate<Object> accepts,
        Predicate<ConfigEntries> required) {
      this.name = name;
      this.variable = variable;
      this.read = read;
      this.what = what;
      this.accepts = accepts;
      this.required = required;
    }

    /** Returns this entry with a condition on its values, which errors describe as {@code what}. */
    Entry accepting(String description, Predicate<Object> test) {
      return new Entry(name, variable, read, description, test, required);
    }

    /** Returns this entry with the condition under which a dictionary must have it. */
    Entry required(Predicate<ConfigEntries> when) {
      return new Entry(name, variable, read, what, accepts, when);
    }
  }
}
