package io.github.wxpay.benchmarks.jmh;

/** Fails a benchmark whose result is wrong. */
final class Checks {
  private Checks() {}

  static boolean requireTrue(boolean value) {
    if (!value) {
      throw new IllegalStateException("The benchmark has a wrong result.");
    }
    return true;
  }
}
