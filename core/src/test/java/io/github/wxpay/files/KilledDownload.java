package io.github.wxpay.files;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.Clients;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The program of {@link KilledDownloadTest} and {@link AbandonedFilesTest}: one download, to a file
 * or, without its name, to a stream.
 */
final class KilledDownload {
  private KilledDownload() {}

  public static void main(String[] args) {
    try (Wxpay wxpay = Clients.builder().baseUrl(args[0]).build()) {
      Chain chain = wxpay.chain("v3/billdownload/file");
      if (args.length == 1) {
        chain.download(OutputStream.nullOutputStream());
      } else {
        chain.download(Path.of(args[1]));
      }
    }
  }
}
