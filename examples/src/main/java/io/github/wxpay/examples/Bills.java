package io.github.wxpay.examples;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Uploads an image, reads a bill with one call, and downloads a larger bill to a file while it
 * reports the progress.
 */
public final class Bills {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  private static final String AMOUNT = "应结订单金额";
  private static final int LARGE = 20_000_000;

  /** A PNG image of one pixel. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
          + "gg==";

  private final Wxpay wxpay;
  private final Sandbox sandbox;
  private final Report report;
  private final Path folder;

  private Bills(Wxpay wxpay, Sandbox sandbox, Report report, Path folder) {
    this.wxpay = wxpay;
    this.sandbox = sandbox;
    this.report = report;
    this.folder = folder;
  }

  /** Runs the example; arguments are ignored. */
  public static void main(String[] args) throws IOException {
    Charset charset =
        Report.charset(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    PrintStream out = new PrintStream(System.out, true, charset);
    Path folder = Files.createTempDirectory("wxpay-bills");
    try {
      run(out, ProgressLine.isTerminal(), folder);
    } finally {
      Files.deleteIfExists(folder.resolve("license.png"));
      Files.deleteIfExists(folder.resolve("bill.csv"));
      Files.delete(folder);
    }
  }

  static void run(PrintStream out, boolean terminal, Path folder) throws IOException {
    Report report = new Report(out);
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      report.title("An upload and two bills");
      Bills example = new Bills(wxpay, sandbox, report, folder);
      example.upload();
      example.readBill();
      try (ProgressLine progress = new ProgressLine(out, terminal)) {
        example.download(progress);
      }
      example.read();
      report.end();
    }
  }

  private void upload() throws IOException {
    report.step("Upload an image; the client computes its digest and builds the form");
    Path image = Files.write(folder.resolve("license.png"), Base64.getDecoder().decode(PNG));

    Response response = wxpay.v3().chain("merchant/media/upload").upload(image);

    report.show(response, "media_id");
  }

  private void readBill() {
    report.step("Read the bill of a day: request it, download it, verify its hash");
    pay("bills-0001", 101);
    pay("bills-0002", 202);

    try (Bill bill = wxpay.v3().chain("bill/tradebill").bill(day())) {
      show(bill);
    }
  }

  private void download(ProgressLine progress) {
    report.step("Download a larger bill to a file");
    sandbox.generateBill(LARGE, 1);
    Path target = folder.resolve("bill.csv");

    Response link = wxpay.v3().chain("bill/tradebill").get(day());
    link.downloadAsync("", target, Options.none().progress(progress)).join();
  }

  private void read() {
    report.step("Read the file row by row, in little memory");
    try (Bill bill = Bill.of(folder.resolve("bill.csv"))) {
      show(bill);
    }
  }

  private void show(Bill bill) {
    report.note(bill.check() + " rows, and the totals match");
    try (Stream<BillRow> rows = bill.rows()) {
      long fen = rows.mapToLong(row -> row.fen(AMOUNT)).sum();
      report.note(AMOUNT + ": " + fen + " fen");
    }
  }

  /** Returns a query for today; the platform has the bill of a day only on the next morning. */
  private static Options day() {
    return Options.none().query("bill_date", LocalDate.now(BEIJING).toString());
  }

  private void pay(String number, int fen) {
    wxpay
        .v3()
        .chain("pay/transactions/native")
        .post(
            Map.of(
                "appid",
                "wxd678efh567hg6787",
                "mchid",
                wxpay.mchid(),
                "description",
                "Wxpay 示例订单",
                "out_trade_no",
                number,
                "notify_url",
                "https://example.com/wxpay/notify",
                "amount",
                Map.of("total", fen, "currency", "CNY")));
    sandbox.pay(number);
  }
}
