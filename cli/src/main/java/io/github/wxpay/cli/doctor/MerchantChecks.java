package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Verdict;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;

/** Checks the merchant's private key, its certificate, and the entry {@code serial}. */
final class MerchantChecks {
  private static final int BITS = 2048;
  private static final String NO_CERTIFICATE =
      "the configuration does not have the merchant's certificate; pass --certificate"
          + " apiclient_cert.pem";

  private MerchantChecks() {}

  /** Checks that the private key can be read, its length, and who may read its file. */
  static List<Verdict> privateKey(Subject subject) {
    List<Verdict> verdicts = new ArrayList<>();
    Loaded<PrivateKey> key = subject.privateKey();
    if (key.isMissing()) {
      verdicts.add(Verdict.skipped("private key", "not configured; only APIv3 requires it"));
    } else if (key.isPresent()) {
      verdicts.add(key(key.get()));
    } else {
      verdicts.add(Verdict.failed("private key", key.problem(), ""));
    }
    subject
        .privateKeyFile()
        .flatMap(file -> FileAccess.verdict("private key file", file))
        .ifPresent(verdicts::add);
    return verdicts;
  }

  private static Verdict key(PrivateKey key) {
    try {
      var unused = Wxpay.builder().privateKey(key);
    } catch (RuntimeException e) { // the library describes the problem
      return Verdict.failed("private key", Failure.text(e), "");
    }
    boolean usual = !(key instanceof RSAKey) || ((RSAKey) key).getModulus().bitLength() == BITS;
    return usual
        ? Verdict.ok("private key", Shown.key(key))
        : Verdict.warning(
            "private key",
            Shown.key(key) + ", but WeChat Pay uses 2048 bits.",
            "Check that it is apiclient_key.pem.");
  }

  /** Checks that the certificate can be read and belongs to the private key, and its dates. */
  static List<Verdict> certificate(Subject subject) {
    Loaded<CertifiedKey> certificate = subject.certificate();
    if (certificate.isMissing()) {
      return List.of(Verdict.skipped("certificate", NO_CERTIFICATE));
    }
    if (!certificate.isPresent()) {
      return List.of(
          Verdict.failed(
              "certificate", subject.certificateSource() + ": " + certificate.problem(), ""));
    }
    return List.of(pair(subject, certificate.get()), dates(subject, certificate.get()));
  }

  private static Verdict pair(Subject subject, CertifiedKey certificate) {
    String check = "certificate and key";
    Loaded<PrivateKey> key = subject.privateKey();
    String serial = Shown.serial(certificate.certificate());
    if (!key.isPresent()) {
      return Verdict.skipped(check, "there is no private key to compare with");
    }
    if (!KeyPairs.isSameAlgorithm(key.get(), certificate.key())) {
      return Verdict.skipped(
          check,
          subject.certificateSource()
              + " is "
              + Shown.key(certificate.key())
              + " and for TLS, the private key is "
              + Shown.key(key.get()));
    }
    return KeyPairs.isPair(key.get(), certificate.key())
        ? Verdict.ok(check, "the private key is that of certificate " + serial)
        : Verdict.failed(
            check,
            "the private key does not belong to certificate " + serial + ".",
            "Use apiclient_key.pem and apiclient_cert.pem of one download.");
  }

  private static Verdict dates(Subject subject, CertifiedKey certificate) {
    return Validity.verdict(
        "certificate dates",
        "",
        certificate.certificate(),
        subject.clock().instant(),
        "Apply for a new one on the merchant platform, and change `serial` and `privateKey`"
            + " together.");
  }

  /** Checks the form of {@code serial}, and that it is the certificate's. */
  static List<Verdict> serial(Subject subject) {
    String serial = subject.text("serial");
    if (serial.isEmpty()) {
      return List.of(Verdict.skipped("serial", "not configured; only APIv3 requires it"));
    }
    if (!Shown.isSerial(serial)) {
      return List.of(
          Verdict.failed(
              "serial",
              "a text of " + serial.length() + " characters, not hexadecimal digits.",
              "Copy the serial number of the merchant's certificate from the merchant platform."));
    }
    if (!subject.certificate().isPresent()) {
      return List.of(Verdict.skipped("serial", NO_CERTIFICATE));
    }
    CertifiedKey certified = subject.certificate().get();
    if (subject.privateKey().isPresent()
        && !KeyPairs.isSameAlgorithm(subject.privateKey().get(), certified.key())) {
      return List.of(
          Verdict.skipped("serial", subject.certificateSource() + " is another certificate"));
    }
    X509Certificate certificate = certified.certificate();
    String own = Shown.serial(certificate);
    return List.of(
        Shown.isSerialOf(serial, certificate)
            ? Verdict.ok("serial", own + ", that of the certificate")
            : Verdict.failed(
                "serial",
                Shown.id(serial) + ", but the certificate has " + own + ".",
                "Set `serial` to the latter if the private key belongs to that certificate."));
  }
}
