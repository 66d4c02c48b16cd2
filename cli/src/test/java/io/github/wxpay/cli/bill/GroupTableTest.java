package io.github.wxpay.cli.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GroupTableTest {
  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }

  @Test
  void drawsBarsInEighths() {
    assertThat(GroupTable.bar(number(0), number(8), 1)).isEmpty();
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= 9; i++) {
      all.append(GroupTable.bar(number(i), number(16), 2)).append('|');
    }
    assertThat(all.toString()).isEqualTo("▏|▎|▍|▌|▋|▊|▉|█|█▏|");
    BigInteger large = BigInteger.TEN.pow(40);
    assertThat(GroupTable.bar(large, large, 3)).isEqualTo("███");
  }

  @Test
  void keepsMemoryBoundedAndShowsRestTogether() {
    GroupTable table = new GroupTable("type", false, 1);
    for (int i = 0; i < 5_000; i++) {
      GroupTable.Group group = table.group("T" + i);
      group.count();
      group.sum(0).add(i);
    }
    List<String> lines = table.lines(List.of("amount"), 80, UnaryOperator.identity());

    assertThat(table.size()).isEqualTo(1_000);
    assertThat(lines).hasSize(1 + 20 + 1 + 1);
    assertThat(lines.get(21)).startsWith("others  4980");
    assertThat(lines.get(22)).contains("5000").contains("124975.00");
  }

  @Test
  void alignsColumnsAndFitsTheWidth() {
    GroupTable table = new GroupTable("交易状态", false, 2);
    for (String name : List.of("SUCCESS", "转入退款", "")) {
      table.group(name).count();
      table.group(name).sum(0).add(1_234_500);
    }
    for (int width : new int[] {20, 40, 60, 200}) {
      List<String> lines = table.lines(List.of("退款金额", "手续费"), width, UnaryOperator.identity());
      assertThat(lines.stream().map(line -> TextWidth.of(line.replaceAll(" *█*$", ""))).distinct())
          .as("%s", lines)
          .hasSize(1);
      assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain("手续费"));
      assertThat(lines)
          .allSatisfy(
              line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(Math.max(width, 40)));
    }
  }

  @Test
  void addsAmountsExactly() {
    Sum sum = new Sum();
    for (int i = 0; i < 20; i++) {
      sum.add(Long.MAX_VALUE);
    }
    sum.add(new BigDecimal("0.00500"));
    assertThat(sum.yuan())
        .isEqualByComparingTo(
            new BigDecimal(BigInteger.valueOf(Long.MAX_VALUE).multiply(number(20)), 2)
                .add(new BigDecimal("0.005")));
    Sum cents = new Sum();
    for (int i = 0; i < 10; i++) {
      cents.add(10);
    }
    assertThat(cents.text()).isEqualTo("1.00");
  }

  @Test
  void readsDays() {
    assertThat(BillDays.of("2026-01-31").orElseThrow()).hasSize(1);
    assertThat(BillDays.of("2026-02-27..2026-03-02").orElseThrow())
        .hasToString("[2026-02-27, 2026-02-28, 2026-03-01, 2026-03-02]");
    assertThat(BillDays.of("bill.csv")).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> BillDays.of("2026-02-30"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BillDays.of("2026-02-02..2026-02-01"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BillDays.of("2024-01-01..2026-02-01"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsProgressOnOneLineAtMostTenTimesASecond() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong nanos = new AtomicLong();
    ProgressLine line =
        new ProgressLine(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), "2026-01-01", nanos::get);
    line.moved(500, -1);
    line.moved(600, -1);
    nanos.set(1_000_000_000);
    line.moved(2_500_000, 10_000_000);
    line.moved(10_000_000, 10_000_000);
    line.end();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith(
            "\r2026-01-01  500 B"
                + "\r2026-01-01  2.5 MB  25%  2.5 MB/s"
                + "\r2026-01-01  10.0 MB  100%  10.0 MB/s")
        .endsWith(" \r")
        .doesNotContain("\n", "600");
  }
}
