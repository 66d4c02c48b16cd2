package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.crypto.Rsa;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the checks examine, with its keys and certificates, each read once and
 * independently of the others. Immutable; it contains secrets and has no {@code toString()}.
 */
public final class Subject {
  private static final String MERCHANT_KEY = "apiclient_key.pem";
  private static final String MERCHANT_CERTIFICATE = "apiclient_cert.pem";

  private final Configuration configuration;
  private final Clock clock;
  private final Network network;
  private final Optional<KeyText> keyText;
  private final Loaded<PrivateKey> privateKey;
  private final String certificateSource;
  private final Loaded<CertifiedKey> certificate;
  private final List<PlatformEntry> platform;

  private Subject(
      Configuration configuration, @Nullable Path certificate, Clock clock, Network network) {
    this.configuration = configuration;
    this.clock = clock;
    this.network = network;
    this.keyText = value(configuration.entries(), "privateKey").map(KeyText::of);
    this.privateKey = keyText.map(this::readKey).orElseGet(Loaded::missing);
    if (certificate != null) {
      this.certificateSource = "--certificate";
      this.certificate = Loaded.of(() -> CertifiedKey.of(KeyText.of(certificate)));
    } else if (merchant("pfx").isPresent()) {
      this.certificateSource = "merchant.pfx";
      this.certificate = Loaded.of(this::readPkcs12);
    } else if (merchant("cert").isPresent()) {
      this.certificateSource = "merchant.cert";
      this.certificate = Loaded.of(() -> CertifiedKey.of(KeyText.of(merchant("cert").get())));
    } else {
      this.certificateSource = MERCHANT_CERTIFICATE;
      this.certificate =
          besideKey()
              .map(file -> Loaded.of(() -> CertifiedKey.of(KeyText.of(file))))
              .orElseGet(Loaded::missing);
    }
    this.platform = platformEntries();
  }

  /**
   * Reads the keys and certificates of a configuration; those that cannot be read are reported by
   * the checks.
   *
   * @param certificate the file of the merchant's certificate; {@code null} for that of the
   *     configuration
   */
  public static Subject of(
      Configuration configuration, @Nullable Path certificate, Clock clock, Network network) {
    return new Subject(configuration, certificate, clock, network);
  }

  private Loaded<PrivateKey> readKey(KeyText key) {
    String passphrase = text("passphrase");
    return Loaded.of(
        () ->
            passphrase.isEmpty()
                ? Rsa.privateKey(key.text())
                : Rsa.privateKey(key.text(), passphrase));
  }

  private CertifiedKey readPkcs12() {
    String passphrase = merchant("passphrase").map(Object::toString).orElseGet(() -> text("mchid"));
    Path file =
        merchant("pfx")
            .flatMap(given -> KeyText.of(given).file())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "`merchant.pfx` is not the path of a file. Pass the certificate with"
                            + " --certificate apiclient_cert.pem."));
    return CertifiedKey.ofPkcs12(file, passphrase);
  }

  /** Returns the certificate of the same download, which has a fixed name. */
  private Optional<Path> besideKey() {
    return keyText
        .flatMap(KeyText::file)
        .filter(file -> String.valueOf(file.getFileName()).equals(MERCHANT_KEY))
        .map(file -> file.resolveSibling(MERCHANT_CERTIFICATE))
        .filter(Files::isRegularFile);
  }

  private List<PlatformEntry> platformEntries() {
    List<PlatformEntry> read = new ArrayList<>();
    Object certs = configuration.entries().get("certs");
    if (certs instanceof Map) {
      ((Map<?, ?>) certs)
          .forEach(
              (id, value) -> {
                if (value != null && !value.equals("")) {
                  read.add(PlatformEntry.of(String.valueOf(id), value));
                }
              });
    }
    return List.copyOf(read);
  }

  /** Returns the configuration. */
  Configuration configuration() {
    return configuration;
  }

  /** Returns the file of the configuration; empty if it does not come from a file. */
  Optional<Path> configurationFile() {
    try {
      return Optional.of(Path.of(configuration.origin())).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Returns the time by which dates are judged. */
  Clock clock() {
    return clock;
  }

  /** Returns the network of the checks that are not offline. */
  Network network() {
    return network;
  }

  /** Returns an entry as text; empty if it is missing. */
  String text(String name) {
    return value(configuration.entries(), name).map(Object::toString).orElse("");
  }

  /** Returns an entry of the object {@code merchant}; empty if it is missing or an empty text. */
  Optional<Object> merchant(String name) {
    Object merchant = configuration.entries().get("merchant");
    return merchant instanceof Map ? value((Map<?, ?>) merchant, name) : Optional.empty();
  }

  private static Optional<Object> value(Map<?, ?> map, String name) {
    return Optional.<Object>ofNullable(map.get(name)).filter(value -> !value.equals(""));
  }

  /** Returns the merchant's private key. */
  Loaded<PrivateKey> privateKey() {
    return privateKey;
  }

  /** Returns the file of the merchant's private key; empty if the entry has the key itself. */
  Optional<Path> privateKeyFile() {
    return keyText.flatMap(KeyText::file);
  }

  /** Returns the merchant's certificate. */
  Loaded<CertifiedKey> certificate() {
    return certificate;
  }

  /** Returns the option, entry or file that has the merchant's certificate. */
  String certificateSource() {
    return certificateSource;
  }

  /** Returns the entries of {@code certs}, in their order. */
  List<PlatformEntry> platform() {
    return platform;
  }

  /** Returns whether there are settings that only requests of APIv3 need. */
  boolean signsV3() {
    return !text("privateKey").isEmpty() || !text("serial").isEmpty();
  }

  /** Returns a new client of the configuration, to be closed by the caller. */
  Wxpay client() {
    return configuration.client();
  }
}
