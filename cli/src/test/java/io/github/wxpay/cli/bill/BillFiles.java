package io.github.wxpay.cli.bill;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bills in files, as the platform writes them. */
public final class BillFiles {
  public static final String TRADE =
      "\ufeff交易时间,商户订单号,交易类型,交易状态,应结订单金额,退款金额,手续费,商品名称\r\n"
          + "`2026-01-01 10:00:00,`order-1,`JSAPI,`SUCCESS,`100.00,`0.00,`0.60000,`a\"b, c\r\n"
          + "`2026-01-01 11:00:00,`order-2,`NATIVE,`SUCCESS,`0.50,`0.00,`0.00300,`x\\ny\r\n"
          + "`2026-01-02 11:00:00,`order-1,`JSAPI,`REFUND,`0.00,`40.25,`-0.24000,`\r\n"
          + "总交易单数,应结订单总金额,退款总金额,手续费总金额\r\n"
          + "`3,`100.50,`40.25,`0.36300\r\n";

  public static final String FLOW =
      "\ufeff记账时间,资金流水单号,业务名称,业务类型,收支类型,收支金额(元)\r\n"
          + "`2026-01-01 10:00:00,`1,`交易,`交易,`收入,`12.34\r\n"
          + "`2026-01-01 11:00:00,`2,`退款,`退款,`支出,`2.00\r\n"
          + "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n"
          + "`2,`1,`12.34,`1,`2.00\r\n";

  private BillFiles() {}

  /** Writes a trade bill of a number of rows, of random amounts, and returns its total in fen. */
  public static long write(Path file, long rows, long seed, int orders) throws IOException {
    Random random = new Random(seed);
    long total = 0;
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
        Writer writer =
            new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8), 1 << 16)) {
      writer.write("\ufeff交易时间,商户订单号,交易类型,交易状态,应结订单金额,退款金额,手续费\r\n");
      StringBuilder row = new StringBuilder();
      for (long i = 0; i < rows; i++) {
        int fen = random.nextInt(1_000_000);
        total += fen;
        row.setLength(0);
        row.append("`2026-01-")
            .append(10 + i * 20 / rows)
            .append(" 10:00:00,`order-")
            .append(i)
            .append(",`TYPE")
            .append(random.nextInt(orders))
            .append(",`SUCCESS,`")
            .append(fen / 100)
            .append('.')
            .append(fen / 10 % 10)
            .append(fen % 10)
            .append(",`0.00,`0.00000\r\n");
        writer.append(row);
      }
      writer.write("总交易单数,应结订单总金额,退款总金额,手续费总金额\r\n");
      writer.write("`" + rows + ",`" + yuan(total) + ",`0.00,`0.00000\r\n");
    }
    return total;
  }

  public static String yuan(long fen) {
    return fen / 100 + "." + fen / 10 % 10 + fen % 10;
  }
}
