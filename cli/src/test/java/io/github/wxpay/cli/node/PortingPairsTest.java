package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.testing.Sent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two sides of each pair of the porting guide send the same requests: the Java that is printed
 * there, and the JavaScript, whose requests {@link SameRequestsTest} compares with the original's.
 */
class PortingPairsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FENCE = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  /** The names that a side does not declare, with their types; their values are the programs'. */
  private static final Map<String, String> TYPES =
      Map.of(
          "wxpay", "Wxpay",
          "secured", "Wxpay",
          "wecom", "Wxpay",
          "order", "Map<String, Object>",
          "receiver", "Map<String, Object>",
          "mchid", "String",
          "no", "String",
          "paid", "String",
          "day", "String",
          "agentSecret", "String");

  private static final List<String> IMPORTS =
      List.of("", "codec.", "crypto.", "exception.", "http.");

  @TempDir Path folder;

  @Test
  void bothSidesSendTheSameRequests() throws Exception {
    JsonNode recorded =
        JSON.readTree(Path.of("src/test/resources/node2java/requests.json").toFile());
    Map<String, List<String>> expected = new LinkedHashMap<>();
    Map<String, String> java = new LinkedHashMap<>();
    int scripts = 0;
    int pairs = 0;
    List<MatchResult> fences =
        FENCE
            .matcher(Files.readString(Path.of("../docs/porting.md")))
            .results()
            .collect(Collectors.toList());
    for (int i = 0; i < fences.size(); i++) {
      if (!fences.get(i).group(1).matches("js|javascript")) {
        continue;
      }
      String script = "doc-porting" + scripts++ + ".js";
      List<String> requests = new ArrayList<>();
      recorded.path(script).forEach(one -> requests.add(one.asText()));
      if (fences.get(i).group(1).equals("js")) {
        assertThat(fences.get(i + 1).group(1)).as("what follows %s", script).isEqualTo("java");
        pairs++;
        if (!requests.isEmpty()) {
          String name = "Pair" + pairs;
          expected.put(name, requests);
          java.put(name, program(name, fences.get(i + 1).group(2)));
        }
      }
    }

    assertThat(pairs).isEqualTo(24);
    assertThat(java).hasSize(15);
    try (Programs programs = new Programs(folder, java)) {
      for (Map.Entry<String, List<String>> pair : expected.entrySet()) {
        List<List<Object>> sent = new ArrayList<>();
        for (Sent one : programs.run(pair.getKey())) {
          sent.add(unordered(SentText.of(one)));
        }
        List<List<Object>> originals = new ArrayList<>();
        for (String one : pair.getValue()) {
          originals.add(unordered(one));
        }
        assertThat(sent).as(java.get(pair.getKey())).isEqualTo(originals);
      }
    }
  }

  /** Returns a snippet as a method with a parameter for each name that it does not declare. */
  private static String program(String name, String snippet) {
    Set<String> free = new TreeSet<>();
    Matcher word = Pattern.compile("(?<![\\w.\"])[a-z]\\w*").matcher(snippet);
    while (word.find()) {
      if (TYPES.containsKey(word.group())) {
        free.add(word.group());
      }
    }
    String parameters =
        free.stream().map(one -> TYPES.get(one) + " " + one).collect(Collectors.joining(", "));
    String imports =
        IMPORTS.stream()
            .map(one -> "import io.github.wxpay." + one + "*;\n")
            .collect(Collectors.joining());
    return imports
        + "import io.github.wxpay.codec.Formatter;\n" // not that of java.util
        + "import java.nio.file.*;\nimport java.util.*;\nimport java.util.stream.*;\n"
        + ("public final class " + name + " {\n")
        + ("public static void run(" + parameters + ") throws Exception {\n")
        + snippet.replace(".security(true)", "") // there is no TLS
        + "}\n}\n";
  }

  /** Returns a request as a value that does not depend on the order of the fields of its body. */
  private static List<Object> unordered(String request) throws Exception {
    int body = request.indexOf("{\"");
    return body < 0
        ? List.of(request)
        : List.of(request.substring(0, body), JSON.readTree(request.substring(body)));
  }
}
