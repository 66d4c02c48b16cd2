package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds endpoints by words. */
final class Search {
  private static final Pattern BLANKS = Pattern.compile("[\\s\u3000]+");
  private static final Pattern PATH_WORDS = Pattern.compile("[/_{}\\-]+");

  private final List<Endpoint> endpoints;
  // Made when an endpoint is first looked at: most programs search a few times or never.
  private final Map<Endpoint, Set<String>> names = new ConcurrentHashMap<>();

  Search(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  List<Endpoint> find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    String[] words = BLANKS.split(wanted);
    List<Hit> hits = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      int score = score(endpoint, words);
      if (score > 0) {
        hits.add(new Hit(endpoint, score));
      }
    }
    hits.sort(
        Comparator.comparingInt((Hit hit) -> -hit.score)
            .thenComparingInt(hit -> hit.endpoint.path().length()));
    List<Endpoint> found = new ArrayList<>();
    hits.forEach(hit -> found.add(hit.endpoint));
    return List.copyOf(found);
  }

  private int score(Endpoint endpoint, String[] words) {
    int sum = 0;
    for (String word : words) {
      int score = score(endpoint, word);
      if (score == 0) {
        return 0;
      }
      sum += score;
    }
    // What is no longer offered comes after what is, at equal fit and a little beyond.
    return Math.max(1, endpoint.isDeprecated() ? sum - 25 : sum);
  }

  private int score(Endpoint endpoint, String word) {
    String title = endpoint.title().toLowerCase(Locale.ROOT);
    String path = endpoint.path().toLowerCase(Locale.ROOT);
    if (title.equals(word) || path.equals(word) || ("/" + path).equals(word)) {
      return 100;
    }
    int best = 0;
    if (title.contains(word)) {
      // The shorter the title, the more it is about the word.
      best = 60 + Math.min(20, 20 * word.length() / title.length());
    }
    for (String segment : Routes.segments(path)) {
      if (segment.equals(word)) {
        best = Math.max(best, 75);
      } else if (List.of(PATH_WORDS.split(segment)).contains(word)) {
        best = Math.max(best, 65);
      }
    }
    if (path.contains(word)) {
      best = Math.max(best, 50);
    }
    Set<String> fields = names.computeIfAbsent(endpoint, Search::names);
    if (fields.contains(word)) {
      return Math.max(best, 40);
    }
    return best > 0 || fields.stream().noneMatch(name -> name.contains(word)) ? best : 20;
  }

  private static Set<String> names(Endpoint endpoint) {
    Set<String> names = new LinkedHashSet<>();
    add(names, endpoint.pathParameters());
    add(names, endpoint.query());
    add(names, endpoint.request());
    add(names, endpoint.meta());
    add(names, endpoint.response());
    return names;
  }

  private static void add(Set<String> names, List<Field> fields) {
    for (Field field : fields) {
      names.add(field.name().toLowerCase(Locale.ROOT));
      add(names, field.fields());
    }
  }

  private static final class Hit {
    final Endpoint endpoint;
    final int score;

    Hit(Endpoint endpoint, int score) {
      this.endpoint = endpoint;
      this.score = score;
    }
  }
}
