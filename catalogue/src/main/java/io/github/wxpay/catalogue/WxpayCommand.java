package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the command {@code wxpay} of an example. */
final class WxpayCommand {
  private final Example example;

  WxpayCommand(Example example) {
    this.example = example;
  }

  String write() {
    Endpoint endpoint = example.endpoint();
    List<String> words = new ArrayList<>(List.of("wxpay", CallText.path(endpoint), "-m"));
    words.add(method(endpoint));
    example.values().forEach((name, value) -> option(words, "-v", name + "=" + value));
    example.query().forEach((name, value) -> option(words, "-p", name + "=" + value));
    example.headers().forEach((name, value) -> option(words, "-h", name + "=" + value));
    example.body().or(example::meta).ifPresent(body -> option(words, "-d", body.toString()));
    example.file().ifPresent(file -> option(words, "-f", file));
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.length() == 0 ? "" : " ").append(CallText.shell(word));
    }
    return line.toString();
  }

  private static String method(Endpoint endpoint) {
    switch (endpoint.kind()) {
      case UPLOAD:
        return "upload";
      case DOWNLOAD:
        return "download";
      case REDIRECT:
        return "url";
      default:
        return endpoint.method().toLowerCase(Locale.ROOT);
    }
  }

  private static void option(List<String> words, String name, String value) {
    words.add(name);
    words.add(value);
  }
}
