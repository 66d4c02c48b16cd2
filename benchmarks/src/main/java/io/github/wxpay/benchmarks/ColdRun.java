package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the time from the start of a process to its first verified response. Each client starts
 * once per round and variant, in turn.
 */
final class ColdRun implements Comparison {
  private final CommandLine options;
  private final Launcher launcher;
  private final ColdReport report = new ColdReport();
  private final Map<Variant, List<String>> clients = new EnumMap<>(Variant.class);

  /** The ways of starting. */
  enum Variant {
    PLAIN("HTTP"),
    TLS("TLS"),
    APP_CDS("HTTP, with an AppCDS archive");

    private final String title;

    Variant(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  ColdRun(CommandLine options, Launcher launcher) {
    this.options = options;
    this.launcher = launcher;
  }

  @Override
  public void run() throws IOException {
    ChildProcess stub = launcher.startStub();
    launcher.startTlsStub();
    List<String> able = new ArrayList<>();
    for (String name : options.clients()) {
      if (launcher.canStart(name)) {
        able.add(name);
      }
    }
    for (Variant variant : Variant.values()) {
      List<String> started = new ArrayList<>();
      for (String name : able) {
        if (variant != Variant.APP_CDS || launcher.makeArchive(name)) {
          started.add(name);
          report.classes(variant, name, launcher.countClasses(name, variant));
        }
      }
      clients.put(variant, started);
    }
    measure();
    new StubCount(stub.ask("count")).requireNoneWrong();
  }

  @Override
  public String tables(Language language) {
    return report.tables(options.text("reference"), language);
  }

  private void measure() throws IOException {
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<Variant, List<String>> entry : clients.entrySet()) {
        List<String> order = new ArrayList<>(entry.getValue());
        Collections.rotate(order, -round);
        for (String name : order) {
          report.add(entry.getKey(), name, launcher.firstCall(name, entry.getKey()));
        }
      }
      System.err.println("round " + (round + 1) + " of " + options.rounds());
    }
  }
}
