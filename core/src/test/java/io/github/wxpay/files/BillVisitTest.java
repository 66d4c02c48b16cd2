package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.RowVisitor;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Bill#forEach} gives the rows of {@link Bill#rows}, each until its visitor returns. */
class BillVisitTest {
  private static final String TICKED =
      "商户订单号,商品名称,金额\n`A1,`绿茶\\n500ml,`1.00\n`A2,`,`0.50\n`A3,`c,`-2\n总交易单数\n`3\n";
  private static final String PLAIN = "商户订单号,商品名称,金额\nA1,绿茶,1.00\nA2,,0.50\nA3,c,-2,more\nA4\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {TICKED, PLAIN})
  void visitsTheRowsOfTheStream(String text) {
    List<Map<String, String>> visited = new ArrayList<>();
    List<String> printed = new ArrayList<>();

    bill(text)
        .forEach(
            row -> {
              visited.add(row.map());
              printed.add(row + " " + row.size() + " " + row.get(1) + " " + row.get("商户订单号"));
            });

    List<BillRow> rows = rows(bill(text));
    assertThat(visited).hasSizeGreaterThan(2).isEqualTo(maps(rows));
    assertThat(printed)
        .isEqualTo(
            rows.stream()
                .map(row -> row + " " + row.size() + " " + row.get(1) + " " + row.get("商户订单号"))
                .collect(Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {TICKED, PLAIN})
  void refusesEveryValueOfRowAfterItsVisit(String text) {
    List<BillRow> kept = new ArrayList<>();
    List<Throwable> duringTheNext = new ArrayList<>();

    bill(text)
        .forEach(
            row -> {
              if (!kept.isEmpty()) {
                duringTheNext.add(catchThrowable(() -> kept.get(kept.size() - 1).get(0)));
              }
              kept.add(row);
            });

    assertThat(duringTheNext).hasSize(kept.size() - 1).allMatch(BillVisitTest::saysNotValid);
    for (BillRow row : kept) {
      for (ThrowingCallable reading :
          List.<ThrowingCallable>of(
              () -> row.get(0),
              () -> row.get(99),
              () -> row.get("商品名称"),
              () -> row.fen("金额"),
              () -> row.number("金额"),
              row::map,
              row::copy)) {
        assertThat(saysNotValid(catchThrowable(reading))).isTrue();
      }
    }
    assertThat(kept.get(0)).hasToString("BillRow[row 1, 3 values: 商户订单号, 商品名称, 金额]");
    assertThatThrownBy(() -> kept.get(1).get(0))
        .hasMessage(
            "Row 2 of the bill was valid only until its visitor returned. Keep a copy() of the row,"
                + " or read the bill by rows().");
  }

  @ParameterizedTest
  @ValueSource(strings = {TICKED, PLAIN})
  void keepsCopiesAndRowsOfTheStream(String text) {
    List<BillRow> copies = new ArrayList<>();
    bill(text).forEach(row -> copies.add(row.copy()));
    List<BillRow> rows = rows(bill(text));

    assertThat(maps(copies)).isEqualTo(maps(rows));
    assertThat(rows.get(0).copy()).isSameAs(rows.get(0));
    assertThat(copies.get(0).copy()).isSameAs(copies.get(0));
    assertThat(copies.get(0).fen("金额")).isEqualTo(100);
    assertThat(copies.get(2).fen("金额")).isEqualTo(-200);
    assertThat(copies.get(0)).hasToString(rows.get(0).toString());
  }

  @Test
  void letsAnotherThreadReadDuringTheVisitAndRefusesItAfterwards() {
    List<CompletableFuture<String>> read = new ArrayList<>();
    List<BillRow> kept = new ArrayList<>();

    bill(TICKED)
        .forEach(
            row -> {
              kept.add(row);
              CompletableFuture<String> value = CompletableFuture.supplyAsync(() -> row.get(0));
              value.join();
              read.add(value);
            });

    assertThat(read).extracting(CompletableFuture::join).containsExactly("A1", "A2", "A3");
    assertThat(CompletableFuture.supplyAsync(() -> catchThrowable(() -> kept.get(0).get(0))).join())
        .matches(BillVisitTest::saysNotValid);
  }

  @Test
  void throwsExceptionOfVisitorAndReadsNoFurtherRow() throws IOException {
    Path file = Files.writeString(folder.resolve("bill.csv"), TICKED);
    for (Exception thrown :
        List.of(new IOException("disk"), new IllegalStateException("x"), new Exception("y"))) {
      List<BillRow> kept = new ArrayList<>();
      RowVisitor<Exception> visitor =
          row -> {
            kept.add(row);
            if (kept.size() == 2) {
              throw thrown;
            }
          };

      assertThat(catchThrowable(() -> Bill.of(file).forEach(visitor))).isSameAs(thrown);

      assertThat(kept).hasSize(2);
      assertThat(saysNotValid(catchThrowable(() -> kept.get(1).get(0)))).isTrue();
    }
    assertThatThrownBy(() -> bill(TICKED).forEach(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("visitor");
  }

  @Test
  void visitsBillWithinVisit() {
    Bill bill = bill(TICKED);
    List<String> pairs = new ArrayList<>();

    bill.forEach(row -> bill.forEach(other -> pairs.add(row.get(0) + other.get(0))));

    assertThat(pairs).hasSize(9).startsWith("A1A1", "A1A2").endsWith("A3A3");
  }

  @Test
  void reportsTheSameErrorsAsTheStream() throws IOException {
    String text = TICKED;
    byte[] packed = gzip(text.getBytes(UTF_8));
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1; // in the checksum
    List<byte[]> bills =
        List.of(
            utf8(text.replace("`A2,`", "`A2")),
            utf8(text.replace("`A2,`", "`A2,`,`")),
            utf8(text.replace("`A2,`", "`A2,`te\nxt")),
            utf8(text.replace("`A3,`c,`-2", "`A3,`c")),
            utf8("a,b,c\n`1,`2,`3\n`1,`2"),
            utf8("a,b\n`1,`2\nc\n`3\n`4\n"),
            utf8("a\n`" + "x".repeat(3 << 20)),
            Arrays.copyOf(packed, packed.length - 9),
            Arrays.copyOf(packed, packed.length + 1),
            damaged);
    for (byte[] bytes : bills) {
      List<Map<String, String>> visited = new ArrayList<>();
      List<Map<String, String>> streamed = new ArrayList<>();
      Throwable visit = catchThrowable(() -> Bill.of(bytes).forEach(row -> visited.add(row.map())));
      Throwable stream =
          catchThrowable(
              () -> {
                try (Stream<BillRow> rows = Bill.of(bytes).rows()) {
                  rows.forEach(row -> streamed.add(row.map()));
                }
              });

      assertThat(visit).isExactlyInstanceOf(MalformedException.class);
      assertThat(stream).isExactlyInstanceOf(MalformedException.class).hasMessage(message(visit));
      assertThat(catchThrowable(() -> Bill.of(bytes).check())).hasMessage(message(visit));
      assertThat(catchThrowable(() -> Bill.of(bytes).summary())).hasMessage(message(visit));
      assertThat(visited).isEqualTo(streamed);
    }
    Bill gone = Bill.of(folder.resolve("gone.csv"));
    assertThat(catchThrowable(() -> gone.forEach(row -> {})))
        .isExactlyInstanceOf(FileException.class)
        .hasMessage(message(catchThrowable(gone::rows)));
  }

  private static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private static boolean saysNotValid(Throwable thrown) {
    return thrown instanceof IllegalStateException
        && message(thrown).contains("was valid only until its visitor returned");
  }

  private static Bill bill(String text) {
    return Bill.of(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<BillRow> rows(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      return rows.collect(Collectors.toList());
    }
  }

  private static List<Map<String, String>> maps(List<BillRow> rows) {
    return rows.stream().map(BillRow::map).collect(Collectors.toList());
  }
}
