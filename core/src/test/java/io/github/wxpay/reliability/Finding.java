package io.github.wxpay.reliability;

import java.time.Duration;

/** A cell, how its call ended, and how often the server executed its request. Immutable. */
final class Finding {
  final Cell cell;
  final Result result;
  final int executed;

  Finding(Cell cell, Result result, int executed) {
    this.cell = cell;
    this.result = result;
    this.executed = executed;
  }

  /** Returns by how many milliseconds the call ended after its deadline; negative if before. */
  long lateness(Duration deadline) {
    return result.took.minus(deadline).toMillis();
  }

  @Override
  public String toString() {
    return cell + ": executed " + executed + ", " + result + "\n";
  }
}
