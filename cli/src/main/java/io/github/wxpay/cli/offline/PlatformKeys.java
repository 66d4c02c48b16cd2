package io.github.wxpay.cli.offline;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.doctor.KeyText;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The platform's keys of a command, by their IDs: those of {@code certs}, or that of an option. */
public final class PlatformKeys {
  private final Map<String, String> texts;

  private PlatformKeys(Map<String, String> texts) {
    this.texts = Collections.unmodifiableMap(texts);
  }

  /**
   * Returns the keys.
   *
   * @param entries the entries of a configuration
   * @param file the key or certificate of an option, which replaces those of the configuration
   * @param id the ID of that key; {@code null} for the serial number of a certificate, or {@code
   *     named}
   * @param named the ID that a message names; empty if there is none
   * @throws IllegalArgumentException if there is no key, or one cannot be used
   */
  public static PlatformKeys of(
      Map<String, Object> entries, @Nullable Path file, @Nullable String id, String named) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (file != null) {
      String text = KeyText.of(file).text();
      String own = id == null ? certificateId(text).orElse(named) : id;
      if (own.isEmpty()) {
        throw new IllegalArgumentException(
            "The file of `--key` is a public key, which does not contain its ID. Pass it with"
                + " `--id PUB_KEY_ID_…`.");
      }
      texts.put(own, text);
    } else if (entries.get("certs") instanceof Map) {
      ((Map<?, ?>) entries.get("certs"))
          .forEach(
              (name, value) -> {
                if (value != null && !value.equals("")) {
                  texts.put(String.valueOf(name), KeyText.of(value).text());
                }
              });
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          "No key of the platform. Pass `--key pub_key.pem`, or `-c wxpay.json` with `certs`.");
    }
    PlatformKeys keys = new PlatformKeys(texts);
    var unused = keys.builder(); // reads them, so that a wrong file is an error of the arguments
    return keys;
  }

  private static Optional<String> certificateId(String text) {
    try {
      return Rsa.labels(text).stream().anyMatch(label -> label.endsWith("CERTIFICATE"))
          ? Optional.of(serial(Rsa.certificate(text)))
          : Optional.empty();
    } catch (CryptoException e) {
      throw unreadable(e);
    }
  }

  private static String serial(X509Certificate certificate) {
    String hex = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return hex.length() % 2 == 0 ? hex : "0" + hex;
  }

  private static IllegalArgumentException unreadable(CryptoException e) {
    return new IllegalArgumentException(
        "The key of the platform cannot be used. " + e.getMessage());
  }

  /** Returns a builder of a client with these keys. */
  WxpayBuilder builder() {
    WxpayBuilder builder = Wxpay.builder();
    try {
      texts.forEach(builder::platformKey);
    } catch (CryptoException e) {
      throw unreadable(e);
    }
    return builder;
  }

  /** Returns the IDs. */
  public List<String> ids() {
    return List.copyOf(texts.keySet());
  }

  /** Returns the key of an ID; empty if there is none. */
  public Optional<PublicKey> key(String id) {
    return Optional.ofNullable(texts.get(id)).map(Rsa::publicKey);
  }

  /** Returns the certificate of an ID; empty if it is a public key, or there is none. */
  Optional<X509Certificate> certificate(String id) {
    return Optional.ofNullable(texts.get(id))
        .filter(text -> certificateId(text).isPresent())
        .map(Rsa::certificate);
  }

  /** Returns the IDs under which the merchant's own key or certificate is configured. */
  List<String> own(@Nullable PrivateKey merchant) {
    return merchant == null
        ? List.of()
        : texts.entrySet().stream()
            .filter(entry -> KeyPairs.isPair(merchant, Rsa.publicKey(entry.getValue())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableList());
  }

  /**
   * Returns the ID of the key with which to encrypt: the given one, the only one, a public key, or
   * the certificate that is valid for longest.
   *
   * @throws IllegalArgumentException if there is no key of the given ID
   */
  public String preferred(@Nullable String id) {
    if (id != null) {
      if (!texts.containsKey(id)) {
        throw new IllegalArgumentException(
            "`--id` must be the ID of a configured key, one of " + ids() + ".");
      }
      return id;
    }
    String preferred = "";
    for (String one : texts.keySet()) {
      Optional<X509Certificate> certificate = certificate(one);
      if (certificate.isEmpty()) {
        return one;
      }
      boolean longer =
          preferred.isEmpty()
              || certificate
                  .get()
                  .getNotAfter()
                  .toInstant()
                  .isAfter(certificate(preferred).orElseThrow().getNotAfter().toInstant());
      preferred = longer ? one : preferred;
    }
    return preferred;
  }
}
