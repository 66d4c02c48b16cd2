package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures a row of a trade bill of 27 columns and about 280 bytes, compared with reading a line.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BillBenchmark extends MicroBenchmark {
  private static final int ROWS = 100_000;
  private static final String HEADING =
      "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
          + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
          + "手续费,费率,订单金额,申请退款金额,费率备注";
  private static final String ROW =
      "`2026-01-01 10:34:56,`wxd678efh567hg6787,`1900000109,`0,`,`4200001234202601011234567890,"
          + "`20260101000000001010,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`NATIVE,`SUCCESS,`CMC_DEBIT,`CNY,"
          + "`1.00,`0.00,`0,`0,`0.00,`0.00,`,`,`Image形象店-深圳腾大-QQ公仔,`store-0042/till-07,"
          + "`0.01000,`0.60%,`1.00,`0.00,`\n";

  private Path file;

  /** Writes the bill. */
  @Setup
  public void write() throws IOException {
    file = Files.createTempFile("wxpay-benchmarks", ".csv");
    String summary =
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
            + "`100000,`100000.00,`0.00,`0.00,`1000.00000,`100000.00,`0.00\n";
    Files.writeString(file, HEADING + "\n" + ROW.repeat(ROWS) + summary);
  }

  /** Deletes the bill. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  /** Reads lines as text, the baseline for the others. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void readLine(Blackhole hole) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        hole.consume(line);
      }
    }
  }

  /** Reads two columns of each row. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void twoColumns(Blackhole hole) {
    try (Bill bill = Bill.of(file);
        Stream<BillRow> rows = bill.rows()) {
      rows.forEach(
          row -> {
            hole.consume(row.get("商户订单号"));
            hole.consume(row.get("应结订单金额"));
          });
    }
  }

  /** Visits each row and reads two columns. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void visitTwoColumns(Blackhole hole) {
    try (Bill bill = Bill.of(file)) {
      bill.forEach(
          row -> {
            hole.consume(row.get("商户订单号"));
            hole.consume(row.get("应结订单金额"));
          });
    }
  }

  /** Visits each row and reads all columns. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void visitAllColumns(Blackhole hole) {
    try (Bill bill = Bill.of(file)) {
      bill.forEach(
          row -> {
            for (int i = 0; i < row.size(); i++) {
              hole.consume(row.get(i));
            }
          });
    }
  }

  /** Reads all columns of each row. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void allColumns(Blackhole hole) {
    try (Bill bill = Bill.of(file);
        Stream<BillRow> rows = bill.rows()) {
      rows.forEach(
          row -> {
            for (int i = 0; i < row.size(); i++) {
              hole.consume(row.get(i));
            }
          });
    }
  }
}
