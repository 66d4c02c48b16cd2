package io.github.wxpay.catalogue;

import java.util.List;

/** Measures the edit distance of words and paths. */
final class Words {
  private Words() {}

  /**
   * Returns how many characters must be changed, inserted, deleted or swapped with their neighbour
   * to turn one string into the other, but at most {@code limit}.
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
      int min = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + earlier[j - 2]);
        }
        min = Math.min(min, row[j]);
      }
      // A swap skips one row, so the search ends only after two rows beyond the limit.
      if (min >= limit && i > 1 && min(before) >= limit) {
        return limit;
      }
    }
    return Math.min(row[b.length()], limit);
  }

  private static int min(int[] row) {
    int min = row[0];
    for (int cell : row) {
      min = Math.min(min, cell);
    }
    return min;
  }

  /** Returns the distance between a path and a template, whose placeholders match any segment. */
  static int pathDistance(String path, String template, int limit) {
    if (template.indexOf('{') < 0) {
      return distance(path, template, limit);
    }
    List<String> given = Routes.segments(path);
    List<String> segments = Routes.segments(template);
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      boolean any = segments.get(i).startsWith("{") && i < given.size();
      filled.append(i == 0 ? "" : "/").append(any ? given.get(i) : segments.get(i));
    }
    return distance(path, filled.toString(), limit);
  }
}
