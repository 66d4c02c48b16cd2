package io.github.wxpay.benchmarks;

import java.io.IOException;

/** A run that measures several clients in turn. */
interface Comparison {
  /** Runs all rounds. */
  void run() throws IOException;

  /** Returns the results as Markdown tables. */
  String tables(Language language);
}
