package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares warm clients. All run at the same time, each in a separate process, and take turns in
 * slices of about a second, so that other load on the machine affects all of them equally.
 */
final class WarmRun implements Comparison {
  private final CommandLine options;
  private final Launcher launcher;
  private final Map<String, ChildProcess> clients = new LinkedHashMap<>();
  private final WarmReport report = new WarmReport();

  WarmRun(CommandLine options, Launcher launcher) {
    this.options = options;
    this.launcher = launcher;
  }

  @Override
  public void run() throws IOException {
    ChildProcess stub = launcher.startStub();
    for (String name : options.clients()) {
      launcher.startWorker(name).ifPresent(client -> clients.put(name, client));
    }
    for (int callers : options.callers()) {
      for (String name : clients.keySet()) {
        slice(name, callers, options.number("warmup"));
      }
    }
    StubCount before = new StubCount(stub.ask("count"));
    measure();
    StubCount after = new StubCount(stub.ask("count"));
    after.requireNoneWrong();
    System.out.println(after.since(before));
  }

  @Override
  public String tables(Language language) {
    return report.tables(options.text("reference"), language);
  }

  private void measure() throws IOException {
    for (int round = 0; round < options.rounds(); round++) {
      List<String> order = new ArrayList<>(clients.keySet());
      Collections.rotate(order, -round);
      for (int callers : options.callers()) {
        for (String name : order) {
          report.add(callers, name, slice(name, callers, options.number("slice")));
        }
      }
      System.err.println("round " + (round + 1) + " of " + options.rounds());
    }
  }

  private Sample slice(String name, int callers, int millis) throws IOException {
    ChildProcess client = clients.get(name);
    if (client == null) {
      throw new IllegalArgumentException(name);
    }
    return new Sample(client.ask(callers + " " + millis));
  }
}
