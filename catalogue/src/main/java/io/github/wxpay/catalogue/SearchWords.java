package io.github.wxpay.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Words for the search beside titles and paths: those of products, those of the same meaning, and
 * those that a text without blanks is split into. The head of {@code search.txt} describes its
 * lines.
 */
final class SearchWords {
  private static final String FILE = "search.txt";

  private final Map<String, List<String>> products = new HashMap<>();
  private final Map<String, List<List<String>>> synonyms = new HashMap<>();
  private final Set<String> vocabulary = new HashSet<>();

  private SearchWords() {}

  static SearchWords read() {
    SearchWords words = new SearchWords();
    InputStream in = Objects.requireNonNull(SearchWords.class.getResourceAsStream(FILE), FILE);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        words.line(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + FILE + ".", e);
    }
    return words;
  }

  private void line(String line) {
    String rest = line.length() < 2 ? "" : line.substring(2).toLowerCase(Locale.ROOT);
    switch (line.charAt(0)) {
      case 'p':
        List<String> words = new ArrayList<>(List.of(rest.split(" ", -1)));
        products.put(words.remove(0), words);
        vocabulary.addAll(words);
        break;
      case 's':
        List<String> parts = new ArrayList<>(List.of(rest.split(" [|] ", -1)));
        String word = parts.remove(0);
        List<List<String>> alternatives = new ArrayList<>();
        parts.forEach(part -> alternatives.add(List.of(part.split("[+]", -1))));
        synonyms.put(word, alternatives);
        vocabulary.add(word);
        break;
      case 'w':
        vocabulary.addAll(List.of(rest.split(" ", -1)));
        break;
      default:
        break; // a comment
    }
  }

  /** Returns the words of the product that a path belongs to. */
  List<String> product(String path) {
    for (int end = path.length(); end > 0; end--) {
      List<String> words = products.get(path.substring(0, end));
      if (words != null) {
        return words;
      }
    }
    return List.of();
  }

  /** Returns whether words have alternatives. */
  boolean isKnown(String words) {
    return synonyms.containsKey(words);
  }

  /** Returns what words may mean too; all parts of one of them must match. */
  List<List<String>> alternatives(String word) {
    return synonyms.getOrDefault(word, List.of());
  }

  /** Splits a text without blanks into known words; returns the text itself if it has others. */
  List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.length();
      while (end > from
          && (end - from == text.length() || !vocabulary.contains(text.substring(from, end)))) {
        end--;
      }
      if (end == from) {
        return List.of(text);
      }
      words.add(text.substring(from, end));
      from = end;
    }
    return words;
  }
}
