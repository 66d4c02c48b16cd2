package io.github.wxpay.benchmarks;

import java.util.List;

/** Compares the client with other clients, after warm-up or at the start of processes. */
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
    String conditions = Machine.describe() + "; " + processors;
    System.out.println(conditions);
    try (Workspace workspace = new Workspace(options);
        Launcher launcher = new Launcher(options, processors, workspace)) {
      Comparison comparison =
          options.cold() ? new ColdRun(options, launcher) : new WarmRun(options, launcher);
      comparison.run();
      conditions += "; " + launcher.versions();
      System.out.println(comparison.tables(Language.ENGLISH) + "\n" + launcher.versions());
      String name = options.text("write");
      for (Language language : name.isEmpty() ? new Language[0] : Language.values()) {
        String text = conditions + ".\n" + comparison.tables(language);
        Page.write(launcher.repository(), language, name, text);
      }
    }
  }
}
