package io.github.wxpay.files;

import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.Clients;
import java.nio.file.Path;

/** The program of {@link KilledDownloadTest}: one download, which is not let finish. */
final class KilledDownload {
  private KilledDownload() {}

  public static void main(String[] args) {
    try (Wxpay wxpay = Clients.builder().baseUrl(args[0]).build()) {
      wxpay.chain("v3/billdownload/file").download(Path.of(args[1]));
    }
  }
}
