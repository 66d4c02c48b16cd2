package io.github.wxpay.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Placeholders are found where a regular expression finds them. */
class TemplateScannerTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\+?)([^{}]+)}|<([^<>]+)>");
  private static final String ALPHABET = "{{}}<>+ab/?%";
  private static final int CASES = 40_000;

  @Test
  void shortTemplatesHaveThePlaceholdersOfTheExpression() {
    List<String> all = new ArrayList<>(List.of(""));
    String letters = "{}<>+a?";
    for (int from = 0, length = 0; length < 5; length++) {
      int to = all.size();
      for (; from < to; from++) {
        for (int i = 0; i < letters.length(); i++) {
          all.add(all.get(from) + letters.charAt(i));
        }
      }
    }

    assertThat(all).hasSize(19_608);
    all.forEach(template -> compare(template, "exhaustive"));
  }

  @Test
  void randomTemplatesHaveThePlaceholdersOfTheExpression() {
    long seed = System.nanoTime();
    System.out.println("TemplateScannerTest: seed " + seed);
    Random random = new Random(seed);
    int expanded = 0;

    for (int i = 0; i < CASES; i++) {
      StringBuilder template = new StringBuilder();
      int length = random.nextInt(24);
      for (int j = 0; j < length; j++) {
        template.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      boolean good = compare(template.toString(), "seed " + seed);
      expanded += good ? 1 : 0;
    }

    assertThat(expanded).as("expanded, seed %d", seed).isGreaterThan(CASES / 50);
  }

  /** Compares names, names of values with a %, and the path; returns whether there is a path. */
  private static boolean compare(String template, String as) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> spoiled = new LinkedHashSet<>();
    StringBuilder path = new StringBuilder();
    boolean stray = false;
    int mark = template.indexOf('?');
    for (String part :
        mark < 0
            ? List.of(template)
            : List.of(template.substring(0, mark), template.substring(mark + 1))) {
      Matcher matcher = PLACEHOLDER.matcher(part);
      int from = 0;
      while (matcher.find()) {
        boolean encoded = "+".equals(matcher.group(1));
        String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        names.add(name);
        if (!encoded) {
          spoiled.add(name);
        }
        stray |= isStray(part.substring(from, matcher.start()));
        path.append(part, from, matcher.start()).append(encoded ? "%25" : "%2525");
        from = matcher.end();
      }
      stray |= isStray(part.substring(from));
      path.append(part.substring(from)).append('?');
    }
    path.setLength(path.length() - 1);
    Map<String, Object> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, "%25"));
    boolean refused =
        stray
            || path.indexOf("//") == 0
            || Pattern.compile("%(?![0-9a-f]{2})").matcher(path).find()
            || Pattern.compile("(^|/)([.]|%2e){1,2}(/|[?]|$)").matcher(path).find();

    Template made = Template.of(template);

    assertThat(made.names()).as("names of %s, %s", template, as).containsExactlyElementsOf(names);
    assertThat(made.namesWithPercent(values))
        .as("names with percent of %s, %s", template, as)
        .containsExactlyElementsOf(spoiled);
    if (refused) {
      assertThat(catchThrowable(() -> made.expand(values)))
          .as("%s, %s", template, as)
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(made.expand(values)).as("%s, %s", template, as).isEqualTo(path.toString());
    }
    return !refused;
  }

  private static boolean isStray(String text) {
    return text.matches(".*[{}<>].*");
  }
}
