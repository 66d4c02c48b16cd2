package io.github.wxpay.cli.shell;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;

/**
 * The target of the shell's calls: a client, and the sandbox behind it if there is no
 * configuration.
 */
final class Platform implements AutoCloseable {
  final Wxpay wxpay;
  final @Nullable Sandbox sandbox;
  private final Wxpay owner;

  private Platform(Wxpay owner, @Nullable Sandbox sandbox, LastCall lastCall) {
    this.owner = owner;
    this.sandbox = sandbox;
    this.wxpay = owner.newBuilder().hook(lastCall).listener(lastCall).build();
  }

  /** Creates the client of a configuration, or starts a sandbox with one. */
  static Platform open(@Nullable Configuration configuration, LastCall lastCall) {
    if (configuration != null) {
      return new Platform(configuration.client(), null, lastCall);
    }
    Sandbox sandbox = Sandbox.builder().notifying(true).start();
    return new Platform(Wxpay.of(sandbox.config()), sandbox, lastCall);
  }

  /** Returns the first line that the shell prints. */
  String banner() {
    return sandbox != null
        ? "Sandbox " + sandbox.page() + ", merchant " + wxpay.mchid()
        : "Merchant " + wxpay.mchid() + ". Calls reach the platform and move money.";
  }

  @Override
  public void close() {
    wxpay.close();
    owner.close();
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
