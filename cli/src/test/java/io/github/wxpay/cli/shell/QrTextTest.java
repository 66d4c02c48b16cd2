package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.github.wxpay.cli.RecordedTerminal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QrTextTest {
  private static final int SCALE = 4;

  @Test
  void drawsCodeThatReaderReads() throws ReaderException {
    for (String text :
        new String[] {"weixin://wxpay/bizpayurl?pr=ts4xsDUUb", "短", "x".repeat(200)}) {
      String drawn = QrText.of(text, new RecordedTerminal().terminal());

      assertThat(new QRCodeReader().decode(bitmap(drawn)).getText()).isEqualTo(text);
      assertThat(drawn.lines().map(String::length).distinct()).hasSize(1);
    }
  }

  @Test
  void setsColoursOfEachLine() {
    assertThat(QrText.of("x", new RecordedTerminal("", true).terminal()).lines())
        .allMatch(line -> line.startsWith("\u001b[97;40m") && line.endsWith("\u001b[0m"));
  }

  /** Returns the picture that a terminal with a dark background shows. */
  private static BinaryBitmap bitmap(String drawn) {
    String[] lines = drawn.split("\n", -1);
    int width = lines[0].length() * SCALE;
    int height = lines.length * 2 * SCALE;
    byte[] light = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char block = lines[y / (2 * SCALE)].charAt(x / SCALE);
        boolean upper = y / SCALE % 2 == 0;
        boolean lit = block == '█' || block == (upper ? '▀' : '▄');
        light[y * width + x] = (byte) (lit ? 255 : 0);
      }
    }
    return new BinaryBitmap(new GlobalHistogramBinarizer(new Picture(light, width, height)));
  }

  private static final class Picture extends LuminanceSource {
    private final byte[] light;

    Picture(byte[] light, int width, int height) {
      super(width, height);
      this.light = light;
    }

    @Override
    public byte[] getRow(int y, byte[] row) {
      return Arrays.copyOfRange(light, y * getWidth(), (y + 1) * getWidth());
    }

    @Override
    public byte[] getMatrix() {
      return light.clone();
    }
  }
}
