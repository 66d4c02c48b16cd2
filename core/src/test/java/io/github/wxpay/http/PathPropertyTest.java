package io.github.wxpay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.internal.url.Template;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the value of a placeholder or of the query is, it stays where it was put. */
class PathPropertyTest {
  private static final String BASE = "https://api.mch.weixin.qq.com";
  private static final int CASES = 20_000;

  /** Parts that could leave a segment, alone and combined. */
  private static final List<String> PIECES =
      List.of(
          "/",
          "\\",
          "?",
          "#",
          "&",
          "=",
          "%",
          "%2F",
          "%2e",
          "%00",
          "%zz",
          "..",
          ".",
          ";",
          ":",
          "@",
          "//",
          "{x}",
          "<x>",
          "{",
          "}",
          "'",
          "\"",
          " ",
          "+",
          "\u5fae",
          "\ud83d\ude00",
          "\u2028",
          "\ufeff",
          "e\u0301");

  @Test
  void keepsHostileValuesInOneSegment() {
    Set<String> values = new LinkedHashSet<>();
    for (String first : PIECES) {
      for (String second : PIECES) {
        values.add(first + second);
        values.add("a" + first + second + "b");
      }
    }
    values.removeAll(List.of(".", ".."));
    List<String> faults = new ArrayList<>();

    values.forEach(value -> check(value, faults));

    assertThat(values).hasSizeGreaterThan(1_500);
    assertThat(faults).isEmpty();
  }

  @Test
  void keepsRandomValuesInOneSegment() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> faults = new ArrayList<>();

    for (int i = 0; i < CASES; i++) {
      check(value(random), faults);
    }

    assertThat(faults).as("seed " + seed).isEmpty();
  }

  @Test
  void refusesRandomValuesOnlyForAReason() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> faults = new ArrayList<>();
    int refused = 0;

    for (int i = 0; i < CASES; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(4);
      for (int j = 0; j < length; j++) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      String value = random.nextInt(20) == 0 ? ".".repeat(random.nextInt(4)) : text.toString();
      boolean bad =
          value.isEmpty()
              || value.equals(".")
              || value.equals("..")
              || value.chars().anyMatch(Character::isISOControl)
              || !StandardCharsets.UTF_8.newEncoder().canEncode(value);
      Throwable thrown = catchThrowable(() -> Template.of("v3/{x}").expand(Map.of("x", value)));
      refused += bad ? 1 : 0;
      if (bad != thrown instanceof IllegalArgumentException) {
        faults.add(hex(value) + " " + thrown);
      }
    }

    assertThat(faults).as("seed " + seed).isEmpty();
    assertThat(refused).isBetween(CASES / 20, CASES - CASES / 20);
  }

  private static void check(String value, List<String> faults) {
    Outgoing request =
        Outgoing.of(
            "GET",
            BASE,
            "v3/a/{x}/b/<x>",
            Headers.none(),
            null,
            Options.of("x", value).query("the-name", value).query(value, 1));
    URI uri = request.uri();
    String[] segments = uri.getRawPath().split("/", -1);
    String[] params = uri.getRawQuery().split("&", -1);
    boolean right =
        segments.length == 6
            && segments[2].equals("a")
            && segments[4].equals("b")
            && decoded(segments[3]).equals(value)
            && segments[3].equals(segments[5])
            && params.length == 2
            && decoded(params[0].replace('+', ' ')).equals("the-name=" + value)
            && decoded(params[1].replace('+', ' ')).equals(value + "=1")
            && uri.getRawFragment() == null
            && uri.getHost().equals("api.mch.weixin.qq.com")
            && uri.normalize().equals(uri)
            && uri.toASCIIString().equals(uri.toString())
            && (BASE + "/" + request.path() + "?" + uri.getRawQuery()).equals(uri.toString());
    if (!right) {
      faults.add(hex(value) + " -> " + uri);
    }
  }

  private static String value(Random random) {
    while (true) {
      StringBuilder out = new StringBuilder();
      int length = 1 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        int kind = random.nextInt(6);
        if (kind == 0) {
          out.append(PIECES.get(random.nextInt(PIECES.size())));
        } else if (kind == 1) {
          out.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        } else if (kind == 2) {
          out.append((char) random.nextInt(0x3000));
        } else {
          out.append((char) (0x20 + random.nextInt(0x5f)));
        }
      }
      String value = out.toString();
      if (StandardCharsets.UTF_8.newEncoder().canEncode(value)
          && value.chars().noneMatch(Character::isISOControl)
          && !value.equals(".")
          && !value.equals("..")) {
        return value;
      }
    }
  }

  /** Decodes by RFC 3986, independently of the library. */
  private static String decoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(c);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String hex(String value) {
    StringBuilder out = new StringBuilder("'" + value + "'");
    value.chars().forEach(c -> out.append(String.format(Locale.ROOT, " %04x", c)));
    return out.toString();
  }
}
