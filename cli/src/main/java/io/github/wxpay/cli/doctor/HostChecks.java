package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.crypto.Rsa;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that the hosts can be reached, and the clock of this machine. Sends no signature. */
final class HostChecks {
  static final String MAIN = "https://api.mch.weixin.qq.com/";
  static final String BACKUP = "https://api2.wechatpay.cn/";

  private static final long NOTICED_SECONDS = 5;

  /** The platform and the library refuse messages whose times differ by more. */
  private static final long REFUSED_SECONDS = 300;

  private HostChecks() {}

  /** Checks the host of requests, the clock by its time, and the backup host. */
  static List<Verdict> hosts(Subject subject) {
    String gateway = subject.text("gateway");
    String base = subject.text("baseURL").isEmpty() ? MAIN : subject.text("baseURL");
    String backup = subject.text("backupUrl");
    Probe main = probe(gateway.isEmpty() ? base : gateway, subject);
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        reached(gateway.isEmpty() ? "host" : "gateway", gateway.isEmpty() ? base : gateway, main));
    verdicts.add(clock(main, subject.clock().instant()));
    if (!gateway.isEmpty()) {
      return verdicts;
    }
    if (!backup.isEmpty()) {
      verdicts.add(reached("backup host", backup, probe(backup, subject)));
    } else if (base.equals(MAIN)) {
      verdicts.add(unused(probe(BACKUP, subject)));
    } else {
      verdicts.add(Verdict.skipped("backup host", "`backupUrl` is not configured"));
    }
    return verdicts;
  }

  private static Verdict reached(String check, String url, Probe probe) {
    return probe.isReached()
        ? Verdict.ok(check, host(url) + " responds in " + probe.duration().toMillis() + " ms")
        : Verdict.failed(check, probe.problem(), "");
  }

  /** Returns the verdict on the platform's backup host, which the configuration does not use. */
  private static Verdict unused(Probe probe) {
    Verdict verdict = reached("backup host", BACKUP, probe);
    return probe.isReached()
        ? Verdict.ok(verdict.check(), verdict.found() + "; `backupUrl` does not name it yet")
        : Verdict.warning(
            verdict.check(), verdict.found(), "It is not used, since `backupUrl` is not set.");
  }

  private static String host(String url) {
    return URI.create(url).getAuthority();
  }

  static Verdict clock(Probe probe, Instant now) {
    if (probe.date().isEmpty()) {
      return Verdict.skipped("clock", "no response has the time of the platform");
    }
    // The header has seconds only, so the time is half a second later on average.
    Duration difference = Duration.between(probe.date().get().plusMillis(500), now);
    long seconds = difference.abs().toSeconds();
    String found =
        seconds == 0
            ? "agrees with the platform's to the second"
            : seconds
                + " s "
                + (difference.isNegative() ? "behind" : "ahead of")
                + " the platform's";
    String advice = "Synchronise the clock of this machine (NTP).";
    if (seconds > REFUSED_SECONDS) {
      return Verdict.failed("clock", found + "; more than 300 s are refused.", advice);
    }
    return seconds >= NOTICED_SECONDS
        ? Verdict.warning("clock", found + ".", advice)
        : Verdict.ok("clock", found);
  }

  private static Probe probe(String url, Subject subject) {
    try {
      var unused = Wxpay.builder().baseUrl(url);
      return subject.network().probe(URI.create(url), headers(subject), authority(subject));
    } catch (RuntimeException e) { // the library describes the problem of a URL or a header
      return Probe.failed(Failure.text(e));
    }
  }

  private static Map<String, String> headers(Subject subject) {
    Map<String, String> headers = new LinkedHashMap<>();
    Object given = subject.configuration().entries().get("headers");
    if (given instanceof Map) {
      ((Map<?, ?>) given)
          .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    }
    return headers;
  }

  private static @Nullable X509Certificate authority(Subject subject) {
    return subject.merchant("ca").map(ca -> Rsa.certificate(KeyText.of(ca).text())).orElse(null);
  }
}
