package io.github.wxpay.files;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads one bill in several ways, in turns, and prints each as a ratio to plain {@code readLine} of
 * the same round: medians of the rounds. Not a test, and nothing hangs on it.
 */
final class BillBenchmark {
  private static final int ROUNDS = 9;
  private static final String LINE =
      "`2026-01-01 10:00:00,`wx8888888888888888,`1900000109,`0,`,`4200000000000000000000000001,"
          + "`12177525012014070332333680@@,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`NATIVE,`SUCCESS,"
          + "`OTHERS,`CNY,`1.00,`0.00,`0,`0,`0.00,`0.00,`,`,`tea, green 茶,`attach,`0.01000,`1.00%,"
          + "`1.00,`0.00,`remark\r\n";

  private interface Way {
    long read(Path file) throws IOException;
  }

  private BillBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
    Path file = Files.createTempFile("bill", ".csv");
    try {
      write(file, rows);
      String[] names = {
        "readLine",
        "readLine + split",
        "rows untouched",
        "rows, two columns",
        "rows, all columns",
        "forEach, two columns",
        "forEach, all columns",
        "check"
      };
      Way[] ways = {
        f -> lines(f, false),
        f -> lines(f, true),
        f -> rows(f, 0),
        f -> rows(f, 2),
        f -> rows(f, 27),
        f -> visits(f, 2),
        f -> visits(f, 27),
        f -> Bill.of(f).check()
      };
      double[][] seconds = new double[ways.length][ROUNDS];
      long[] allocated = new long[ways.length];
      for (int round = -2; round < ROUNDS; round++) {
        for (int way = 0; way < ways.length; way++) {
          long before = allocated();
          long start = System.nanoTime();
          ways[way].read(file);
          if (round >= 0) {
            seconds[way][round] = (System.nanoTime() - start) / 1e9;
            allocated[way] = (allocated() - before) / rows;
          }
        }
      }
      double size = Files.size(file) / 1e6;
      for (int way = 0; way < ways.length; way++) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          ratios[round] = seconds[0][round] / seconds[way][round];
        }
        System.out.printf(
            Locale.ROOT,
            "%-20s %7.1f MB/s  %5.2f x readLine  %6d B/row%n",
            names[way],
            size / median(seconds[way]),
            median(ratios),
            allocated[way]);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static long lines(Path file, boolean split) throws IOException {
    long sum = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        sum += split ? line.split(",`", -1).length : line.length();
      }
    }
    return sum;
  }

  private static long rows(Path file, int columns) {
    try (Stream<BillRow> rows = Bill.of(file).rows()) {
      return rows.mapToLong(row -> length(row, columns)).sum();
    }
  }

  private static long visits(Path file, int columns) {
    long[] sum = {0};
    Bill.of(file).forEach(row -> sum[0] += length(row, columns));
    return sum[0];
  }

  private static long length(BillRow row, int columns) {
    long sum = 1;
    for (int i = 0; i < columns; i++) {
      sum += row.get(columns == 2 ? 6 + 6 * i : i).length();
    }
    return sum;
  }

  private static void write(Path file, int rows) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("\uFEFF" + "a,".repeat(26) + "b\r\n");
      for (int i = 0; i < rows; i++) {
        out.write(LINE.replace("@@", "" + (10_000_000 + i)));
      }
      out.write("总交易单数\r\n`" + rows + "\r\n");
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
