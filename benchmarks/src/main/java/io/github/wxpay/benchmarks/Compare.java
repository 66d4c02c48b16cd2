package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares warm clients: all of them run at the same time, each in its own process, and take turns
 * in slices of about a second, so that what else the machine does meets all alike. Prints Markdown
 * tables of medians, and of the ratios of the same round to one client.
 */
public final class Compare {
  private final CommandLine options;
  private final Map<String, ChildProcess> clients = new LinkedHashMap<>();
  private final WarmReport report = new WarmReport();

  private Compare(CommandLine options) {
    this.options = options;
  }

  /** Runs the comparison; {@code --help} prints the options. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.println(CommandLine.USAGE);
      return;
    }
    new Compare(new CommandLine(args)).run();
  }

  private void run() throws Exception {
    Processors processors = new Processors(options.text("client-cpus"));
    System.out.println(Machine.describe() + "; " + processors);
    try (Workspace workspace = new Workspace(options.wire(), options.number("latency"));
        Launcher launcher = new Launcher(options, processors, workspace)) {
      ChildProcess stub = launcher.startStub();
      for (String name : options.clients()) {
        launcher.startClient(name).ifPresent(client -> clients.put(name, client));
      }
      warmUp();
      StubCount before = new StubCount(stub.ask("count"));
      measure();
      StubCount after = new StubCount(stub.ask("count"));
      System.out.println(report.tables(options.text("reference")));
      System.out.println(after.since(before));
      after.requireNoneWrong();
    }
  }

  private void warmUp() throws IOException {
    for (int callers : options.callers()) {
      for (String name : clients.keySet()) {
        slice(name, callers, options.number("warmup"));
      }
    }
  }

  private void measure() throws IOException {
    for (int round = 0; round < options.number("rounds"); round++) {
      List<String> order = new ArrayList<>(clients.keySet());
      Collections.rotate(order, -round);
      for (int callers : options.callers()) {
        for (String name : order) {
          report.add(callers, name, slice(name, callers, options.number("slice")));
        }
      }
      System.err.println("round " + (round + 1) + " of " + options.number("rounds"));
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
