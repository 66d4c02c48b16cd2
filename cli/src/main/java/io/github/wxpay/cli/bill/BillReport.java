package io.github.wxpay.cli.bill;

import io.github.wxpay.cli.bill.GroupTable.Group;
import io.github.wxpay.codec.BillRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Totals of bills by day and by the columns that classify rows, such as 交易状态. Amounts are computed
 * in fen. Not safe for use by several threads.
 */
public final class BillReport {
  private static final String DAY = "day";
  private static final List<String> TYPES = List.of("交易状态", "交易类型", "收支类型", "业务类型");
  private static final List<String> AMOUNTS = List.of("应结订单金额", "退款金额", "手续费");
  private static final List<String> FLOW_AMOUNTS = List.of("收支金额(元)", "收支金额（元）");
  private static final String FLOW = "收支类型";
  private static final List<String> FLOWS = List.of("收入", "支出");
  private static final List<String> LABELS = new ArrayList<>(AMOUNTS);

  static {
    LABELS.addAll(FLOWS);
  }

  private final GroupTable days = new GroupTable(DAY, true, LABELS.size());
  private final Map<String, GroupTable> types = new LinkedHashMap<>();
  private long rows;

  /** Returns a consumer of the rows of one bill, each of which is valid for the call only. */
  public Consumer<BillRow> rowsOf(List<String> names) {
    int time = -1;
    for (int i = names.size() - 1; i >= 0; i--) {
      time = names.get(i).endsWith("时间") ? i : time;
    }
    int[] columns = TYPES.stream().filter(names::contains).mapToInt(names::indexOf).toArray();
    GroupTable[] tables =
        Arrays.stream(columns)
            .mapToObj(
                i ->
                    types.computeIfAbsent(
                        names.get(i), name -> new GroupTable(name, false, LABELS.size())))
            .toArray(GroupTable[]::new);
    List<Amount> amounts = amounts(names);
    int day = time;
    return row -> {
      rows++;
      add(row, days.group(day < 0 ? "" : day(row.get(day))), amounts);
      for (int i = 0; i < columns.length; i++) {
        add(row, tables[i].group(row.get(columns[i])), amounts);
      }
    };
  }

  private static String day(String time) {
    return time.length() > 10 ? time.substring(0, 10) : time;
  }

  private static void add(BillRow row, Group group, List<Amount> amounts) {
    group.count();
    for (Amount amount : amounts) {
      amount.addTo(group, row);
    }
  }

  private static List<Amount> amounts(List<String> names) {
    List<Amount> amounts = new ArrayList<>();
    for (String name : AMOUNTS) {
      if (names.contains(name)) {
        amounts.add(new Amount(LABELS.indexOf(name), name, -1, ""));
      }
    }
    for (String name : FLOW_AMOUNTS) {
      for (String flow : names.contains(name) && names.contains(FLOW) ? FLOWS : List.<String>of()) {
        amounts.add(new Amount(LABELS.indexOf(flow), name, names.indexOf(FLOW), flow));
      }
    }
    return amounts;
  }

  /** Returns the number of rows so far. */
  public long rows() {
    return rows;
  }

  /**
   * Returns the tables.
   *
   * @param width the width of the terminal
   * @param titles styles the first line of a table
   * @param bars styles a bar
   */
  public List<String> lines(int width, UnaryOperator<String> titles, UnaryOperator<String> bars) {
    List<String> lines = new ArrayList<>();
    List<GroupTable> tables = new ArrayList<>(List.of(days));
    tables.addAll(types.values());
    for (GroupTable table : tables) {
      if (table.size() > 0) {
        List<String> drawn = new ArrayList<>(table.lines(LABELS, width, bars));
        drawn.set(0, titles.apply(drawn.get(0)));
        lines.add("");
        lines.addAll(drawn);
      }
    }
    return lines;
  }

  /** An amount of a row, which may count for one direction of a flow only. */
  private static final class Amount {
    private final int index;
    private final Sum.Reader reader;
    private final int flow;
    private final String wanted;

    Amount(int index, String name, int flow, String wanted) {
      this.index = index;
      this.reader = new Sum.Reader(name);
      this.flow = flow;
      this.wanted = wanted;
    }

    void addTo(Group group, BillRow row) {
      if (flow < 0 || row.get(flow).equals(wanted)) {
        reader.addTo(group.sum(index), row);
      }
    }
  }
}
