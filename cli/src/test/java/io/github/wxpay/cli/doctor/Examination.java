package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.testing.Fixtures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Examines configurations with the fixtures' clock and without a network, unless one is given. */
public final class Examination {
  /** Fails a test whose offline checks use the network. */
  static final Network NONE =
      (base, headers, authority) -> {
        throw new AssertionError("A check that must be offline uses the network: " + base);
      };

  private Examination() {}

  /** Returns complete entries without a problem, to be changed by a test. */
  public static Map<String, Object> entries() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("mchid", Fixtures.MCHID);
    entries.put("serial", Fixtures.SERIAL);
    entries.put("privateKey", Fixtures.text("apiclient_key.pem"));
    entries.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem")));
    entries.put("secret", Fixtures.SECRET);
    entries.put("apiV3Key", Fixtures.API_V3_KEY);
    entries.put(
        "merchant",
        Map.of(
            "cert", Fixtures.text("apiclient_cert.pem"),
            "key", Fixtures.text("apiclient_key.pem")));
    return entries;
  }

  /** Returns the complete entries with another value of one of them. */
  static Map<String, Object> with(String name, Object value) {
    Map<String, Object> entries = entries();
    entries.put(name, value);
    return entries;
  }

  static Subject subject(Map<String, Object> entries) {
    return Subject.of(Configuration.of(entries, "a test"), null, Fixtures.CLOCK, NONE);
  }

  /** Returns the verdicts of the offline checks by what they check. */
  static Map<String, Verdict> offline(Map<String, Object> entries) {
    return offline(subject(entries));
  }

  static Map<String, Verdict> offline(Subject subject) {
    return byCheck(new Doctor(verdict -> {}).examineOffline(subject));
  }

  /** Returns the verdicts of the online checks of entries, by what they check. */
  static Map<String, Verdict> online(Map<String, Object> entries, Clock clock, Network network) {
    Subject subject = Subject.of(Configuration.of(entries, "a test"), null, clock, network);
    return byCheck(new Doctor(verdict -> {}).examineOnline(subject));
  }

  static Map<String, Verdict> file(Path file, Path certificate) {
    return offline(Subject.of(Configuration.read(file), certificate, Fixtures.CLOCK, NONE));
  }

  private static Map<String, Verdict> byCheck(List<Verdict> verdicts) {
    List<Verdict> all = new ArrayList<>(verdicts);
    return all.stream()
        .collect(Collectors.toMap(Verdict::check, v -> v, (a, b) -> b, LinkedHashMap::new));
  }
}
