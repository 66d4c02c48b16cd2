package io.github.wxpay.benchmarks;

import java.util.Map;

/** The languages of the page with the tables, and the words of the tables in each. */
public enum Language {
  ENGLISH("docs/performance.md"),
  CHINESE("docs/performance.zh-CN.md");

  private static final Map<String, String> CHINESE_WORDS =
      Map.ofEntries(
          Map.entry("client", "客户端"),
          Map.entry("requests/s", "请求/秒"),
          Map.entry("switches", "切换"),
          Map.entry("callers", "并发数"),
          Map.entry("ratio to", "对比"),
          Map.entry("rounds", "轮数"),
          Map.entry("first call ms", "首次调用 ms"),
          Map.entry("classes", "类"),
          Map.entry("HTTP, with an AppCDS archive", "HTTP，使用 AppCDS 归档"),
          Map.entry("without archive", "不使用归档"),
          Map.entry("operation", "热点"),
          Map.entry("B per operation", "每次字节数"),
          Map.entry("time", "时间"),
          Map.entry("owner", "归属"),
          Map.entry("self time %", "自身时间 %"),
          Map.entry("HTTP client", "HTTP 客户端"),
          Map.entry("this library", "本库"),
          Map.entry("other", "其他"));

  private final String page;

  Language(String page) {
    this.page = page;
  }

  /** Returns the page, relative to the folder of the repository. */
  public String page() {
    return page;
  }

  /** Returns a word in this language; the English one if it has no other. */
  public String of(String english) {
    return this == CHINESE ? CHINESE_WORDS.getOrDefault(english, english) : english;
  }

  /** Returns the two lines that begin a Markdown table. */
  public String head(String... columns) {
    StringBuilder head = new StringBuilder("|");
    for (String column : columns) {
      head.append(' ').append(of(column)).append(" |");
    }
    return head + "\n" + "|" + "---|".repeat(columns.length) + "\n";
  }
}
