package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds endpoints by words. */
final class Search {
  // Endpoints that overseas merchants use too come after those for mainland merchants only.
  private static final String ABROAD = "apihk.mch.weixin.qq.com";

  private final List<Endpoint> endpoints;
  // Created at the first search, because most programs never search.
  private volatile @Nullable List<Entry> entries;

  Search(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  List<Endpoint> find(String text) {
    List<String> words =
        new ArrayList<>(List.of(Entry.BLANKS.split(text.toLowerCase(Locale.ROOT))));
    words.removeIf(String::isEmpty);
    if (words.isEmpty()) {
      return List.of();
    }
    List<Endpoint> found = found(words);
    if (found.isEmpty()) {
      words.replaceAll(this::corrected);
      found = found(words);
    }
    return found;
  }

  private List<Endpoint> found(List<String> words) {
    List<Entry> hits = new ArrayList<>();
    Map<Entry, Integer> scores = new HashMap<>();
    for (Entry entry : entries()) {
      int score = entry.score(words);
      if (score > 0) {
        hits.add(entry);
        scores.put(entry, score);
      }
    }
    hits.sort(
        Comparator.comparingInt((Entry hit) -> -scores.getOrDefault(hit, 0))
            .thenComparingInt(hit -> -hit.endpoint.version())
            .thenComparing(hit -> hit.endpoint.hosts().contains(ABROAD))
            .thenComparingInt(hit -> hit.path.length()));
    List<Endpoint> found = new ArrayList<>();
    hits.forEach(hit -> found.add(hit.endpoint));
    return Lines.of(found);
  }

  /** Returns the most similar known word for an unknown one; the word itself if none is similar. */
  private String corrected(String word) {
    int min = word.length() / 4;
    Map<String, Integer> near = new HashMap<>();
    for (Entry entry : entries()) {
      if (entry.score(word) > 0) {
        return word;
      }
      for (Set<String> known : List.of(entry.words, entry.names)) {
        for (String other : known) {
          int distance = Words.distance(word, other, min + 1);
          if (distance < min) {
            min = distance;
            near.clear();
          }
          if (distance == min) {
            near.merge(other, 1, Integer::sum);
          }
        }
      }
    }
    // Among equally similar words, the most frequent, then the alphabetically first one wins.
    return near.entrySet().stream()
        .min(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(word);
  }

  private List<Entry> entries() {
    List<Entry> created = entries;
    if (created == null) {
      created = new ArrayList<>();
      for (Endpoint endpoint : endpoints) {
        created.add(new Entry(endpoint));
      }
      entries = created;
    }
    return created;
  }

  private static final class Entry {
    // In this class, so that they are compiled at the first search and not by load().
    static final Pattern BLANKS = Pattern.compile("[\\s\u3000]+");
    static final Pattern BETWEEN_WORDS = Pattern.compile("[/_{}\\-]+");

    final Endpoint endpoint;
    final String title;
    final String path;
    final List<String> segments;
    final Set<String> words;
    final Set<String> names = new HashSet<>();

    Entry(Endpoint endpoint) {
      this.endpoint = endpoint;
      this.title = endpoint.title().toLowerCase(Locale.ROOT);
      this.path = endpoint.path().toLowerCase(Locale.ROOT);
      this.segments = Routes.segments(path);
      this.words = new HashSet<>(List.of(BETWEEN_WORDS.split(path)));
      add(endpoint.pathParameters());
      add(endpoint.query());
      add(endpoint.request());
      add(endpoint.meta());
      add(endpoint.response());
    }

    private void add(List<Field> fields) {
      for (Field field : fields) {
        names.add(field.name().toLowerCase(Locale.ROOT));
        add(field.fields());
      }
    }

    int score(List<String> words) {
      int sum = 0;
      for (String word : words) {
        int score = score(word);
        if (score == 0) {
          return 0;
        }
        sum += score;
      }
      // Deprecated endpoints come after others whose score is equal or a little lower.
      return Math.max(1, endpoint.isDeprecated() ? sum - 25 : sum);
    }

    int score(String word) {
      if (title.equals(word) || path.equals(word) || ("/" + path).equals(word)) {
        return 100;
      }
      int best = 0;
      if (title.contains(word)) {
        // The shorter the title, the better the word describes it.
        best = 60 + Math.min(20, 20 * word.length() / title.length());
      }
      if (segments.contains(word)) {
        return Math.max(best, 75);
      }
      if (words.contains(word)) {
        return Math.max(best, 65);
      }
      if (path.contains(word)) {
        return Math.max(best, 50);
      }
      if (names.contains(word)) {
        return Math.max(best, 40);
      }
      return best > 0 || names.stream().noneMatch(name -> name.contains(word)) ? best : 20;
    }
  }
}
