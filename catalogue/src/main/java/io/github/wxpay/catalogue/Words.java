package io.github.wxpay.catalogue;

import java.util.List;

/** How far words are from each other. */
final class Words {
  private Words() {}

  /**
   * Returns how many characters must be changed, added or taken away to make one of the other;
   * {@code limit} and more come out as {@code limit}.
   */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
        least = Math.min(least, row[j]);
      }
      if (least >= limit) {
        return limit;
      }
    }
    return Math.min(row[b.length()], limit);
  }

  /** Returns the distance of a path from a template, whose placeholders fit any segment. */
  static int pathDistance(String path, String template, int limit) {
    if (template.indexOf('{') < 0) {
      return distance(path, template, limit);
    }
    List<String> given = Routes.segments(path);
    List<String> wanted = Routes.segments(template);
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < wanted.size(); i++) {
      boolean any = wanted.get(i).startsWith("{") && i < given.size();
      filled.append(i == 0 ? "" : "/").append(any ? given.get(i) : wanted.get(i));
    }
    return distance(path, filled.toString(), limit);
  }
}
