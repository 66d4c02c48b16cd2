package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Verdict;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Checks the platform's keys and certificates in {@code certs}. */
final class PlatformChecks {
  private static final String REPLACE =
      "Use the platform's public key (PUB_KEY_ID_…, pub_key.pem) or its certificate.";

  private PlatformChecks() {}

  /** Checks which kinds of keys there are, and each of them. */
  static List<Verdict> keys(Subject subject) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(kinds(subject));
    subject.platform().forEach(entry -> verdicts.add(key(entry, subject)));
    return verdicts;
  }

  private static Verdict kinds(Subject subject) {
    String check = "platform keys";
    long publicKeys = count(subject, true);
    long certificates = count(subject, false);
    if (publicKeys > 0 && certificates > 0) {
      return Verdict.ok(
          check, "public key and certificates, for the transition from certificates to the key");
    }
    if (publicKeys > 0) {
      return Verdict.ok(check, "public key");
    }
    if (certificates > 0) {
      return Verdict.ok(check, "certificates");
    }
    if (!subject.signsV3()) {
      return Verdict.skipped(check, "not configured; only APIv3 requires them");
    }
    return subject.text("apiV3Key").isEmpty()
        ? Verdict.failed(check, "none, and no `apiV3Key` to download certificates.", REPLACE)
        : Verdict.ok(check, "none; certificates are downloaded when first needed");
  }

  private static long count(Subject subject, boolean publicKey) {
    return subject.platform().stream()
        .filter(entry -> Shown.isPublicKeyId(entry.id()) == publicKey)
        .count();
  }

  private static Verdict key(PlatformEntry entry, Subject subject) {
    boolean publicKey = Shown.isPublicKeyId(entry.id());
    String check = "platform key " + Shown.id(entry.id());
    if (!publicKey && !Shown.isSerial(entry.id())) {
      return Verdict.failed(
          check,
          "the ID is neither PUB_KEY_ID_… nor a serial number.",
          "Copy the ID of the public key from the merchant platform.");
    }
    if (!entry.key().isPresent()) {
      return Verdict.failed(check, entry.key().problem(), "");
    }
    PublicKey key = entry.key().get();
    if (isOwn(entry, key, subject)) {
      return Verdict.failed(check, "the key is the merchant's own.", REPLACE);
    }
    if (entry.certified().isPresent()) {
      return Validity.verdict(
          check,
          "certificate, " + Shown.key(key) + ", ",
          entry.certified().get().certificate(),
          subject.clock().instant(),
          "Download the newer one (`apiV3Key` does it), or use the public key.");
    }
    return publicKey
        ? Verdict.ok(check, "public key, " + Shown.key(key))
        : Verdict.warning(
            check,
            "a public key under a serial number, whose dates cannot be checked.",
            "Use the certificate, or the ID PUB_KEY_ID_… if it is the public key.");
  }

  /** Returns whether a platform key is the merchant's: by the keys, the serial number or name. */
  private static boolean isOwn(PlatformEntry entry, PublicKey key, Subject subject) {
    boolean pair =
        subject.privateKey().isPresent() && KeyPairs.isPair(subject.privateKey().get(), key);
    boolean same =
        subject.certificate().isPresent()
            && Arrays.equals(subject.certificate().get().key().getEncoded(), key.getEncoded());
    String mchid = subject.text("mchid");
    boolean named =
        !mchid.isEmpty()
            && entry
                .certified()
                .map(certified -> certified.certificate().getSubjectX500Principal().getName())
                .map(name -> Stream.of(name.split(",", -1)).anyMatch(("CN=" + mchid)::equals))
                .orElse(false);
    boolean serial =
        entry
            .certified()
            .map(certified -> Shown.isSerialOf(subject.text("serial"), certified.certificate()))
            .orElse(false);
    return pair || same || named || serial;
  }
}
