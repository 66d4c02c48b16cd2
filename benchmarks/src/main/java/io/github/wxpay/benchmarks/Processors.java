package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Binds the stub and the clients to different processors with {@code taskset}. Immutable. */
final class Processors {
  private static final String STUB = "0";

  private final String clients;
  private final boolean available;

  /** Creates the binding with the processors of the clients; empty for the last one. */
  Processors(String clients) throws InterruptedException {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    this.clients = clients.isEmpty() ? Integer.toString(last) : clients;
    available = last > 0 && works(STUB) && works(this.clients);
  }

  List<String> ofStub() {
    return prefix(STUB);
  }

  List<String> ofClients() {
    return prefix(clients);
  }

  @Override
  public String toString() {
    return available
        ? "taskset: stub " + STUB + ", clients " + clients
        : "no taskset: stub and clients share the processors";
  }

  private List<String> prefix(String list) {
    return available ? List.of("taskset", "-c", list) : List.of();
  }

  private static boolean works(String list) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", list, "true"));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) { // not installed
      return false;
    }
  }
}
