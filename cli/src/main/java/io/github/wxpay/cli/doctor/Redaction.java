package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.terminal.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes the secrets of a configuration from texts. Messages of the library show IDs and numbers,
 * and a secret may have been copied into the entry of one. Immutable.
 */
public final class Redaction {
  private static final int SHORTEST = 8;

  private final List<String> hidden;

  private Redaction(List<String> hidden) {
    this.hidden = hidden;
  }

  /** Returns the redaction of the secrets of a configuration. */
  static Redaction of(Subject subject) {
    return of(subject.configuration());
  }

  /** Returns the redaction of the secrets of a configuration. */
  public static Redaction of(Configuration configuration) {
    Map<String, Object> entries = configuration.entries();
    Set<String> hidden = new LinkedHashSet<>();
    for (String name : List.of("secret", "apiV3Key", "passphrase")) {
      hidden.add(text(entries, name));
    }
    if (entries.get("merchant") instanceof Map) {
      hidden.add(text((Map<?, ?>) entries.get("merchant"), "passphrase"));
    }
    hidden.remove(text(entries, "mchid")); // the usual passphrase of a PKCS#12 file
    for (String name : List.of("mchid", "brandId", "serial")) {
      addUnlessId(hidden, text(entries, name));
    }
    if (entries.get("certs") instanceof Map) {
      ((Map<?, ?>) entries.get("certs"))
          .keySet()
          .forEach(id -> addUnlessId(hidden, String.valueOf(id)));
    }
    hidden.removeIf(text -> text.length() < SHORTEST);
    List<String> longestFirst = new ArrayList<>(hidden);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return new Redaction(List.copyOf(longestFirst));
  }

  private static String text(Map<?, ?> entries, String name) {
    Object value = entries.get(name);
    return value == null ? "" : value.toString();
  }

  private static void addUnlessId(Set<String> hidden, String text) {
    if (!Shown.id(text).equals(text)) {
      hidden.add(text);
    }
  }

  /** Returns a verdict without the secrets. */
  public Verdict of(Verdict verdict) {
    return verdict.withTexts(this::redacted);
  }

  /** Returns a text without the secrets. */
  public String redacted(String text) {
    String redacted = text;
    for (String secret : hidden) {
      redacted = redacted.replace(secret, "<redacted>");
    }
    return redacted;
  }
}
