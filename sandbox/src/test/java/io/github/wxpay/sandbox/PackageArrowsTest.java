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

/** The packages of the sandbox use each other in one direction; the root does not know the page. */
class PackageArrowsTest {
  private static final String ROOT = "io.github.wxpay.sandbox";
  private static final Pattern ARROW =
      Pattern.compile(" +(" + ROOT + "[\\w.]*)\\.\\w[\\w$]* +-> +(" + ROOT + "[\\w.]*)\\.\\w.*");

  @Test
  void noPackageUsesOneThatUsesIt() throws Exception {
    Map<String, Set<String>> arrows = arrows();

    assertThat(arrows.get(ROOT)).contains(ROOT + ".http").doesNotContain(ROOT + ".page");
    assertThat(arrows.get(ROOT + ".page"))
        .containsExactlyInAnyOrder(ROOT, ROOT + ".crypto", ROOT + ".http");
    // What uses nothing that is left is taken away until nothing is; a circle would stay.
    boolean taken = true;
    while (taken) {
      taken = arrows.values().removeIf(uses -> uses.stream().noneMatch(arrows::containsKey));
    }
    assertThat(arrows).isEmpty();
  }

  @Test
  void nothingOfTheClientIsUsed() throws Exception {
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
    // Below the module's descriptor, so that no module path is needed.
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
