package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** Tests that packages of the sandbox have no cycles and that the root does not use the page. */
class PackageArrowsTest {
  private static final String ROOT = "io.github.wxpay.sandbox";
  private static final Pattern ARROW =
      Pattern.compile(" +(" + ROOT + "[\\w.]*)\\.\\w[\\w$]* +-> +(" + ROOT + "[\\w.]*)\\.\\w.*");

  @Test
  void packagesHaveNoCycles() throws Exception {
    Map<String, Set<String>> arrows = arrows();

    assertThat(arrows.get(ROOT)).contains(ROOT + ".http").doesNotContain(ROOT + ".page");
    assertThat(arrows.get(ROOT + ".page"))
        .containsExactlyInAnyOrder(ROOT, ROOT + ".crypto", ROOT + ".http");
    // Removes packages that use no remaining one; a cycle would remain.
    boolean removed = true;
    while (removed) {
      removed = arrows.values().removeIf(uses -> uses.stream().noneMatch(arrows::containsKey));
    }
    assertThat(arrows).isEmpty();
  }

  @Test
  void usesNoPackageOfClient() throws Exception {
    Set<String> used = new TreeSet<>();
    Matcher arrow = Pattern.compile("-> +(io[.]github[.]wxpay[\\w.$]*)").matcher(listing());
    while (arrow.find()) {
      used.add(arrow.group(1));
    }

    assertThat(used).contains("io.github.wxpay.catalogue.Catalogue");
    assertThat(used)
        .allMatch(
            name -> name.startsWith(ROOT + ".") || name.startsWith("io.github.wxpay.catalogue."));
  }

  private static Map<String, Set<String>> arrows() throws Exception {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : listing().split("\n", -1)) {
      Matcher arrow = ARROW.matcher(line + " ");
      if (arrow.matches() && !arrow.group(1).equals(arrow.group(2))) {
        arrows.computeIfAbsent(arrow.group(1), p -> new TreeSet<>()).add(arrow.group(2));
      }
    }
    return arrows;
  }

  private static String listing() throws Exception {
    Path classes =
        Path.of(Sandbox.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter out = new StringWriter();
    // The folder below the module descriptor needs no module path.
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(out),
            new PrintWriter(out),
            "-verbose:class",
            "-filter:none",
            classes.resolve("io").toString());
    return out.toString();
  }
}
