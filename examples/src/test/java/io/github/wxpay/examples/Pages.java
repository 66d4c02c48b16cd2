package io.github.wxpay.examples;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages with blocks, each in English and in Chinese. */
final class Pages {
  static final boolean HAS_JAVA_17 = Runtime.version().feature() >= 17;

  private static final List<String> NAMES =
      List.of(
          "README",
          "docs/call-up-parameters",
          "docs/catalogue",
          "docs/command",
          "docs/configuration",
          "docs/endpoints",
          "docs/files",
          "docs/keys",
          "docs/notifications",
          "docs/porting",
          "docs/proxies",
          "docs/recipes",
          "docs/reliability",
          "docs/requests",
          "docs/sandbox",
          "docs/troubleshooting");

  private Pages() {}

  static List<String> english() {
    return NAMES.stream().map(name -> name + ".md").collect(Collectors.toList());
  }

  /** Returns the English version of a page, or the page itself. */
  static String english(String page) {
    return page.replace(".zh-CN.md", ".md");
  }

  /** Returns the Chinese version of an English page. */
  static String chinese(String page) {
    return page.replaceFirst("\\.md$", ".zh-CN.md");
  }

  static List<String> all() {
    return english().stream()
        .flatMap(page -> Stream.of(page, chinese(page)))
        .collect(Collectors.toList());
  }
}
