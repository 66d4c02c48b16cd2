package io.github.wxpay.cli.terminal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.cli.terminal.Verdict.Mark;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints verdicts, one on each line, or all of them as JSON. */
public final class VerdictPrinter {
  private final Terminal terminal;

  /** Creates a printer to the results of a terminal. */
  public VerdictPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints one verdict on a line. */
  public void print(Verdict verdict) {
    String mark = String.format(Locale.ROOT, "%-8s", verdict.mark());
    String advice = verdict.advice().isEmpty() ? "" : " " + verdict.advice();
    terminal
        .out()
        .println(
            terminal.styled(style(verdict.mark()), mark)
                + terminal.styled(Style.NAME, verdict.check())
                + ": "
                + oneLine(verdict.found() + advice));
  }

  /** Prints how many verdicts there are of each kind. */
  public void printSummary(List<Verdict> verdicts) {
    terminal
        .out()
        .println(
            Stream.of(Mark.values())
                .map(mark -> mark + " " + count(verdicts, mark))
                .collect(Collectors.joining(", ")));
  }

  /** Prints verdicts as a JSON array. */
  public void printJson(List<Verdict> verdicts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Verdict verdict : verdicts) {
      array
          .addObject()
          .put("mark", verdict.mark().toString())
          .put("check", verdict.check())
          .put("found", verdict.found())
          .put("advice", verdict.advice());
    }
    terminal.out().println(new JsonText(terminal).json(array));
  }

  /** Returns whether one of the checks failed. */
  public static boolean hasFailed(List<Verdict> verdicts) {
    return count(verdicts, Mark.FAILED) > 0;
  }

  private static long count(List<Verdict> verdicts, Mark mark) {
    return verdicts.stream().filter(verdict -> verdict.mark() == mark).count();
  }

  /** Replaces characters that would end the line or act upon the terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+", " ");
  }

  private static Style style(Mark mark) {
    switch (mark) {
      case OK:
        return Style.GOOD;
      case WARNING:
        return Style.WARNING;
      case FAILED:
        return Style.BAD;
      default:
        return Style.FAINT;
    }
  }
}
