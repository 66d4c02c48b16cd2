package io.github.wxpay.benchmarks;

import java.util.List;

/** Compares the client with its peers: warm clients, or the start of processes. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs a comparison and prints its tables; {@code --help} prints the options. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.println(CommandLine.USAGE);
      return;
    }
    CommandLine options = new CommandLine(args);
    Processors processors = new Processors(options.text("client-cpus"));
    System.out.println(Machine.describe() + "; " + processors);
    try (Workspace workspace = new Workspace(options);
        Launcher launcher = new Launcher(options, processors, workspace)) {
      String tables =
          options.cold()
              ? new ColdRun(options, launcher).run()
              : new WarmRun(options, launcher).run();
      System.out.println(tables);
    }
  }
}
