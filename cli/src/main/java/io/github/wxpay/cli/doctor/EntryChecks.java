package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Checks the configuration as a client, and its entries that are not keys of signatures. */
final class EntryChecks {
  private EntryChecks() {}

  /** Creates the client, which checks what entries require of each other. */
  static List<Verdict> client(Subject subject) {
    String origin = subject.configuration().origin();
    try (Wxpay client = subject.client()) {
      return List.of(
          Verdict.ok(
              "configuration",
              "a client of " + origin + " can be created, " + kind(client, subject)));
    } catch (RuntimeException e) { // the library describes the problem
      return List.of(Verdict.failed("configuration", Failure.text(e), ""));
    }
  }

  private static String kind(Wxpay client, Subject subject) {
    List<String> uses = new ArrayList<>();
    if (subject.signsV3()) {
      uses.add("APIv3");
    } else if (!subject.text("apiV3Key").isEmpty()) {
      uses.add("notifications");
    }
    if (!subject.text("secret").isEmpty()) {
      uses.add("APIv2");
    }
    String who = client.mchid().isEmpty() ? "" : " of merchant " + Shown.id(client.mchid());
    return "for " + String.join(" and ", uses) + who;
  }

  /** Checks that a file with secrets cannot be read by other users of this machine. */
  static List<Verdict> file(Subject subject) {
    return subject
        .configurationFile()
        .flatMap(file -> FileAccess.verdict("configuration file", file))
        .map(List::of)
        .orElseGet(List::of);
  }

  /** Checks the merchant's number and the brand's. */
  static List<Verdict> numbers(Subject subject) {
    List<Verdict> verdicts = new ArrayList<>();
    String mchid = subject.text("mchid");
    String brandId = subject.text("brandId");
    if (mchid.isEmpty() && brandId.isEmpty()) {
      verdicts.add(
          Verdict.skipped("mchid", "not configured; notifications alone do not require it"));
    }
    for (String name : List.of("mchid", "brandId")) {
      String value = subject.text(name);
      if (!value.isEmpty()) {
        verdicts.add(
            value.matches("[0-9]{1,15}")
                ? Verdict.ok(name, value)
                : Verdict.failed(
                    name,
                    Shown.id(value) + ", but it must be digits.",
                    "Copy it from the merchant platform."));
      }
    }
    return verdicts;
  }

  /** Checks the lengths of the APIv3 key and the APIv2 key. */
  static List<Verdict> secrets(Subject subject) {
    return List.of(
        secret(
            subject,
            "apiV3Key",
            "notifications and certificates cannot be decrypted without it",
            key -> Wxpay.builder().apiV3Key(key)),
        secret(
            subject,
            "secret",
            "calls of APIv2 cannot be signed without it",
            EntryChecks::createClientOfV2));
  }

  /** Creates a client of APIv2, which checks the length of its key. */
  private static void createClientOfV2(String secret) {
    Wxpay.of(Map.of("mchid", "0", "secret", secret)).close();
  }

  private static Verdict secret(
      Subject subject, String name, String missing, Consumer<String> setting) {
    String value = subject.text(name);
    if (value.isEmpty()) {
      return Verdict.skipped(name, "not configured; " + missing);
    }
    try {
      setting.accept(value);
    } catch (RuntimeException e) { // the library describes the problem
      return Verdict.failed(name, Failure.text(e), "");
    }
    return Verdict.ok(name, value.getBytes(StandardCharsets.UTF_8).length + " bytes");
  }
}
