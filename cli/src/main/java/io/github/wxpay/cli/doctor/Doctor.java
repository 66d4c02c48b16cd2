package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs the checks in a fixed order. */
public final class Doctor {
  private static final List<Check> OFFLINE =
      List.of(
          EntryChecks::client,
          EntryChecks::file,
          EntryChecks::numbers,
          MerchantChecks::privateKey,
          MerchantChecks::certificate,
          MerchantChecks::serial,
          PlatformChecks::keys,
          EntryChecks::secrets,
          RuntimeChecks::bouncyCastle);
  private static final List<Check> ONLINE = List.of(HostChecks::hosts, SignedCallChecks::call);

  private final Consumer<Verdict> output;

  /** Creates a doctor that passes on each verdict as soon as it is known. */
  public Doctor(Consumer<Verdict> output) {
    this.output = output;
  }

  /** Checks Java and the libraries, which requires no configuration. */
  public List<Verdict> examineRuntime() {
    return report(
        List.of(
            RuntimeChecks.wxpay(),
            RuntimeChecks.java(),
            RuntimeChecks.properties(),
            RuntimeChecks.jackson()));
  }

  /** Checks a configuration without using the network. */
  public List<Verdict> examineOffline(Subject subject) {
    return run(OFFLINE, subject);
  }

  /** Checks the hosts and the clock, and makes a signed call that changes nothing. */
  public List<Verdict> examineOnline(Subject subject) {
    return run(ONLINE, subject);
  }

  /** Reports a configuration that cannot be read. */
  public List<Verdict> reportUnreadable(String problem) {
    return report(List.of(Verdict.failed("configuration", problem, "")));
  }

  private List<Verdict> run(List<Check> checks, Subject subject) {
    Redaction redaction = Redaction.of(subject);
    List<Verdict> verdicts = new ArrayList<>();
    for (Check check : checks) {
      verdicts.addAll(
          report(check.run(subject).stream().map(redaction::of).collect(Collectors.toList())));
    }
    return verdicts;
  }

  private List<Verdict> report(List<Verdict> verdicts) {
    verdicts.forEach(output);
    return verdicts;
  }
}
