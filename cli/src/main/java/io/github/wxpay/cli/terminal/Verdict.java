package io.github.wxpay.cli.terminal;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** The result of one check: a mark, what was checked and found, and what to do. Immutable. */
public final class Verdict {
  /** The kinds of results. */
  public enum Mark {
    /** The check found no problem. */
    OK,
    /** Calls succeed, but something needs attention. */
    WARNING,
    /** Calls fail, or will fail. */
    FAILED,
    /** The check was not made, since it does not apply or something is missing. */
    SKIPPED;

    /** Returns the name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Mark mark;
  private final String check;
  private final String found;
  private final String advice;

  private Verdict(Mark mark, String check, String found, String advice) {
    this.mark = mark;
    this.check = check;
    this.found = found;
    this.advice = advice;
  }

  /** Returns a verdict without a problem. */
  public static Verdict ok(String check, String found) {
    return new Verdict(Mark.OK, check, found, "");
  }

  /**
   * Returns a verdict that needs attention.
   *
   * @param advice what to do; empty if {@code found} contains it
   */
  public static Verdict warning(String check, String found, String advice) {
    return new Verdict(Mark.WARNING, check, found, advice);
  }

  /**
   * Returns the verdict of a failed check.
   *
   * @param advice what to do; empty if {@code found} contains it, as messages of the library do
   */
  public static Verdict failed(String check, String found, String advice) {
    return new Verdict(Mark.FAILED, check, found, advice);
  }

  /** Returns the verdict of a check that was not made, with the reason. */
  public static Verdict skipped(String check, String reason) {
    return new Verdict(Mark.SKIPPED, check, reason, "");
  }

  /** Returns this verdict with changed texts. */
  public Verdict withTexts(UnaryOperator<String> change) {
    return new Verdict(mark, change.apply(check), change.apply(found), change.apply(advice));
  }

  /** Returns the kind of result. */
  public Mark mark() {
    return mark;
  }

  /** Returns what was checked. */
  public String check() {
    return check;
  }

  /** Returns what was found. */
  public String found() {
    return found;
  }

  /** Returns what to do; empty if nothing is to be done or {@link #found} contains it. */
  public String advice() {
    return advice;
  }

  /** Returns the mark, the check, the finding and the advice in one line. */
  @Override
  public String toString() {
    return mark + " " + check + ": " + found + (advice.isEmpty() ? "" : " " + advice);
  }
}
