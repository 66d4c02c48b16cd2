package io.github.wxpay.catalogue;

import java.util.Optional;

/** Names the file of an upload or a download. */
final class ExampleFile {
  private ExampleFile() {}

  static Optional<String> of(Endpoint endpoint) {
    switch (endpoint.kind()) {
      case UPLOAD:
        return Optional.of(uploaded(endpoint.path()));
      case DOWNLOAD:
        return Optional.of(downloaded(endpoint.produces().orElse("data")));
      default:
        return Optional.empty();
    }
  }

  private static String uploaded(String path) {
    if (path.endsWith("/tasks")) {
      return "users.txt";
    }
    if (path.contains("fapiao") || path.contains("invoice")) {
      return "invoice.pdf";
    }
    return path.contains("video") ? "shop.mp4" : "license.png";
  }

  private static String downloaded(String content) {
    switch (content) {
      case "image":
        return "image.png";
      case "pdf":
        return "file.pdf";
      default:
        return "bill.csv";
    }
  }
}
