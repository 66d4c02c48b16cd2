package io.github.wxpay.catalogue;

import java.util.List;

/** How far words are from each other. */
final class Words {
  private Words() {}

  /**
   * Returns how many characters must be changed, added, taken away or swapped with their neighbours
   * to make one of the other; {@code limit} and more come out as {@code limit}.
   */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] earlier = new int[b.length() + 1];
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = earlier;
      earlier = before;
      before = row;
      row = free;
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + earlier[j - 2]);
        }
        least = Math.min(least, row[j]);
      }
      // A swap steps over one row, so that two rows beyond the limit end it.
      if (least >= limit && i > 1 && least(before) >= limit) {
        return limit;
      }
    }
    return Math.min(row[b.length()], limit);
  }

  private static int least(int[] row) {
    int least = row[0];
    for (int cell : row) {
      least = Math.min(least, cell);
    }
    return least;
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
