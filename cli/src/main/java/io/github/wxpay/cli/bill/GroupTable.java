package io.github.wxpay.cli.bill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Sums of the rows by the values of one column, as a table with bars. At most 1,000 values have a
 * line of sums; the rows of others are added up together, so that the memory is bounded.
 */
final class GroupTable {
  private static final int MAX_GROUPS = 1_000;
  private static final int MAX_LINES = 20;
  private static final int LONGEST_NAME = 32;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 5;
  private static final String OTHERS = "others";
  private static final String TOTAL = "total";
  private static final String PARTS = "▏▎▍▌▋▊▉";

  private final String title;
  private final boolean byName;
  private final Map<String, Group> groups = new TreeMap<>();
  private final Group others;
  private final int amounts;

  /**
   * Creates a table.
   *
   * @param byName whether all lines are shown, in the order of their names, as for days; otherwise
   *     the largest come first, and the small ones are shown together
   */
  GroupTable(String title, boolean byName, int amounts) {
    this.title = title;
    this.byName = byName;
    this.amounts = amounts;
    this.others = new Group(OTHERS, amounts);
  }

  /** Returns the group of a value. */
  Group group(String value) {
    Group known = groups.get(value);
    if (known != null) {
      return known;
    }
    if (groups.size() == MAX_GROUPS) {
      return others;
    }
    Group group = new Group(value, amounts);
    groups.put(value, group);
    return group;
  }

  int size() {
    return groups.size();
  }

  /**
   * Returns the lines of the table.
   *
   * @param labels the names of the amounts
   * @param width the width of the terminal
   */
  List<String> lines(List<String> labels, int width, UnaryOperator<String> bars) {
    List<Group> shown = shown();
    Group total = new Group(TOTAL, amounts);
    shown.forEach(total::add);
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < amounts; i++) {
      int amount = i;
      if (shown.stream().anyMatch(group -> !group.sums[amount].isZero())) {
        used.add(i);
      }
    }
    List<List<String>> cells = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of(title, "rows"));
    used.forEach(i -> heading.add(labels.get(i)));
    cells.add(heading);
    for (Group group : shown) {
      cells.add(group.cells(used));
    }
    if (shown.size() > 1) {
      cells.add(total.cells(used));
    }
    return drawn(cells, shown, used, width, bars);
  }

  private List<Group> shown() {
    List<Group> all = new ArrayList<>(groups.values());
    Group rest = new Group(OTHERS, amounts);
    rest.add(others);
    if (!byName) {
      all.sort(Comparator.comparing(Group::size).reversed());
      while (all.size() > MAX_LINES) {
        rest.add(all.remove(all.size() - 1));
      }
    }
    if (rest.rows > 0) {
      all.add(rest);
    }
    return all;
  }

  private List<String> drawn(
      List<List<String>> cells,
      List<Group> shown,
      List<Integer> used,
      int width,
      UnaryOperator<String> bars) {
    int columns = cells.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : cells) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(line.get(i)));
      }
    }
    int left = width - 1;
    for (int one : widths) {
      left -= one + 2;
    }
    int bar = Math.min(WIDEST_BAR, left);
    int measured = used.isEmpty() ? -1 : used.get(0);
    BigInteger max = BigInteger.ONE;
    for (Group group : shown) {
      max = max.max(group.measure(measured));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      StringBuilder line = new StringBuilder(TextWidth.padded(cells.get(i).get(0), widths[0]));
      for (int j = 1; j < columns; j++) {
        String cell = cells.get(i).get(j);
        line.append("  ").append(" ".repeat(widths[j] - TextWidth.of(cell))).append(cell);
      }
      boolean ofGroup = i > 0 && i <= shown.size() && bar >= NARROWEST_BAR && shown.size() > 1;
      String drawn = ofGroup ? bar(shown.get(i - 1).measure(measured), max, bar) : "";
      lines.add(drawn.isEmpty() ? line.toString() : line + "  " + bars.apply(drawn));
    }
    return Collections.unmodifiableList(lines);
  }

  /** Returns a bar, in eighths of a character. */
  static String bar(BigInteger value, BigInteger max, int width) {
    int eighths =
        value.multiply(BigInteger.valueOf(width * 8L)).divide(max.max(BigInteger.ONE)).intValue();
    String part = eighths % 8 == 0 ? "" : PARTS.substring(eighths % 8 - 1, eighths % 8);
    return "█".repeat(eighths / 8) + part;
  }

  /** Rows with the same value, and the sums of their amounts. */
  static final class Group {
    private final String name;
    private long rows;
    private final Sum[] sums;

    Group(String name, int amounts) {
      this.name = name;
      this.sums = new Sum[amounts];
      for (int i = 0; i < amounts; i++) {
        sums[i] = new Sum();
      }
    }

    void count() {
      rows++;
    }

    Sum sum(int amount) {
      return sums[amount];
    }

    private void add(Group other) {
      rows += other.rows;
      for (int i = 0; i < sums.length; i++) {
        sums[i].add(other.sums[i]);
      }
    }

    private long size() {
      return rows;
    }

    private BigInteger measure(int amount) {
      BigDecimal value =
          amount < 0 ? BigDecimal.valueOf(rows) : sums[amount].yuan().movePointRight(2).abs();
      return value.toBigInteger();
    }

    private List<String> cells(List<Integer> used) {
      String shown = TextWidth.shortened(name.isEmpty() ? "–" : name, LONGEST_NAME);
      List<String> cells = new ArrayList<>(List.of(shown, Long.toString(rows)));
      used.forEach(i -> cells.add(sums[i].text()));
      return cells;
    }
  }
}
