package io.github.wxpay.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Medians and quartiles of the figures of rounds. */
final class Statistics {
  private Statistics() {}

  /** Returns the median of a figure as text, or a dash if it is not known. */
  static <T> String median(List<T> rounds, ToDoubleFunction<T> figure, int decimals) {
    return format(quantile(rounds.stream().mapToDouble(figure).toArray(), .5), decimals);
  }

  /** Returns the median and the quartiles of the ratios of the same round to a reference. */
  static <T> String ratio(List<T> rounds, List<T> reference, ToDoubleFunction<T> figure) {
    double[] ratios = new double[rounds.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(reference.get(i));
    }
    return Double.isNaN(ratios[0])
        ? "-"
        : String.format(
            Locale.ROOT,
            "%s (%s-%s)",
            format(quantile(ratios, .5), 2),
            format(quantile(ratios, .25), 2),
            format(quantile(ratios, .75), 2));
  }

  /** Returns the value below which this share of the values is, interpolated between two values. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static String format(double value, int decimals) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
