package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The rooms of the library, lowest first; each uses only rooms before it. */
class PackageArrowsTest {
  private static final String ROOT = "io.github.wxpay";

  /** A row is one room, or siblings that must not meet. */
  private static final List<Set<String>> ROOMS =
      List.of(
          Set.of(".internal.text"),
          Set.of(".exception", ".internal.url"),
          Set.of(".internal.keys", ".internal.gzip"),
          Set.of(".crypto"),
          Set.of(".internal.json"),
          Set.of(".codec"),
          Set.of(".http"),
          Set.of(".internal.call"),
          Set.of(".internal.trust"),
          Set.of(".internal.v3", ".internal.v2", ".internal.transport"),
          Set.of(".internal.pipeline"),
          Set.of(""));

  /** A value without dependencies, which exceptions contain although its room comes later. */
  private static final String VALUE = " -> " + ROOT + ".http.Attempt ";

  private static final Pattern ARROW =
      Pattern.compile(" +(" + ROOT + "[\\w.$]*)\\.\\w[\\w$]* +-> +(" + ROOT + "[\\w.$]*)\\.\\w.*");

  @Test
  void everyPackageUsesOnlyEarlierPackages() {
    List<String> faults = faults(arrows(jdeps()));

    assertThat(faults).isEmpty();
  }

  @Test
  void findsDependencies() {
    Set<List<String>> arrows = arrows(jdeps());

    assertThat(arrows)
        .hasSizeGreaterThan(15)
        .contains(List.of("", ".http"), List.of(".internal.pipeline", ".internal.transport"));
  }

  @Test
  void reportsDependencyOnLaterPackage() {
    assertThat(faults(Set.of(List.of(".http", "")))).containsExactly(".http -> (root)");
  }

  @Test
  void reportsDependencyBetweenPackagesOfOneRow() {
    assertThat(faults(Set.of(List.of(".internal.v3", ".internal.transport"))))
        .containsExactly(".internal.v3 -> .internal.transport");
  }

  @Test
  void reportsPackageThatIsNotListed() {
    assertThat(faults(Set.of(List.of("", ".util")))).containsExactly("unknown package .util");
  }

  @Test
  void reportsMissingDependencies() {
    assertThatThrownBy(() -> arrows("nothing"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no dependency");
  }

  private static List<String> faults(Set<List<String>> arrows) {
    List<String> faults = new ArrayList<>();
    for (List<String> arrow : arrows) {
      int from = row(arrow.get(0));
      int to = row(arrow.get(1));
      if (from < 0 || to < 0) {
        faults.add("unknown package " + arrow.get(from < 0 ? 0 : 1));
      } else if (to >= from) {
        faults.add(shown(arrow.get(0)) + " -> " + shown(arrow.get(1)));
      }
    }
    return faults;
  }

  private static int row(String room) {
    for (int i = 0; i < ROOMS.size(); i++) {
      if (ROOMS.get(i).contains(room)) {
        return i;
      }
    }
    return -1;
  }

  private static String shown(String room) {
    return room.isEmpty() ? "(root)" : room;
  }

  /** Pairs of different packages, without the root's name. */
  private static Set<List<String>> arrows(String output) {
    Set<List<String>> arrows = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
    int seen = 0;
    for (String line : output.split("\n", -1)) {
      Matcher matcher = ARROW.matcher(line);
      if (matcher.matches() && !line.replaceAll(" +", " ").contains(VALUE)) {
        seen++;
        String from = matcher.group(1).substring(ROOT.length());
        String to = matcher.group(2).substring(ROOT.length());
        if (!from.equals(to)) {
          arrows.add(List.of(from, to));
        }
      }
    }
    assertThat(seen).as("no dependency was found; check the output of jdeps").isPositive();
    return arrows;
  }

  /** Returns the folder below the module's descriptor, so that jdeps needs no module path. */
  private static String jdeps() {
    Path classes = ModuleTest.classes().resolve("io");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "-verbose:class",
                "-filter:none",
                classes.toString());
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }
}
