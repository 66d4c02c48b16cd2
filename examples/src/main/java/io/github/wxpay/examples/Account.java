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
 * The account of an example: that of a merchant, configured by a file or by {@code WXPAY_*}
 * variables, or, if neither is given, that of a sandbox that it starts.
 */
final class Account implements AutoCloseable {
  /** Names of fields that an order needs and a client does not have; arguments may set them. */
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
   * Returns the account for a program's arguments and environment.
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
                + "' is unknown; pass [wxpay.json] [name=value]… with names from "
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

  /** Returns the sandbox; empty if the account is that of a merchant. */
  Optional<Sandbox> sandbox() {
    return sandbox;
  }

  /** Returns a description of the account. */
  String title() {
    return title;
  }

  /** Returns the configured fields for orders: {@code appid} and {@code notify_url}, if given. */
  Map<String, String> order() {
    return order;
  }

  @Override
  public void close() {
    wxpay.close();
    sandbox.ifPresent(Sandbox::close);
  }
}
