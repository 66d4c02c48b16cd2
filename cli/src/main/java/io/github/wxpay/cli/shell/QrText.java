package io.github.wxpay.cli.shell;

import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.nayuki.qrcodegen.QrCode;

/** Draws QR codes with half blocks, two modules in one character. */
final class QrText {
  // Two modules of quiet zone are enough for phones, and fit more terminals than the four of ISO 18004.
  private static final int MARGIN = 2;

  private QrText() {}

  /**
   * Returns the lines of a QR code: dark modules are spaces, white on black if the terminal has
   * colours.
   */
  static String of(String text, Terminal terminal) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    StringBuilder lines = new StringBuilder();
    for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = -MARGIN; x < code.size + MARGIN; x++) {
        boolean upper = !code.getModule(x, y);
        boolean lower = y + 1 < code.size + MARGIN && !code.getModule(x, y + 1);
        line.append(upper && lower ? '█' : upper ? '▀' : lower ? '▄' : ' ');
      }
      lines.append(lines.length() == 0 ? "" : "\n");
      lines.append(terminal.styled(Style.QR, line.toString()));
    }
    return lines.toString();
  }
}
