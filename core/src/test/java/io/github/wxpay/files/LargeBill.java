package io.github.wxpay.files;

import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.http.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The program of {@link LargeBillTest}: one large bill to disk, and through its rows. */
final class LargeBill {
  private LargeBill() {}

  public static void main(String[] args) throws Exception {
    try (Wxpay wxpay = Wxpay.load(Path.of(args[0]))) {
      Options day = Options.none().query("bill_date", "2026-01-01");
      if (args.length == 1) {
        try (Bill bill = wxpay.chain("v3/bill/tradebill").bill(day.query("tar_type", "GZIP"))) {
          System.out.println("packed rows " + bill.check());
        }
        return;
      }
      Path file = Path.of(args[1]);
      wxpay.chain("v3/bill/tradebill").get(day).download(file);
      try (Stream<BillRow> rows = Bill.of(file).rows()) {
        long named = rows.filter(row -> !row.get(0).isEmpty()).count();
        System.out.println(
            "bytes " + Files.size(file) + " rows " + named + " " + Bill.of(file).check());
      }
    }
  }
}
