package io.github.wxpay.benchmarks.worker;

import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.client.Client;
import io.github.wxpay.benchmarks.client.Clients;
import java.nio.file.Path;

/**
 * Builds a client and makes one call. Arguments: as those of {@link Worker}. Prints how long the
 * call took, in us, and ends with its input.
 */
public final class FirstCall {
  private FirstCall() {}

  /** Runs the call. */
  public static void main(String[] args) throws Exception {
    Client client;
    try {
      client = Clients.create(args[0], new Settings(Path.of(args[1])));
    } catch (UnsupportedOperationException e) {
      System.out.println(Worker.MARK + e.getMessage());
      return;
    }
    long built = System.nanoTime();
    Callers.requireUrl(client.createOrder("20260102000000001010"));
    System.out.println(Worker.MARK + (System.nanoTime() - built) / 1000);
    while (System.in.read() >= 0) {
      // The launcher reads the counters of this process, then it closes the input.
    }
    System.exit(0);
  }
}
