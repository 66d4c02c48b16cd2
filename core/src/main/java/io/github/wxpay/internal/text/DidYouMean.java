package io.github.wxpay.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests the most similar of some known words. */
public final class DidYouMean {
  private DidYouMean() {}

  /**
   * Returns {@code " Did you mean 'x'?"} if one of the words is similar, and the empty text
   * otherwise. Words that look like a secret, and long ones, are neither compared nor shown.
   */
  public static String nearest(String word, Collection<String> known) {
    if (Printable.looksLikeSecret(word)) {
      return "";
    }
    return known.stream()
        .filter(k -> !Printable.looksLikeSecret(k))
        .filter(k -> distance(word, k) <= Math.max(1, Math.min(word.length(), k.length()) / 3))
        .min(Comparator.comparingInt(k -> distance(word, k)))
        .map(k -> " Did you mean '" + Printable.of(k) + "'?")
        .orElse("");
  }

  /** Returns the Levenshtein distance, ignoring case, {@code _} and {@code -}. */
  private static int distance(String a, String b) {
    String x = plain(a);
    String y = plain(b);
    int[] row = new int[y.length() + 1];
    for (int j = 0; j <= y.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= x.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= y.length(); j++) {
        int substituted = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[y.length()];
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
