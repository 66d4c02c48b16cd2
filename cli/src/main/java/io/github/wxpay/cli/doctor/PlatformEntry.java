package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Rsa;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** One entry of {@code certs}: an ID with a platform public key or certificate. Immutable. */
final class PlatformEntry {
  private final String id;
  private final Loaded<PublicKey> key;
  private final Optional<CertifiedKey> certified;

  private PlatformEntry(String id, Loaded<PublicKey> key, Optional<CertifiedKey> certified) {
    this.id = id;
    this.key = key;
    this.certified = certified;
  }

  /** Reads an entry. */
  static PlatformEntry of(String id, Object value) {
    String text = KeyText.of(value).text();
    Loaded<List<String>> labels = Loaded.of(() -> Rsa.labels(text));
    boolean certificate =
        labels.isPresent()
            && labels.get().stream().anyMatch(label -> label.endsWith("CERTIFICATE"));
    Loaded<CertifiedKey> certified =
        certificate ? Loaded.of(() -> CertifiedKey.of(KeyText.of(value))) : Loaded.missing();
    Loaded<PublicKey> key =
        Loaded.of(
            () -> {
              // The library checks the kind and length of the key, and the serial number.
              var unused = Wxpay.builder().platformKey(id, text);
              return certified.isPresent() ? certified.get().key() : Rsa.publicKey(text);
            });
    return new PlatformEntry(
        id, key, certified.isPresent() ? Optional.of(certified.get()) : Optional.empty());
  }

  /** Returns the ID, which may have any form. */
  String id() {
    return id;
  }

  /** Returns the key, or why the library refuses it. */
  Loaded<PublicKey> key() {
    return key;
  }

  /** Returns the certificate; empty for a public key, and for a certificate that is not read. */
  Optional<CertifiedKey> certified() {
    return certified;
  }
}
