package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Verdict;
import java.util.List;

/** One check, or several of the same matter. Changes nothing. */
@FunctionalInterface
interface Check {
  /** Returns the verdicts in the order of the output; empty if there is nothing to check. */
  List<Verdict> run(Subject subject);
}
