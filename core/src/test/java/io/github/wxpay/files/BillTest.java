package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bills are read as the platform writes them. */
class BillTest {
  private static final String HEADING = "﻿交易时间,商户订单号,应结订单金额,商品名称,手续费";
  private static final String TRADE =
      HEADING
          + "\r\n`2026-01-01 10:00:00,`A1,`1.00,`tea, green,`0.01000"
          + "\r\n`2026-01-01 10:01:00,`A2,`0.50,``quoted`,`0.00000"
          + "\r\n总交易单数,应结订单总金额,手续费总金额"
          + "\r\n`2,`1.50,`0.01000\r\n";
  private static final String FLOW =
      "记账时间,收支类型,收支金额(元)\n`t,`收入,`3.00\n`t,`支出,`1.25\n`t,`收入,`0.10\n"
          + "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n`3,`2,`3.10,`1,`1.25";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gzip", "no-bom", "no-final-line-break", "lf"})
  void readsRowsByName(String form) throws IOException {
    Bill bill = Bill.of(bytes(form));
    List<BillRow> rows = rows(bill);

    assertThat(bill.names()).containsExactly("交易时间", "商户订单号", "应结订单金额", "商品名称", "手续费");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("商品名称")).isEqualTo("tea, green");
    assertThat(rows.get(1).get("商品名称")).isEqualTo("`quoted`");
    assertThat(rows.get(0).fen("应结订单金额")).isEqualTo(100);
    assertThat(bill.summary())
        .isEqualTo(Map.of("总交易单数", "2", "应结订单总金额", "1.50", "手续费总金额", "0.01000"));
    assertThat(bill.check()).isEqualTo(2);
  }

  @Test
  void readsRowsOfCastCsvBill() {
    byte[] bytes = TRADE.getBytes(StandardCharsets.UTF_8);
    List<Map<String, String>> rows =
        rows(Bill.of(bytes)).stream().map(BillRow::map).collect(Collectors.toList());

    assertThat(rows).isEqualTo(Formatter.castCsvBill(bytes).get("rows"));
    assertThat(Bill.of(bytes).summary()).isEqualTo(Formatter.castCsvBill(bytes).get("summary"));
  }

  @Test
  void readsSummaryOfBillWithoutRows() {
    Bill bill = Bill.of((HEADING + "\n总交易单数,应结订单总金额\n`0,`0.00\n").getBytes(StandardCharsets.UTF_8));
    assertThat(rows(bill)).isEmpty();
    assertThat(bill.summary()).containsEntry("总交易单数", "0");
    assertThat(bill.check()).isZero();
  }

  @Test
  void checksTotalsOfFundFlowBill() {
    assertThat(Bill.of(FLOW.getBytes(StandardCharsets.UTF_8)).check()).isEqualTo(3);
    for (String wrong :
        List.of("`3,`2,`3.11,`1,`1.25", "`3,`2,`3.10,`2,`1.25", "`4,`2,`3.10,`1,`1.25")) {
      String changed = FLOW.replace("`3,`2,`3.10,`1,`1.25", wrong);
      assertThatThrownBy(() -> Bill.of(changed.getBytes(StandardCharsets.UTF_8)).check())
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("but the sum of its rows is");
    }
  }

  @Test
  void detectsMissingAndChangedRow() {
    String cut = TRADE.replaceFirst("`2026-01-01 10:01:00[^\r]*\r\n", "");
    String changed = TRADE.replace("`1.00", "`1.01");
    String headless = TRADE.substring(0, TRADE.indexOf("总交易单数"));
    for (String wrong : List.of(cut, changed, headless)) {
      assertThatThrownBy(() -> Bill.of(wrong.getBytes(StandardCharsets.UTF_8)).check())
          .isInstanceOf(MalformedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"te\na", "tea,`9.99", "te\n \na", "te\n`a"})
  void refusesValueThatBreaksItsRow(String value) {
    Bill bill = Bill.of(TRADE.replace("tea, green", value).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> rows(bill)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> bill.forEach(row -> {})).isInstanceOf(MalformedException.class);
    assertThatThrownBy(bill::check).isInstanceOf(MalformedException.class);
    assertThatThrownBy(bill::summary).isInstanceOf(MalformedException.class);
  }

  @Test
  void ignoresUnknownTotalsAndMissingAmounts() {
    String bill = "订单金额,分账金额,手续费\n`1.00,`5,`\n总交易单数,订单总金额,分账金额,手续费总金额\n`1,`1.00,`5,`0.00";
    assertThat(Bill.of(bill.getBytes(StandardCharsets.UTF_8)).check()).isEqualTo(1);
  }

  @Test
  void refusesValueThatIsNotANumber() {
    BillRow row = rows(Bill.of(TRADE.getBytes(StandardCharsets.UTF_8))).get(0);
    assertThatThrownBy(() -> row.number("商品名称")).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> row.get("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("商户订单号");
    assertThat(row.get(99)).isEmpty();
  }

  @Test
  void readsFileRepeatedlyAndDeletesTemporaryOne() throws IOException {
    Path file = Files.write(folder.resolve("bill"), bytes("gzip"));
    try (Bill bill = Bill.ofTemporary(file)) {
      assertThat(rows(bill)).hasSize(2);
      assertThat(rows(bill)).hasSize(2);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void readsLinesOfUpToOneMegabyte() {
    String name = "x".repeat(500_000);
    String bill = "a,b\n`1,`" + name + "\n`2,`y\n总交易单数\n`2\n";
    assertThat(rows(Bill.of(bill.getBytes(StandardCharsets.UTF_8))))
        .extracting(row -> row.get("b"))
        .containsExactly(name, "y");
    byte[] endless = ("a\n`" + "x".repeat(3 << 20)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> rows(Bill.of(endless))).isInstanceOf(MalformedException.class);
  }

  /** Returns a bill in the layout of the platform's APIv2 acceptance tests. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void readsSummaryWhoseFirstValueHasNoBackTick(String end) {
    String text =
        String.join(
            end,
            "交易时间,商户订单号,应结订单金额,手续费",
            "`2016-05-04  02:18:18,`A1,`1.00,`0",
            "2016-05-04 14:51:51,`A2,`0.05,`0",
            "总交易单数,应结订单总金额,手续费总金额",
            "2,`1.05,`0",
            "");
    Bill bill = bill(text);

    assertThat(bill.summary()).isEqualTo(Map.of("总交易单数", "2", "应结订单总金额", "1.05", "手续费总金额", "0"));
    assertThat(rows(bill)).extracting(row -> row.get("商户订单号")).containsExactly("A1", "A2");
    assertThat(rows(bill).get(1).get("交易时间")).isEqualTo("2016-05-04 14:51:51");
    assertThat(bill.check()).isEqualTo(2);
    Map<String, Object> cast = Formatter.castCsvBill(text.getBytes(StandardCharsets.UTF_8));
    assertThat(cast.get("summary")).isEqualTo(bill.summary());
    assertThat(cast.get("rows"))
        .isEqualTo(rows(bill).stream().map(BillRow::map).collect(Collectors.toList()));
  }

  @Test
  void readsSuchSummaryOfBillWithoutRows() {
    Bill bill = bill("交易时间,应结订单金额\n总交易单数,应结订单总金额\n0,`0.00\n");

    assertThat(rows(bill)).isEmpty();
    assertThat(bill.summary()).isEqualTo(Map.of("总交易单数", "0", "应结订单总金额", "0.00"));
    assertThat(bill.check()).isZero();
  }

  @Test
  void readsBillWithoutAnyBackTick() {
    Bill bill = bill("a,b\n1,x\n2,y\n");

    assertThat(rows(bill)).extracting(row -> row.get("b")).containsExactly("x", "y");
    assertThat(rows(bill)).extracting(row -> row.get("a")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "`2,`b                         | the platform left values out",
        "`2,`b\\n`3,`c,`d               | the platform left values out",
        "`2,`b\\nTOTALS\\n`1,`2,`3       | the platform left values out",
        "`2,`b\\nmore,`d                | a value contains a line break",
        "`2,`b\\n`more,`d               | a value contains a line break",
        "`2,`b\\n \\nmore,`d            | a value contains a line break",
        "`2,`b,`c,`d                   | a value contains ,`"
      })
  void namesRowOfAnotherLengthAndWhy(String row, String reason) {
    String text = "A,B,C\n`1,`b,`c\n" + row.replace("\\n", "\n") + "\nA,B,C\n`1,`1,`1\n";
    int values = row.split("\\\\n", 2)[0].split(",", -1).length;
    Bill bill = bill(text);

    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> rows(bill), () -> bill.forEach(each -> {}), bill::check, bill::summary)) {
      assertThatThrownBy(reading)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageStartingWith(
              "Row 2 of the bill has "
                  + values
                  + " values, but the heading has 3 names: "
                  + reason);
    }
  }

  @Test
  void namesRowInWhichTheBillEnds() {
    assertThatThrownBy(() -> rows(bill("A,B,C\n`1,`b,`c\n`2,`b")))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "Row 2 of the bill has 2 values, but the heading has 3 names: the bill is truncated"
                + " within the row. Download it again.");
  }

  @Test
  void namesRowBeforeLineThatIsNotARow() {
    assertThatThrownBy(() -> rows(bill("A,B\n`1,`b\n`2,`b\nmore\n`3,`b\nA,B\n`1,`1\n")))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith(
            "The line after row 2 of the bill is neither a row nor the heading of the summary.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a\\nb      | a<LF>b",
        "a\\r\\nb   | a<CR><LF>b",
        "a\\ b      | a b",
        "\\ \\ \\n   | \"  <LF>\"",
        "a\\b       | a\\b",
        "a\\t\\\"b   | a\\t\\\"b",
        "a\\        | a\\",
        "a\\\\n     | a\\\\n",
        "a\\\\\\nb   | a\\\\<LF>b",
        "n r        | n r",
        "茶\\n绿      | 茶<LF>绿"
      })
  void decodesOnlyEscapesOfThePlatform(String escaped, String value) {
    BillRow row = rows(bill("商品名称,备注\n`" + escaped + ",`x\n总交易单数,c\n`1,`1\n")).get(0);
    String expected = value.replace("<LF>", "\n").replace("<CR>", "\r");

    assertThat(row.get("商品名称")).isEqualTo(expected);
    assertThat(row.get(0)).isEqualTo(expected);
    assertThat(row.map()).isEqualTo(Map.of("商品名称", expected, "备注", "x"));
  }

  @Test
  void printsNamesAndNoValues() throws IOException {
    Path file = Files.write(folder.resolve("bill.csv"), bytes("plain"));
    Bill bill = Bill.ofTemporary(file);

    assertThat(bill).hasToString("Bill[" + file + ", 5 columns: 交易时间, 商户订单号, 应结订单金额, 商品名称, 手续费]");
    assertThat(rows(bill).get(1))
        .hasToString("BillRow[row 2, 5 values: 交易时间, 商户订单号, 应结订单金额, 商品名称, 手续费]");
    assertThat(bill("a\u202e,b\n`1,`2\n")).hasToString("Bill[in memory, 2 columns: a?, b]");
    bill.close();
    assertThat(bill).hasToString("Bill[" + file + ", not readable]");
  }

  private static Bill bill(String text) {
    return Bill.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<BillRow> rows(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      return rows.collect(Collectors.toList());
    }
  }

  private static byte[] bytes(String form) throws IOException {
    String text = TRADE;
    switch (form) {
      case "no-bom":
        text = text.substring(1);
        break;
      case "no-final-line-break":
        text = text.stripTrailing();
        break;
      case "lf":
        text = text.replace("\r", "");
        break;
      default:
        break;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return form.equals("gzip") ? gzip(bytes) : bytes;
  }
}
