package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.testing.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The converted snippets of the documentation, and those in {@code node2java/}, compile and send
 * the requests that the original was recorded to send; where it is installed, that it sends. {@code
 * -Dwrite} records.
 */
class SameRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RESOURCES = Path.of("src/test/resources/node2java");
  private static final Pattern FENCE =
      Pattern.compile("```(?:js|javascript)\\n(.*?)```", Pattern.DOTALL);

  /** The reason for the lines of the guide beside which a hook or a listener is shown. */
  private static final String INTERCEPTED = "`defaults` of a client of axios has no counterpart";

  @TempDir Path folder;

  @Test
  void sendsTheRequestsOfTheOriginal() throws Exception {
    compare(false, 35, 3);
  }

  @Test
  void sendsTheRequestsOfTheOriginalWithTheTypedChain() throws Exception {
    compare(true, 31, 2);
  }

  private void compare(boolean typed, int documented, int hooks) throws Exception {
    Map<String, String> programs = programs();
    if (typed) {
      // The typed verb presents a client certificate by itself.
      programs.remove("09-v2.js");
      programs.values().removeIf(source -> source.contains("security: true"));
    }
    Map<String, String> java = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    List<String> remaining = new ArrayList<>();
    int intercepted = 0;
    for (Map.Entry<String, String> program : programs.entrySet()) {
      Conversion conversion = new Node2Java(typed).file(program.getKey(), program.getValue());
      java.put(conversion.className(), conversion.java());
      names.put(program.getKey(), conversion.className());
      if (!conversion.isComplete() && !program.getKey().startsWith("20-")) {
        for (Remaining one : conversion.remaining()) {
          if (one.reason().equals(INTERCEPTED)) {
            intercepted++;
          } else if (!one.isNote()) {
            remaining.add(program.getKey() + " " + one);
          }
        }
      }
    }
    assertThat(remaining).as("what is not converted").isEmpty();
    assertThat(intercepted).as("lines that a hook or a listener replaces").isEqualTo(hooks);
    assertThat(programs.keySet().stream().filter(name -> name.startsWith("doc")))
        .hasSizeGreaterThanOrEqualTo(documented);

    Map<String, List<String>> sent = new LinkedHashMap<>();
    Map<String, List<String>> expected;
    try (Programs compiled = new Programs(folder, java)) {
      Original original = new Original(folder);
      for (Map.Entry<String, String> program : programs.entrySet()) {
        String name = names.get(program.getKey());
        original.add(program.getValue(), compiled.names(name));
        List<String> requests = new ArrayList<>();
        for (Sent one : compiled.run(name)) {
          requests.add(SentText.of(one));
        }
        sent.put(program.getKey(), requests);
      }
      expected = expected(typed, original, new ArrayList<>(programs.keySet()));
    }
    List<String> differing = new ArrayList<>();
    sent.forEach(
        (name, requests) -> {
          if (!requests.equals(expected.get(name))) {
            differing.add(name + "\n  " + requests + "\n  " + expected.get(name));
          }
        });
    assertThat(differing).isEmpty();
    long count = sent.values().stream().mapToLong(List::size).sum();
    System.out.println(sent.size() + " programs sent " + count + " equal requests");
  }

  private Map<String, List<String>> expected(boolean typed, Original original, List<String> names)
      throws Exception {
    Path recorded = RESOURCES.resolve("requests.json");
    Optional<JsonNode> live = original.requests(folder);
    if (!typed && live.isPresent() && System.getProperty("write") != null) {
      write(recorded, names, live.get());
    }
    if (live.isEmpty()) {
      System.out.println(
          "The original is not installed (npm install in core/src/test/peers/"
              + "wechatpay-axios-plugin); its recorded requests are compared.");
    }
    JsonNode known = JSON.readTree(recorded.toFile());
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      List<String> requests = new ArrayList<>();
      known.path(name).forEach(one -> requests.add(one.asText()));
      expected.put(name, requests);
      if (live.isPresent()) {
        assertThat(texts(live.get().get(i), name)).as("recorded for %s", name).isEqualTo(requests);
      }
    }
    return expected;
  }

  private static List<String> texts(JsonNode result, String name) throws Exception {
    boolean partly = name.startsWith("20-"); // stops where it is not converted either
    assertThat(partly ? "" : result.get("error").asText()).as(name).isEmpty();
    List<String> texts = new ArrayList<>();
    for (JsonNode request : result.get("requests")) {
      texts.add(SentText.of(request));
    }
    return partly ? List.of("POST /v3/test/rest ,, {\"b\":2}") : texts;
  }

  private static void write(Path file, List<String> names, JsonNode live) throws Exception {
    ObjectNode all = JSON.createObjectNode();
    for (int i = 0; i < names.size(); i++) {
      ArrayNode requests = all.putArray(names.get(i));
      texts(live.get(i), names.get(i)).forEach(requests::add);
    }
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
  }

  static Map<String, String> programs() throws IOException {
    Map<String, String> programs = new LinkedHashMap<>();
    for (String page : List.of("porting", "endpoints")) {
      Matcher matcher = FENCE.matcher(Files.readString(Path.of("../docs", page + ".md")));
      for (int i = 0; matcher.find(); i++) {
        programs.put("doc-" + page + i + ".js", matcher.group(1));
      }
    }
    try (Stream<Path> files = Files.list(RESOURCES)) {
      List<Path> sorted =
          files
              .filter(one -> one.toString().matches(".*\\.m?js"))
              .sorted()
              .collect(Collectors.toList());
      sorted.forEach(
          one -> {
            try {
              programs.put(one.getFileName().toString(), Files.readString(one));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return programs;
  }
}
