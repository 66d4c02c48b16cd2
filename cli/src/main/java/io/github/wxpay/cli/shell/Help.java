package io.github.wxpay.cli.shell;

import java.util.List;

/** The texts of the shell's help. */
final class Help {
  /** The line below the banner. */
  static final String FIRST =
      "find(\"退款\") searches; describe(1), example(1) show; Tab completes; /help; /exit";

  /** The lines before the list of commands. */
  static final List<String> LINES =
      List.of(
          "Java expressions and declarations, with wxpay, v3, v2 and catalogue, and:",
          "  find(\"退款\")                        searches the documented endpoints",
          "  describe(1) describe(\"path\")        shows fields, and a call to paste",
          "  example(1) example(\"path\")          shows the call alone",
          "  typed(1) typed(\"path\")              shows the call of the typed chain",
          "  last()                              shows the last call; last().raw() its response",
          "  dryRun(w -> w.chain(…).post(…))     shows the request without sending it",
          "  qr(code_url)                        draws a QR code",
          "  pay(out_trade_no) page()            pay as the user; the page (sandbox only)",
          "Tab completes paths, methods and fields. A line that begins with a dot continues the",
          "expression before it. Commands:");

  /** A short session in the sandbox. */
  static final String SESSION =
      "find(\"Native下单\")\n"
          + "describe(1)\n"
          + "example(1)\n"
          + "wxpay.v3().chain(\"certificates\").get()\n"
          + "v3.certificates().get()\n"
          + "wxpay.chain(\"v3/pay/transactions/native\")\n"
          + "  .post(Map.of(\"appid\", \"wx1\"))\n"
          + "wxpay.chian()\n";

  private Help() {}
}
