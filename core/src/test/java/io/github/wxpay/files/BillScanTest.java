package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values and amounts found in the bytes of a bill are those of slower ways to find them. */
class BillScanTest {
  private static final String[] PIECES = {
    "", "0.00", "绿茶", ",", "`", "a,b", "``", ",,", "\r", "x y", "é", "茶`", "\ud83c\udf75"
  };

  /** Lines of any length, so that they end anywhere in the buffer, which is 64 KiB at first. */
  @Test
  void findsEveryValueOfRandomBills() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      int columns = 1 + random.nextInt(round % 3 == 0 ? 200 : 6);
      int longest = round % 4 == 0 ? 70_000 : 300;
      String end = random.nextBoolean() ? "\r\n" : "\n";
      List<List<String>> rows = new ArrayList<>();
      StringBuilder text = new StringBuilder(heading(columns) + end);
      int count = 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        List<String> row = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
          row.add(value(random, column == columns - 1 ? longest : 30));
        }
        rows.add(row);
        text.append("`").append(String.join(",`", row)).append(end);
        text.append(end.repeat(random.nextInt(20) / 19));
      }
      text.append("总交易单数").append(end).append("`").append(count);
      byte[] bytes = text.toString().getBytes(UTF_8);
      Bill bill = Bill.of(random.nextBoolean() ? bytes : gzip(bytes));

      List<List<String>> visited = new ArrayList<>();
      bill.forEach(row -> visited.add(List.copyOf(row.map().values())));
      List<List<String>> streamed;
      try (Stream<BillRow> kept = bill.rows()) {
        streamed =
            kept.collect(Collectors.toList()).stream()
                .map(row -> List.copyOf(row.map().values()))
                .collect(Collectors.toList());
      }

      assertThat(visited).as("seed %s, round %s", seed, round).isEqualTo(rows);
      assertThat(streamed).as("seed %s, round %s", seed, round).isEqualTo(rows);
      assertThat(bill.check()).isEqualTo(count);
    }
  }

  @Test
  void readsTheRowsOfCastCsvBill() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(heading(4) + "\n");
    for (int i = 0; i < 2000; i++) {
      text.append("`").append(value(random, 40)).append(",`").append(value(random, 40));
      text.append(",`").append(value(random, 40)).append(",`z\n");
    }
    byte[] bytes = text.append("总交易单数\n`2000\n").toString().getBytes(UTF_8);
    List<Map<String, String>> visited = new ArrayList<>();

    Bill.of(bytes).forEach(row -> visited.add(row.map()));

    assertThat(visited).as("seed %s", seed).isEqualTo(Formatter.castCsvBill(bytes).get("rows"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.00, 0",
    "1, 100",
    "1.5, 150",
    "+1.50, 150",
    "-0.01, -1",
    "0.01000, 1",
    "00012.30, 1230",
    "1.50%, 150",
    "12345678901234.56, 1234567890123456",
    "1234567890123456.78, 123456789012345678",
    "-92233720368547758.08, -9223372036854775808",
    "92233720368547758.07, 9223372036854775807",
    "0.010000000000000000, 1"
  })
  void readsYuanAsFen(String yuan, long fen) {
    assertThat(row(yuan).fen("a")).isEqualTo(fen);
    assertThat(row(yuan).number("a")).isEqualTo(new BigDecimal(yuan.replace("%", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not a number",
    "-, is not a number",
    ".5, is not a number",
    "1., is not a number",
    "1.., is not a number",
    "1.5.0, is not a number",
    "'1 ', is not a number",
    "' 1', is not a number",
    "\\ 1, is not a number",
    "0x10, is not a number",
    "1e2, is not a number",
    "１, is not a number",
    "--1, is not a number",
    "'1,000.00', is not a number",
    "1234567890123456789, is not a number",
    "0.0000000000000000000, is not a number",
    "0.001, cannot be converted to fen: it has more than two decimals or is too large",
    "0.0100001, cannot be converted to fen: it has more than two decimals or is too large",
    "92233720368547758.08, cannot be converted to fen: it has more than two decimals or is too"
        + " large",
    "999999999999999999, cannot be converted to fen: it has more than two decimals or is too large"
  })
  void refusesAmountsThatAreNotFen(String yuan, String message) {
    assertThat(catchThrowable(() -> row(yuan).fen("a")))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage("'a' of the bill " + message + ".");
  }

  @Test
  void readsRandomAmountsAsBigDecimalDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal yuan = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), 2);
      String text = yuan.toPlainString() + "0".repeat(random.nextInt(4));
      assertThat(row(text).fen("a"))
          .as("seed %s: %s", seed, text)
          .isEqualTo(yuan.unscaledValue().longValueExact());
    }
  }

  /** Sums are exact, however long the amounts are, and printed with the digits that they have. */
  @Test
  void addsAmountsOfAnyLength() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      StringBuilder text = new StringBuilder("订单金额,手续费\n");
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal fees = BigDecimal.ZERO;
      for (int i = 0; i < 50; i++) {
        int digits = random.nextInt(round % 2 == 0 ? 3 : 12);
        BigDecimal yuan =
            new BigDecimal((random.nextBoolean() ? "" : "-") + random.nextInt(1 << 30))
                .movePointLeft(digits)
                .multiply(BigDecimal.TEN.pow(random.nextInt(7)));
        BigDecimal fee = BigDecimal.valueOf(random.nextInt(100_000), 5);
        sum = sum.add(yuan);
        fees = fees.add(fee);
        text.append("`").append(yuan.toPlainString()).append(",`").append(fee).append("\n");
      }
      String right = "`50,`" + sum.toPlainString() + ",`" + fees.toPlainString();
      text.append("总交易单数,订单总金额,手续费总金额\n");

      assertThat(bill(text + right).check()).as("seed %s", seed).isEqualTo(50);
      assertThat(catchThrowable(() -> bill(text + right + "1").check()))
          .as("seed %s", seed)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageContaining(
              "= " + fees.toPlainString() + "1, but the sum of its rows is " + fees + ".");
    }
  }

  @Test
  void addsUpHugeAmountsWithoutOverflow() {
    String amount = "999999999999.99";
    String row = "`" + amount + "\n";
    int count = 20_000;
    BigDecimal sum = new BigDecimal(amount).multiply(BigDecimal.valueOf(count));
    String text = "订单金额\n" + row.repeat(count) + "总交易单数,订单总金额\n`" + count + ",`";

    assertThat(bill(text + sum.toPlainString()).check()).isEqualTo(count);
    assertThat(catchThrowable(() -> bill(text + sum.add(BigDecimal.ONE)).check()))
        .hasMessageContaining("but the sum of its rows is " + sum.toPlainString() + ".");
  }

  @Test
  void comparesTotalsOfOtherKindsOfFlow() {
    String heading = "收支类型,收支金额(元)\n`冻结,`1.00\n`冻结,`2.50\n";
    assertThat(bill(heading + "冻结笔数,冻结金额,支出金额\n`2,`3.50,`0.00").check()).isEqualTo(2);
    assertThat(catchThrowable(() -> bill(heading + "冻结笔数,冻结金额\n`2,`3.51").check()))
        .hasMessageContaining("= 3.51, but the sum of its rows is 3.50.");
    assertThat(catchThrowable(() -> bill(heading + "冻结笔数,收入金额\n`2,`1").check()))
        .hasMessageContaining("= 1, but the sum of its rows is 0.");
    assertThat(bill("收支类型,x\n`冻结,`1\n冻结笔数,冻结金额\n`1,`9").check()).isEqualTo(1);
    assertThat(catchThrowable(() -> bill(heading + "解冻笔数,解冻金额\n`2,`3.50").check()))
        .hasMessageStartingWith("The bill has no summary with a known total");
  }

  private static String value(Random random, int longest) {
    StringBuilder value = new StringBuilder();
    while (random.nextInt(3) > 0 && value.length() < longest) {
      value.append(PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(3)));
    }
    if (longest > 1000 && random.nextInt(4) == 0) {
      value.append("x".repeat(random.nextInt(longest)));
    }
    // ",`" separates values, and a carriage return at the end of a line belongs to it.
    String text = value.toString().replace(",`", ", `").replace("\r", "\r.");
    return text.endsWith(",") ? text + "." : text;
  }

  private static String heading(int columns) {
    StringBuilder names = new StringBuilder("c0");
    for (int i = 1; i < columns; i++) {
      names.append(",c").append(i);
    }
    return names.toString();
  }

  private static BillRow row(String value) {
    try (Stream<BillRow> rows = bill("a,b\n`" + value + ",`x\n总交易单数,c\n`1,`1\n").rows()) {
      return rows.findFirst().orElseThrow();
    }
  }

  private static Bill bill(String text) {
    return Bill.of(text.getBytes(UTF_8));
  }
}
