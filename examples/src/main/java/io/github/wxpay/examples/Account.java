package io.github.wxpay.examples;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whose orders an example makes: those of a merchant, by a configuration file or {@code WXPAY_*}
 * variables, or, where neither is given, those of a sandbox that it starts.
 */
final class Account implements AutoCloseable {
  /** What an order needs and no client knows. They may be given as arguments, name=value. */
  private static final List<String> ORDER = List.of("appid", "notify_url");

  private final Wxpay wxpay;
  private final Optional<Sandbox> sandbox;
  private final String title;
  private final Map<String, String> order;

  private Account(Wxpay wxpay, Optional<Sandbox> sandbox, String title, Map<String, String> order) {
    this.wxpay = wxpay;
    this.sandbox = sandbox;
    this.title = title;
    this.order = order;
  }

  /**
   * The account of a program's arguments and environment.
   *
   * @param arguments at most one path of a configuration file, and {@code appid=…}, {@code
   *     notify_url=…}
   * @param environment {@code WXPAY_APPID}, {@code WXPAY_NOTIFY_URL}, and what {@link
   *     Wxpay#fromEnvironment} reads
   */
  static Account of(List<String> arguments, Map<String, String> environment) {
    Optional<String> file = Optional.empty();
    Map<String, String> order = new LinkedHashMap<>();
    boolean merchant = false;
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (!variable.getKey().startsWith("WXPAY_") || variable.getValue().isEmpty()) {
        continue;
      }
      String name = variable.getKey().substring("WXPAY_".length()).toLowerCase(Locale.ROOT);
      if (ORDER.contains(name)) {
        order.put(name, variable.getValue());
      } else {
        merchant = true;
      }
    }
    for (String argument : arguments) {
      int mark = argument.indexOf('=');
      if (mark > 0 && ORDER.contains(argument.substring(0, mark))) {
        order.put(argument.substring(0, mark), argument.substring(mark + 1));
      } else if (file.isEmpty() && !argument.contains("=")) {
        file = Optional.of(argument);
      } else {
        throw new IllegalArgumentException(
            "The argument '"
                + argument
                + "' is not known; give [wxpay.json] [name=value]…, of "
                + ORDER);
      }
    }
    String config = file.orElse(environment.getOrDefault("WXPAY_CONFIG", ""));
    if (!config.isEmpty()) {
      return load(Path.of(config), order);
    }
    return merchant ? ofEnvironment(order) : ofSandbox();
  }

  private static Account load(Path file, Map<String, String> order) {
    Wxpay wxpay = Wxpay.load(file);
    return new Account(wxpay, Optional.empty(), "the account of " + file, order);
  }

  private static Account ofEnvironment(Map<String, String> order) {
    Wxpay wxpay = Wxpay.fromEnvironment();
    return new Account(wxpay, Optional.empty(), "the account of WXPAY_*", order);
  }

  private static Account ofSandbox() {
    Sandbox sandbox = Sandbox.start();
    return new Account(
        Wxpay.of(sandbox.config()),
        Optional.of(sandbox),
        "a sandbox at " + sandbox.uri() + " (no account, no network, no money)",
        Map.of("appid", "wxd678efh567hg6787", "notify_url", "https://example.com/wxpay/notify"));
  }

  Wxpay wxpay() {
    return wxpay;
  }

  /** The sandbox, where the account is one of its own. */
  Optional<Sandbox> sandbox() {
    return sandbox;
  }

  /** Whose account this is, in words. */
  String title() {
    return title;
  }

  /** What an order needs beside the merchant: {@code appid} and {@code notify_url}, if given. */
  Map<String, String> order() {
    return order;
  }

  @Override
  public void close() {
    wxpay.close();
    sandbox.ifPresent(Sandbox::close);
  }
}
