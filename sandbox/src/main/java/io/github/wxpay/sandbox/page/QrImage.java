package io.github.wxpay.sandbox.page;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;

/** Draws QR codes as SVG. */
final class QrImage {
  // ISO 18004 requires a quiet zone of four modules.
  private static final int MARGIN = 4;

  private QrImage() {}

  static byte[] of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    int side = code.size + 2 * MARGIN;
    StringBuilder dark = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          dark.append('M').append(x + MARGIN).append(' ').append(y + MARGIN).append("h1v1h-1z");
        }
      }
    }
    String svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
            + side
            + " "
            + side
            + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h"
            + side
            + "v"
            + side
            + "H0z\"/><path d=\""
            + dark
            + "\"/></svg>";
    return svg.getBytes(StandardCharsets.UTF_8);
  }
}
