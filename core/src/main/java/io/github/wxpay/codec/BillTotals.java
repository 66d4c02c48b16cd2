package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of a bill and compares the sums with its summary. Not safe for use by several
 * threads.
 */
final class BillTotals {
  /** The totals of the summary with the columns that they sum up. */
  private static final Map<String, String> SUMS =
      Map.of(
          "应结订单总金额", "应结订单金额",
          "退款总金额", "退款金额",
          "充值券退款总金额", "充值券退款金额",
          "手续费总金额", "手续费",
          "订单总金额", "订单金额",
          "申请退款总金额", "申请退款金额");

  private static final List<String> COUNTS = List.of("总交易单数", "资金流水总笔数");
  private static final String FLOW = "收支类型";
  private static final List<String> FLOWS = List.of("收入", "支出");
  private static final List<String> FLOW_AMOUNTS = List.of("收支金额(元)", "收支金额（元）");

  private final Map<String, Column> columns = new HashMap<>();
  private final int flow;
  private final Map<String, Integer> flowAmounts = new HashMap<>();
  private final Map<String, Flow> flows = new HashMap<>();
  private long rows;

  BillTotals(BillHeading heading) {
    SUMS.forEach(
        (total, name) -> {
          int index = heading.index(name);
          if (index >= 0) {
            columns.put(total, new Column(name, index));
          }
        });
    flow = heading.index(FLOW);
    for (String name : FLOW_AMOUNTS) {
      int index = heading.index(name);
      if (index >= 0) {
        flowAmounts.put(name, index);
      }
    }
  }

  /** Adds a row. */
  void add(BillRow row) {
    rows++;
    for (Column column : columns.values()) {
      if (!row.isEmpty(column.index)) {
        column.sum.add(row, column.name, column.index);
      }
    }
    if (flow >= 0 && flow < row.size()) {
      Flow way = flows.computeIfAbsent(row.get(flow), name -> new Flow());
      way.count++;
      flowAmounts.forEach(
          (name, index) -> {
            if (index < row.size()) {
              way.sum.add(row, name, index);
            }
          });
    }
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /**
   * Compares the sums with a summary; unknown totals are ignored.
   *
   * @throws MalformedException if a total differs, or if none could be compared
   */
  void compare(Map<String, String> summary) {
    int compared = 0;
    for (Map.Entry<String, String> total : summary.entrySet()) {
      BigDecimal own = total(total.getKey());
      if (own != null) {
        if (BillRow.number(total.getKey(), total.getValue()).compareTo(own) != 0) {
          throw new MalformedException(
              "The bill's summary has "
                  + Printable.of(total.getKey(), 64)
                  + " = "
                  + Printable.of(total.getValue(), 64)
                  + ", but the sum of its rows is "
                  + own.toPlainString()
                  + ". It may have been truncated or changed; download it again.");
        }
        compared++;
      }
    }
    if (compared == 0) {
      throw new MalformedException(
          "The bill has no summary with a known total, so it may have been truncated. Download it"
              + " again.");
    }
  }

  private @Nullable BigDecimal total(String name) {
    Column column = columns.get(name);
    if (column != null) {
      return column.sum.total();
    }
    if (COUNTS.contains(name)) {
      return BigDecimal.valueOf(rows);
    }
    if (flow < 0 || name.length() < 2) {
      return null;
    }
    String kind = name.substring(name.length() - 2);
    String way = name.substring(0, name.length() - 2);
    Flow found = FLOWS.contains(way) ? flows.getOrDefault(way, new Flow()) : flows.get(way);
    if (found != null && kind.equals("笔数")) {
      return BigDecimal.valueOf(found.count);
    }
    boolean summed = FLOWS.contains(way) || !flowAmounts.isEmpty();
    return found != null && kind.equals("金额") && summed ? found.sum.total() : null;
  }

  private static final class Column {
    final String name;
    final int index;
    final Sum sum = new Sum();

    Column(String name, int index) {
      this.name = name;
      this.index = index;
    }
  }

  private static final class Flow {
    final Sum sum = new Sum();
    long count;
  }

  /** An exact sum: a long for amounts of usual length, and a BigDecimal for the others. */
  private static final class Sum {
    /** The number of decimals of an amount in the long. */
    private static final int DIGITS = 6;

    private long units;
    private int scale;
    private BigDecimal rest = BigDecimal.ZERO;

    void add(BillRow row, String name, int index) {
      long amount = row.units(index, DIGITS);
      if (amount == BillRow.NOT_PLAIN) {
        rest = rest.add(BillRow.number(name, row.get(index)));
      } else {
        units += amount;
        scale = Math.max(scale, row.scale(index));
      }
      if (Math.abs(units) > Long.MAX_VALUE / 2) {
        rest = rest.add(BigDecimal.valueOf(units, DIGITS));
        units = 0;
      }
    }

    /** Returns the sum with as many decimals as the amount with the most has. */
    BigDecimal total() {
      return rest.add(BigDecimal.valueOf(units, DIGITS)).setScale(Math.max(scale, rest.scale()));
    }
  }
}
