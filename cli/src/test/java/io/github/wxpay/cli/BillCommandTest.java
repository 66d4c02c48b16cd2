package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.bill.BillFiles;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 20260131;

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  @Test
  void addsUpTradeBillInFile() throws IOException {
    CommandRun run = CommandRun.of("bill", file("bill.csv", BillFiles.TRADE));

    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.err).isEmpty();
    assertThat(run.out.lines())
        .containsExactly(
            folder.resolve("bill.csv") + ": 3 rows, the summary agrees",
            "",
            "day         rows  应结订单金额  退款金额  手续费",
            "2026-01-01     2        100.50      0.00    0.60  " + "█".repeat(29),
            "2026-01-02     1          0.00     40.25   -0.24",
            "total          3        100.50     40.25    0.36",
            "",
            "交易状态  rows  应结订单金额  退款金额  手续费",
            "SUCCESS      2        100.50      0.00    0.60  " + "█".repeat(31),
            "REFUND       1          0.00     40.25   -0.24",
            "total        3        100.50     40.25    0.36",
            "",
            "交易类型  rows  应结订单金额  退款金额  手续费",
            "JSAPI        2        100.00     40.25    0.36  " + "█".repeat(31),
            "NATIVE       1          0.50      0.00    0.00  ▏",
            "total        3        100.50     40.25    0.36");
  }

  @Test
  void addsUpFlowOfFundsAndCompressedFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(BillFiles.FLOW.getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("flow.gz"), bytes.toByteArray());
    CommandRun run = CommandRun.of("bill", packed.toString());

    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.out)
        .contains("day         rows   收入  支出")
        .contains("2026-01-01     2  12.34  2.00")
        .contains("收支类型")
        .contains("业务类型");
  }

  @Test
  void writesCsvAndJson() throws IOException {
    CommandRun run =
        CommandRun.of(
            "bill",
            file("bill.csv", BillFiles.TRADE),
            "--csv",
            folder.resolve("out.csv").toString(),
            "--json",
            folder.resolve("out.json").toString());

    assertThat(run.code).as("%s", run).isZero();
    assertThat(Files.readString(folder.resolve("out.csv")))
        .isEqualTo(
            "交易时间,商户订单号,交易类型,交易状态,应结订单金额,退款金额,手续费,商品名称\r\n"
                + "2026-01-01 10:00:00,order-1,JSAPI,SUCCESS,100.00,0.00,0.60000,\"a\"\"b, c\"\r\n"
                + "2026-01-01 11:00:00,order-2,NATIVE,SUCCESS,0.50,0.00,0.00300,\"x\ny\"\r\n"
                + "2026-01-02 11:00:00,order-1,JSAPI,REFUND,0.00,40.25,-0.24000,\r\n");
    List<String> lines = Files.readAllLines(folder.resolve("out.json"));
    assertThat(lines).hasSize(3);
    JsonNode row = JSON.readTree(lines.get(1));
    assertThat(row.path("应结订单金额").asText()).isEqualTo("0.50");
    assertThat(row.path("商品名称").asText()).isEqualTo("x\ny");
    assertThat(names()).containsExactly("bill.csv", "out.csv", "out.json");
  }

  @Test
  void writesRowsToStandardOutputAndReportToErrors() throws IOException {
    CommandRun run = CommandRun.of("bill", file("bill.csv", BillFiles.TRADE), "--json", "-");

    assertThat(run.out.lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
    assertThat(run.err).contains("the summary agrees").contains("total");
  }

  @Test
  void reportsDamagedBillAndReadsOthers() throws IOException {
    String damaged =
        file("damaged.csv", BillFiles.TRADE.replace("`40.25,`0.36300", "`40.26,`0.36300"));
    String cut = file("cut.csv", BillFiles.TRADE.substring(0, 150));
    CommandRun run =
        CommandRun.of(
            "bill",
            damaged,
            cut,
            file("bill.csv", BillFiles.TRADE),
            "--csv",
            folder.resolve("out.csv").toString());

    assertThat(run.code).as("%s", run).isEqualTo(1);
    assertThat(run.out).contains("退款总金额 = 40.26, but the sum of its rows is 40.25");
    assertThat(run.out).contains("cut.csv: ").contains("bill.csv: 3 rows");
    assertThat(Files.readAllLines(folder.resolve("out.csv"))).hasSize(5);
  }

  @Test
  void refusesArgumentsAndLeavesNothingBehind() throws IOException {
    String trade = file("bill.csv", BillFiles.TRADE);
    String flow = file("flow.csv", BillFiles.FLOW);
    String out = folder.resolve("out.csv").toString();
    assertThat(CommandRun.of("bill").code).isEqualTo(2);
    assertThat(CommandRun.of("bill", "none.csv").code).isEqualTo(2);
    assertThat(CommandRun.of("bill", "2026-02-30").code).isEqualTo(2);
    assertThat(CommandRun.of("bill", trade, "--csv", "-", "--json", "-").code).isEqualTo(2);
    assertThat(CommandRun.of("bill", trade, "-o", trade).code).isEqualTo(2);
    assertThat(CommandRun.of("bill", trade, "--csv", folder.resolve("a/b").toString()).code)
        .isEqualTo(2);
    CommandRun mixed = CommandRun.of("bill", trade, flow, "--csv", out);
    assertThat(mixed.code).isEqualTo(1);
    assertThat(mixed.err).contains("different columns");
    assertThat(names()).containsExactly("bill.csv", "flow.csv");
    assertThat(CommandRun.of("bill", trade, flow, "--json", out).code).isZero();
  }

  @Test
  void downloadsDaysFromTheSandboxAndNotesMissingOnes() throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      Path config = folder.resolve("wxpay.json");
      Files.write(config, JSON.writeValueAsBytes(sandbox.config()));
      LocalDate yesterday = LocalDate.now(ZoneOffset.ofHours(8)).minusDays(1);
      long rows = sandbox.generateBill(20_000, SEED);
      ClientSource source = new ClientSource(Clock.systemUTC(), null);
      CommandRun run =
          CommandRun.with(
              source,
              "",
              "bill",
              yesterday.minusDays(1) + ".." + yesterday,
              "-c",
              config.toString(),
              "-o",
              folder.toString());

      assertThat(run.code).as("%s", run).isZero();
      assertThat(run.out)
          .contains(yesterday.minusDays(1) + " tradebill: " + rows + " rows, the summary agrees")
          .contains(yesterday + " tradebill: no bill (NO_STATEMENT_EXIST)");
      assertThat(run.err).contains("Saved to: ").doesNotContain("\r");
      Path saved = folder.resolve("tradebill-" + yesterday.minusDays(1) + ".csv");
      assertThat(CommandRun.of("bill", saved.toString()).out).contains(rows + " rows");

      sandbox.generateBill(20_000, SEED);
      CommandRun temporary =
          CommandRun.with(source, "", "bill", yesterday.toString(), "-c", config.toString());
      assertThat(temporary.out).contains(rows + " rows, the summary agrees");
      assertThat(names()).containsExactly(saved.getFileName().toString(), "wxpay.json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub-merchant-fundflowbill", "v3/ecommerce/bill/fundflowbill"})
  void decryptsBills(String type) throws IOException {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      wxpay
          .chain("v3/pay/transactions/native")
          .post(
              Wxpay.fields(
                  "appid",
                  "wxd678efh567hg6787",
                  "mchid",
                  wxpay.mchid(),
                  "description",
                  "tea",
                  "out_trade_no",
                  "order-0001",
                  "notify_url",
                  "https://shop.example/notify",
                  "amount",
                  Wxpay.fields("total", 101)));
      sandbox.pay("order-0001");
      Path config = folder.resolve("wxpay.json");
      Files.write(config, JSON.writeValueAsBytes(sandbox.config()));
      String today = LocalDate.now(ZoneOffset.ofHours(8)).toString();
      boolean own = type.startsWith("v3/ecommerce");
      List<String> command = new ArrayList<>(List.of("bill", today, "--type", type));
      command.addAll(List.of("--account-type", own ? "ALL" : "BASIC", "-c", config.toString()));
      if (!own) {
        command.addAll(List.of("--sub-mchid", "1900000110"));
      }
      ClientSource source = new ClientSource(Clock.systemUTC(), null);

      CommandRun temporary = CommandRun.with(source, "", command.toArray(new String[0]));
      command.addAll(List.of("-o", folder.toString()));
      CommandRun saved = CommandRun.with(source, "", command.toArray(new String[0]));

      for (CommandRun run : List.of(temporary, saved)) {
        assertThat(run.code).as("%s", run).isZero();
        assertThat(run.out).contains(today + " " + type + ": 1 row, the summary agrees", "1.01");
      }
      assertThat(names()).hasSize(2).last().isEqualTo("wxpay.json");
      String file = folder.resolve(names().get(0)).toString();
      assertThat(CommandRun.of("bill", file).out).contains("1 row, the summary agrees");
    }
  }

  @Test
  void readsMillionRowsInSmallHeap() throws Exception {
    long rows = Long.getLong("bill.rows", 1_000_000);
    Path file = folder.resolve("large.csv");
    long total = BillFiles.write(file, rows, SEED, 3_000);
    List<String> command = new ArrayList<>(ChildJvm.command("-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Main.class.getName()));
    command.addAll(List.of("bill", file.toString()));
    long started = System.nanoTime();
    List<String> lines = ChildJvm.run(folder, "bill", command);
    System.out.println(
        rows + " rows, seed " + SEED + ": " + (System.nanoTime() - started) / 1_000_000 + " ms");

    assertThat(lines.get(0)).isEqualTo(file + ": " + rows + " rows, the summary agrees");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("total") && line.contains(BillFiles.yuan(total)));
    assertThat(lines).hasSize(1 + 23 + 3 + 24);
  }
}
