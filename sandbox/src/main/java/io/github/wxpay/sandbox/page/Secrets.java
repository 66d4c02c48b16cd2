package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.Sandbox;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects the secrets of a sandbox as they would appear in a text. */
final class Secrets {
  private static final String BOUNDARY = "-----";

  private Secrets() {}

  /** Returns each secret once, private keys as base64 in one line. */
  static List<String> of(Sandbox sandbox) {
    Set<String> secrets = new LinkedHashSet<>();
    Map<String, Object> merchant = sandbox.config(false);
    Object tls = Objects.requireNonNull(merchant.get("merchant"), "merchant");
    secrets.add(text(merchant, "secret"));
    secrets.add(text(merchant, "apiV3Key"));
    secrets.add(sandbox.workwxSecret());
    secrets.add(key(text(merchant, "privateKey")));
    secrets.add(key(text((Map<?, ?>) tls, "key")));
    try {
      secrets.add(key(text(sandbox.brandConfig(), "privateKey")));
    } catch (IllegalStateException e) {
      // With SM2 there are no brands.
    }
    return List.copyOf(secrets);
  }

  private static String text(Map<?, ?> config, String name) {
    return (String) Objects.requireNonNull(config.get(name), name);
  }

  private static String key(String pem) {
    return pem.lines().filter(line -> !line.startsWith(BOUNDARY)).collect(Collectors.joining());
  }
}
