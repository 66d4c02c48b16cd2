package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds endpoints by words. */
final class Search {
  // Endpoints that overseas merchants use too come after those for mainland merchants only.
  private static final String ABROAD = "apihk.mch.weixin.qq.com";

  private final List<Endpoint> endpoints;
  // Created at the first search, because most programs never search.
  private volatile @Nullable List<Entry> entries;
  private volatile @Nullable SearchWords known;

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
    String all = String.join(" ", words);
    List<String> sought = known().isKnown(all) ? List.of(all) : words;
    List<Endpoint> found = found(sought);
    List<String> split = split(words);
    if (found.isEmpty() && !split.equals(sought)) {
      found = found(split);
    }
    if (found.isEmpty()) {
      words.replaceAll(this::corrected);
      found = found(words);
    }
    return found.isEmpty() ? similar(words) : found;
  }

  private List<String> split(List<String> words) {
    List<String> split = new ArrayList<>();
    words.forEach(word -> split.addAll(known().split(word)));
    return split;
  }

  private List<Endpoint> found(List<String> words) {
    return sorted(entry -> entry.score(words, known()));
  }

  /** Returns the endpoints with most of the pairs of characters of Chinese words. */
  private List<Endpoint> similar(List<String> words) {
    Set<String> pairs = new LinkedHashSet<>();
    List<String> others = new ArrayList<>();
    for (String word : words) {
      if (Entry.CHINESE.matcher(word).matches()) {
        for (int i = 0; i + 2 <= word.length(); i++) {
          pairs.add(word.substring(i, i + 2));
        }
      } else {
        others.add(word);
      }
    }
    return pairs.isEmpty()
        ? List.of()
        : sorted(
            entry -> {
              int rest = others.isEmpty() ? 1 : entry.score(others, known());
              int hits = entry.hits(pairs);
              return rest > 0 && hits >= 2 && hits * 5 >= pairs.size() * 3
                  ? rest + 100 * hits / pairs.size()
                  : 0;
            });
  }

  private List<Endpoint> sorted(ToIntFunction<Entry> score) {
    List<Entry> hits = new ArrayList<>();
    Map<Entry, Integer> scores = new HashMap<>();
    for (Entry entry : entries()) {
      int points = score.applyAsInt(entry);
      if (points > 0) {
        hits.add(entry);
        scores.put(entry, points + entry.preference);
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
      if (entry.score(word, known(), 100) > 0) {
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

  private SearchWords known() {
    SearchWords read = known;
    if (read == null) {
      read = SearchWords.read();
      known = read;
    }
    return read;
  }

  private List<Entry> entries() {
    List<Entry> created = entries;
    if (created == null) {
      created = new ArrayList<>();
      for (Endpoint endpoint : endpoints) {
        created.add(new Entry(endpoint, known().product(endpoint.path())));
      }
      entries = created;
    }
    return created;
  }

  private static final class Entry {
    // In this class, so that they are compiled at the first search and not by load().
    static final Pattern BLANKS = Pattern.compile("[\\s\u3000]+");
    static final Pattern BETWEEN_WORDS = Pattern.compile("[/_{}\\-]+");

    /** The endpoints that most merchants look for. */
    static final Pattern PLAIN =
        Pattern.compile(
            "v3/(pay/transactions|refund/domestic|fund-app/mch-transfer/transfer-bills|profitsharing"
                + "|bill|certificates|merchant-service/complaints-v2|combine-transactions"
                + "|payscore/(serviceorder|permissions)|marketing/(favor|busifavor)|merchant/fund"
                + "|merchant/media|applyment4sub|new-tax-control-fapiao)(/.*)?");

    static final Pattern RETIRED =
        Pattern.compile("v3/(transfer|partner-transfer|transfer-detail)/.*");

    static final Pattern CHINESE = Pattern.compile("[\\p{IsHan}]{3,}");

    final Endpoint endpoint;
    final String title;
    final String path;
    final List<String> segments;
    final Set<String> words;
    final Set<String> names = new HashSet<>();
    final List<String> product;
    final int preference;

    Entry(Endpoint endpoint, List<String> product) {
      this.endpoint = endpoint;
      this.product = product;
      this.preference = preference(endpoint);
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

    /** Returns how much earlier an endpoint comes than others of equal score. */
    private static int preference(Endpoint endpoint) {
      int preference = PLAIN.matcher(endpoint.path()).matches() ? 10 : 0;
      preference -= endpoint.version() == 2 ? 10 : 0;
      preference -= RETIRED.matcher(endpoint.path()).matches() ? 15 : 0;
      preference -= endpoint.hosts().contains(ABROAD) ? 10 : 0;
      return endpoint.isDeprecated() ? preference - 25 : preference;
    }

    int score(List<String> words, SearchWords known) {
      int sum = 0;
      // Beside other words a meaning is one of several hints.
      int most = words.size() > 1 ? 75 : 100;
      for (String word : words) {
        int score = score(word, known, most);
        if (score == 0) {
          return 0;
        }
        sum += score;
      }
      return sum;
    }

    /** Returns the score of a word, or of what it may mean too. */
    int score(String word, SearchWords known, int most) {
      int best = score(word);
      for (List<String> parts : known.alternatives(word)) {
        int least = most;
        for (String part : parts) {
          least = Math.min(least, score(part));
        }
        best = Math.max(best, least);
      }
      return best;
    }

    /** Returns how many of the texts the title and the words of the product contain. */
    int hits(Set<String> texts) {
      int hits = 0;
      for (String text : texts) {
        boolean hit =
            title.contains(text) || product.stream().anyMatch(word -> word.contains(text));
        hits += hit ? 1 : 0;
      }
      return hits;
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
      if (product.contains(word)) {
        return Math.max(best, 60);
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
