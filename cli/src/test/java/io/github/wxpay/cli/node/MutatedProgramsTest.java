package io.github.wxpay.cli.node;

import static io.github.wxpay.cli.node.Statements.DEFECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged programs never fail the converter; {@code -Dseed} repeats a run. What it makes of them is
 * compiled for one seed only, another one with {@code -Dseed}: such a program may use a name in
 * ways that the converter cannot tell apart.
 */
class MutatedProgramsTest {
  private static final int MUTATIONS = 10_000;

  /** One of so many is compiled too. */
  private static final int COMPILED = Integer.getInteger("compiled", 50);

  private static final long COMPILED_SEED = 77;

  private static final String SIGNS = "{}[]()`'\"\\$;,.=>?:/*+-!&|~^%#@\n\u0000\ud800_aA0é";

  @TempDir Path folder;

  @Test
  void alwaysEndsWithAConversion() throws Exception {
    Map<String, String> unused =
        converted(Long.getLong("seed", System.nanoTime()), MUTATIONS, false);
  }

  @Test
  void compilesWhatItConverts() throws Exception {
    new Programs(folder, converted(Long.getLong("seed", COMPILED_SEED), COMPILED, true)).close();
  }

  /**
   * Converts mutations, and returns the Java of one in so many by the names of their classes.
   *
   * @param strict whether a line on which the converter failed, and which it names, is a failure;
   *     otherwise it is printed
   */
  private static Map<String, String> converted(long seed, int kept, boolean strict)
      throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> programs = new ArrayList<>(SameRequestsTest.programs().values());
    int complete = 0;
    Map<String, String> java = new LinkedHashMap<>();
    for (int i = 0; i < MUTATIONS; i++) {
      String source = programs.get(random.nextInt(programs.size()));
      int changes = 1 + random.nextInt(4);
      for (int k = 0; k < changes; k++) {
        source = mutated(source, programs, random);
      }
      String given = source;
      boolean typed = random.nextInt(8) == 0;
      String message = "seed " + seed + ", mutation " + i + ":\n" + given;
      Conversion conversion =
          i % 100 == 0
              ? Assertions.assertTimeoutPreemptively(
                  Duration.ofSeconds(20), () -> new Node2Java(typed).file("a.js", given), message)
              : convert(typed, given, message);
      if (i % kept == 0) {
        Conversion named = new Node2Java(typed).file("m" + i + ".js", given);
        java.put(named.className(), named.java());
      }
      complete += conversion.isComplete() ? 1 : 0;
      assertThat(conversion.java()).as(message).contains("class A");
      assertThat(conversion.remaining()).as(message).allMatch(one -> one.line() > 0);
      boolean failed =
          conversion.remaining().stream().anyMatch(one -> one.reason().startsWith(DEFECT));
      assertThat(failed && strict).as(message).isFalse();
      if (failed) {
        System.out.println("A defect of the converter: " + message);
      }
    }
    System.out.println(complete + " of " + MUTATIONS + " mutations were converted completely");
    return java;
  }

  private static Conversion convert(boolean typed, String given, String message) {
    try {
      return new Node2Java(typed).file("a.js", given);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(message, e);
    }
  }

  private static String mutated(String source, List<String> programs, Random random) {
    if (source.isEmpty()) {
      return ";";
    }
    int at = random.nextInt(source.length());
    int end = Math.min(source.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(6)) {
      case 0:
        return source.substring(0, at) + source.substring(end);
      case 1:
        return source.substring(0, at)
            + SIGNS.charAt(random.nextInt(SIGNS.length()))
            + source.substring(at);
      case 2:
        return source.substring(0, at)
            + SIGNS.charAt(random.nextInt(SIGNS.length()))
            + source.substring(at + 1);
      case 3:
        return source.substring(0, end) + source.substring(at, end) + source.substring(end);
      case 4:
        String other = programs.get(random.nextInt(programs.size()));
        int from = random.nextInt(other.length());
        int to = Math.min(other.length(), from + random.nextInt(40));
        return source.substring(0, at) + other.substring(from, to) + source.substring(at);
      default:
        return source.substring(0, at);
    }
  }

  @Test
  void refusesDeepNesting() {
    for (String open :
        List.of(
            "(", "[", "{a:", "!", "a?b:", "`${", "(a)=>", "if(a)", "{", "a=", "new ", "await ")) {
      Conversion conversion = new Node2Java(false).file("a.js", open.repeat(20_000) + "1");
      assertThat(conversion.isComplete()).as(open).isFalse();
    }
  }
}
