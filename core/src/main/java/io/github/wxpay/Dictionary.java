package io.github.wxpay;

import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyMaterial;
import io.github.wxpay.internal.trust.KeySource;
import io.github.wxpay.internal.trust.SerialNumber;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the original's dictionary into a builder. The checks come in the original's order. */
final class Dictionary {
  private static final List<String> KEYS =
      List.of(
          "mchid",
          "serial",
          "privateKey",
          "passphrase",
          "certs",
          "secret",
          "apiV3Key",
          "baseURL",
          "timeout",
          "headers",
          "signType",
          "merchant",
          "brandId");

  private static final List<String> MERCHANT = List.of("cert", "key", "pfx", "passphrase", "ca");

  private final Map<String, ?> map;
  private final Path folder;
  private final WxpayBuilder builder = new WxpayBuilder(new ClientSettings());

  private Dictionary(Map<String, ?> map, Path folder) {
    this.map = map;
    this.folder = folder;
  }

  static Wxpay client(Map<String, ?> map, Path folder) {
    ClientSettings settings = new Dictionary(map, folder).read().settings;
    KeyMaterial.requireSecret(settings.secret);
    return new ClientFactory(settings).client();
  }

  private WxpayBuilder read() {
    for (String key : Objects.requireNonNull(map, "dictionary == null").keySet()) {
      if (!KEYS.contains(Objects.requireNonNull(key, "name == null"))) {
        throw new IllegalArgumentException(
            "The entry `"
                + Printable.name(key)
                + "` is not known."
                + DidYouMean.nearest(key, KEYS)
                + " Known: "
                + KEYS);
      }
    }
    boolean onlyV2 =
        map.containsKey("secret")
            && map.keySet().stream().noneMatch(List.of("serial", "privateKey", "certs")::contains);
    boolean notified = isNotified();
    String mchid =
        text(
            "mchid",
            "the merchant's number, as a text",
            !map.containsKey("brandId") && !(notified && !map.containsKey("secret")));
    if (!mchid.isEmpty()) {
      builder.mchid(mchid);
    }
    String serial =
        text("serial", "the serial of the merchant's certificate, as a text", !onlyV2 && !notified);
    if (!serial.isEmpty()) {
      builder.serial(serial);
    }
    if (!onlyV2) {
      if (!notified) {
        privateKey();
      }
      certs(serial);
    }
    given("secret", value -> builder.secret(bytesOrText("secret", value)));
    given("apiV3Key", value -> builder.apiV3Key(bytesOrText("apiV3Key", value)));
    given("baseURL", value -> builder.baseUrl(value.toString()));
    given("brandId", value -> builder.brandId(value.toString()));
    given("signType", value -> builder.signType(value.toString()));
    given("merchant", value -> merchant(entries("merchant", value)));
    given("timeout", value -> builder.timeout(Checks.duration(value)));
    given(
        "headers",
        value ->
            entries("headers", value)
                .forEach(
                    (k, v) ->
                        builder.header(
                            k,
                            Objects.requireNonNull(
                                    v, () -> "headers." + Printable.name(k) + " == null")
                                .toString())));
    return builder;
  }

  /** Whether there is nothing to sign with, but what notifications of APIv3 are read with. */
  private boolean isNotified() {
    Object certs = map.get("certs");
    return !map.containsKey("serial")
        && !map.containsKey("privateKey")
        && map.get("apiV3Key") != null
        && !isEmpty(map.get("apiV3Key"))
        && certs instanceof Map
        && !((Map<?, ?>) certs).isEmpty();
  }

  /** {@code cert} and {@code key}, or {@code pfx} and {@code passphrase}; {@code ca}. */
  private void merchant(Map<String, @Nullable Object> merchant) {
    for (String key : merchant.keySet()) {
      if (!MERCHANT.contains(key)) {
        throw new IllegalArgumentException(
            "The entry `merchant."
                + Printable.name(key)
                + "` is not known."
                + DidYouMean.nearest(key, MERCHANT)
                + " Known: "
                + MERCHANT);
      }
    }
    Object pfx = merchant.get("pfx");
    Object cert = merchant.get("cert");
    Object key = merchant.get("key");
    TlsMaterial tls = builder.settings.tls;
    if (merchant.get("ca") != null) {
      tls = KeyMaterial.authority(tls, path(merchant.get("ca")));
    }
    if (pfx != null) {
      Object passphrase = merchant.get("passphrase");
      tls =
          KeyMaterial.pkcs12(
              tls, path(pfx), passphrase == null ? builder.settings.mchid : passphrase.toString());
    } else if (cert != null && key != null) {
      tls = KeyMaterial.pair(tls, path(cert), path(key));
    } else if (cert != null || key != null) {
      throw new IllegalArgumentException(
          "`merchant` needs both `cert` and `key`, or `pfx`; only `"
              + (cert != null ? "cert" : "key")
              + "` is there.");
    }
    builder.connected(tls);
  }

  private Object path(@Nullable Object thing) {
    return KeySource.orPath(Objects.requireNonNull(thing), folder);
  }

  private void privateKey() {
    Object thing = map.get("privateKey");
    boolean key =
        thing instanceof String
            || thing instanceof byte[]
            || thing instanceof Path
            || thing instanceof java.security.Key
            || thing instanceof RequestSigner;
    if (thing == null || !key) {
      throw missing("privateKey", "the merchant's private key (PEM text, a path, or a key)", thing);
    }
    if (isEmpty(thing)) {
      return;
    }
    String passphrase = map.get("passphrase") == null ? null : map.get("passphrase").toString();
    builder.signer(KeySource.orPath(thing, folder), passphrase);
  }

  private void certs(String serial) {
    Object thing = map.get("certs");
    boolean none = thing == null || Map.of().equals(thing);
    if (none && map.get("apiV3Key") != null) {
      return; // certificates will be downloaded
    }
    if (!(thing instanceof Map) || none) {
      throw missing("certs", "the platform's keys or certificates by their ids", thing);
    }
    Map<String, @Nullable Object> certs = entries("certs", thing);
    if (certs.keySet().stream().anyMatch(id -> SerialNumber.same(id, serial))) {
      throw new IllegalArgumentException(
          "`certs` holds the merchant's own serial '"
              + serial
              + "'. The platform's certificate or public key belongs there.");
    }
    certs.forEach(
        (id, key) -> {
          if (key != null && !isEmpty(key)) {
            builder.trusted(id, KeySource.orPath(key, folder));
          }
        });
  }

  private interface Setting {
    void accept(Object value);
  }

  private void given(String key, Setting setting) {
    Object value = map.get(key);
    if (value != null && !isEmpty(value)) {
      setting.accept(value);
    }
  }

  private String text(String key, String what, boolean required) {
    Object value = map.get(key);
    if (value instanceof String) {
      return (String) value;
    }
    if (value == null && !required) {
      return "";
    }
    throw missing(key, what, value);
  }

  private static IllegalArgumentException missing(String key, String what, @Nullable Object value) {
    String found =
        value == null
            ? "it is missing"
            : Map.of().equals(value) ? "it is empty" : "it is " + Printable.type(value);
    return new IllegalArgumentException("`" + key + "` is required: " + what + "; " + found + ".");
  }

  @SuppressWarnings("unchecked") // names are checked, values may be anything
  private static Map<String, @Nullable Object> entries(String key, Object value) {
    if (!(value instanceof Map)
        || !((Map<?, ?>) value).keySet().stream().allMatch(String.class::isInstance)) {
      throw missing(key, "a Map of texts to values", value);
    }
    return (Map<String, @Nullable Object>) value;
  }

  private static String bytesOrText(String key, Object value) {
    if (value instanceof byte[]) {
      return new String((byte[]) value, StandardCharsets.UTF_8);
    }
    if (value instanceof String) {
      return (String) value;
    }
    throw missing(key, "a text", value);
  }

  private static boolean isEmpty(Object thing) {
    return "".equals(thing) || (thing instanceof byte[] && ((byte[]) thing).length == 0);
  }
}
