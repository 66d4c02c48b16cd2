package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes in the README of the original convert to Java that compiles. */
class OriginalReadmeTest {
  private static final Path README =
      Path.of(
          "../core/src/test/peers/wechatpay-axios-plugin/node_modules/wechatpay-axios-plugin/README.md");

  /** A fence, which may be part of a quotation. */
  private static final Pattern FENCE =
      Pattern.compile(
          "^(?<quote>(?:> )?)```(?:js|javascript)\\n(?<code>.*?)^\\k<quote>```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void convertsEverySnippetToJavaThatCompiles() throws Exception {
    assumeTrue(
        Files.isRegularFile(README),
        "The original is not installed (npm install in core/src/test/peers/wechatpay-axios-plugin).");
    String page = Files.readString(README);
    Map<String, String> java = new LinkedHashMap<>();
    List<String> remaining = new ArrayList<>();
    int complete = 0;
    Matcher matcher = FENCE.matcher(page);
    while (matcher.find()) {
      int fence = (int) page.substring(0, matcher.start("code")).lines().count();
      String source = matcher.group("code").replaceAll("(?m)^" + matcher.group("quote"), "");
      Conversion conversion = new Node2Java(false).file("readme-" + fence + ".js", source);
      java.put(conversion.className(), conversion.java());
      complete += conversion.isComplete() ? 1 : 0;
      for (Remaining one : conversion.remaining()) {
        assertThat(one.line()).isBetween(1, (int) source.lines().count());
        if (!one.isNote()) {
          assertThat(conversion.java()).contains("// TODO node2java line ");
          remaining.add("README.md:" + (fence + one.line()) + " " + one.reason());
        }
      }
    }
    new Programs(folder, java).close(); // compiles all of them

    remaining.forEach(System.out::println);
    System.out.println(
        java.size() + " snippets compile, " + complete + " are converted completely");
    assertThat(java).hasSize(22);
    assertThat(complete).isEqualTo(15);
    assertThat(remaining).hasSize(11);
  }
}
