package io.github.wxpay.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.testing.AllocatedBytes;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bytes that reading a row allocates: counted, not timed, and the same on every machine. */
class BillAllocationTest {
  private static final int ROWS = 20_000;
  private static final String ROW =
      "`2026-01-01 10:00:00,`wx8888888888888888,`1900000109,`0,`,`4200001652145616100000000000,"
          + "`202601011210000000k4ss,`oUpF8uMuAJO_M2pxb1Q9zNj15750,`JSAPI,`SUCCESS,`OTHERS,`CNY,"
          + "`47.15,`0.00,`0,`0,`0.00,`0.00,`,`,`会员充值-月卡,`attach,`0.01000,`1.00%,`47.15,`0.00,`\r\n";
  private static final Bill BILL =
      Bill.of(
          ("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,应结订单金额,c13,c14,c15,c16,c17,c18,c19,c20,c21,c22,"
                  + "c23,c24,c25,c26\r\n"
                  + ROW.repeat(ROWS)
                  + "总交易单数\r\n`"
                  + ROWS
                  + "\r\n")
              .getBytes(UTF_8));

  @BeforeAll
  static void needsCountsOfTheJvm() {
    AllocatedBytes.assumeCounted();
  }

  @Test
  void visitAllocatesTheTextsAndLittleMore() {
    assertThat(visit(row -> 0)).isLessThan(80);
    assertThat(visit(row -> row.get(6).length() + row.fen("应结订单金额"))).isLessThan(180);
    assertThat(visit(row -> row.get(6).length() + row.get("应结订单金额").length())).isLessThan(240);
    assertThat(visit(BillAllocationTest::allColumns)).isLessThan(1_900);
  }

  @Test
  void streamAllocatesTheLineToo() {
    assertThat(stream(row -> row.get(6).length() + row.get("应结订单金额").length())).isLessThan(800);
    assertThat(stream(BillAllocationTest::allColumns)).isLessThan(2_400);
  }

  @Test
  void checkAndSummaryAllocateNoTexts() {
    assertThat(perRow(BILL::check)).isLessThan(160);
    assertThat(perRow(BILL::summary)).isLessThan(20);
  }

  private static long allColumns(BillRow row) {
    long length = 0;
    for (int i = 0; i < 27; i++) {
      length += row.get(i).length();
    }
    return length;
  }

  private static long visit(ToLongFunction<BillRow> use) {
    long[] sum = {0};
    return perRow(() -> BILL.forEach(row -> sum[0] += use.applyAsLong(row)));
  }

  private static long stream(ToLongFunction<BillRow> use) {
    return perRow(
        () -> {
          try (Stream<BillRow> rows = BILL.rows()) {
            assertThat(rows.mapToLong(use).sum()).isNotNegative();
          }
        });
  }

  private static long perRow(Runnable reading) {
    reading.run(); // loads classes
    long before = AllocatedBytes.ofThisThread();
    reading.run();
    return (AllocatedBytes.ofThisThread() - before) / ROWS;
  }
}
