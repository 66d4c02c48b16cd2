package io.github.wxpay.cli;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.config.Configuration;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates the clients of commands. Tests give a fixed clock and fixed nonces. */
final class ClientSource {
  /** The source of clients with the system's clock and random nonces. */
  static final ClientSource SYSTEM = new ClientSource(Clock.systemUTC(), null);

  private final Clock clock;
  private final @Nullable Supplier<String> nonce;

  ClientSource(Clock clock, @Nullable Supplier<String> nonce) {
    this.clock = clock;
    this.nonce = nonce;
  }

  /** Returns a new client, to be closed by the caller. */
  Wxpay create(Configuration configuration) {
    Wxpay client = configuration.client();
    // A derived client shares the connections and does not close them, which matters in no test.
    return nonce == null ? client : client.newBuilder().clock(clock).nonce(nonce).build();
  }

  /** Returns the clock that decides which certificates have expired. */
  Clock clock() {
    return clock;
  }
}
