package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The readers of bills: visited and listed rows are equal, each failure is the documented one, and
 * the values of a bill that was written are read unchanged.
 */
public final class BillTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(BillTarget.class, "bill");

  private static final int SHOWN = 600;

  private BillTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Bill bill = Bill.of(input);
    require(bill.toString().length() < SHOWN, "a short description");
    documented(bill::names, MalformedException.class);
    documented(bill::summary, MalformedException.class);
    Optional<List<BillRow>> listed = documented(() -> listed(bill), MalformedException.class);
    Optional<List<BillRow>> visited = documented(() -> visited(bill), MalformedException.class);
    requireEqual(maps(visited), maps(listed), "visited rows");
    listed.ifPresent(rows -> rows.forEach(BillTarget::requireNumbers));
    Optional<Long> rows = documented(bill::check, MalformedException.class);
    rows.ifPresent(count -> requireEqual((long) listed.orElseThrow().size(), count, "the rows"));
    require(Formatter.castCsvBill(input).size() == 2, "rows and a summary");
    requireValues(input);
  }

  private static List<BillRow> listed(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      return rows.collect(Collectors.toList());
    }
  }

  private static List<BillRow> visited(Bill bill) {
    List<BillRow> rows = new ArrayList<>();
    bill.forEach(row -> rows.add(row.copy()));
    return rows;
  }

  private static Optional<List<Map<String, String>>> maps(Optional<List<BillRow>> rows) {
    return rows.map(list -> list.stream().map(BillRow::map).collect(Collectors.toList()));
  }

  /** An amount in fen is the number in yuan, exactly. */
  private static void requireNumbers(BillRow row) {
    for (String name : row.map().keySet()) {
      if (row.has(name)) {
        documented(() -> row.fen(name), MalformedException.class)
            .ifPresent(
                fen ->
                    require(
                        row.number(name).movePointRight(2).compareTo(new BigDecimal(fen)) == 0,
                        "the fen of " + row.get(name)));
      }
    }
  }

  /** Writes a bill of two rows with the texts of the input as values, and reads it. */
  private static void requireValues(byte[] input) {
    List<String> values = new ArrayList<>();
    for (byte[] part : Property.parts(input, 3)) {
      String text = new String(part, StandardCharsets.UTF_8);
      values.add(text.replaceAll("[\\\\`\r\n\ufffd]", ""));
    }
    while (values.size() < 3) {
      values.add("");
    }
    String row = "`" + String.join(",`", values);
    String text = "a,b,c\r\n" + row + "\r\n" + row + "\r\n总交易单数\r\n`2\r\n";
    Bill bill = Bill.of(text.getBytes(StandardCharsets.UTF_8));
    for (BillRow read : listed(bill)) {
      requireEqual(new ArrayList<>(read.map().values()), values, "the values");
    }
    require(bill.check() == 2, "two rows");
  }
}
