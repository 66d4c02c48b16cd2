package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Checks the dates of a certificate. */
final class Validity {
  private static final Duration SOON = Duration.ofDays(30);

  private Validity() {}

  /**
   * Returns the verdict on the dates of a certificate.
   *
   * @param prefix what precedes the dates in the verdict
   * @param advice how to get another certificate
   */
  static Verdict verdict(
      String check, String prefix, X509Certificate certificate, Instant now, String advice) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(now, until);
    if (now.isBefore(from)) {
      return Verdict.failed(
          check,
          prefix + "not valid before " + day(from) + ", and this machine's time is " + now + ".",
          "Correct the clock of this machine.");
    }
    if (!now.isBefore(until)) {
      return Verdict.failed(check, prefix + "expired on " + day(until) + ".", advice);
    }
    String days = left.toDays() + (left.toDays() == 1 ? " day left" : " days left");
    String found = prefix + "valid until " + day(until) + ", " + days;
    return left.compareTo(SOON) < 0
        ? Verdict.warning(check, found + ".", advice)
        : Verdict.ok(check, found);
  }

  private static String day(Instant time) {
    return DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(time);
  }
}
