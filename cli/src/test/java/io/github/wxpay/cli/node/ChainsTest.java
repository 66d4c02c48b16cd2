package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.testing.Sent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred recorded chains of the original's documentation, each with a body, a query or
 * placeholders from the seed, send what the original sends. {@code -Dseed} repeats a run, and
 * {@code -Dvectors=DIR} takes the chains of another folder.
 */
class ChainsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]+)\\}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z$_][\\w$]*");

  @TempDir Path folder;

  @Test
  void sendsWhatTheOriginalSends() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String vectors = System.getProperty("vectors", "src/test/resources/vectors");
    List<JsonNode> chains = new ArrayList<>();
    JSON.readTree(Path.of(vectors, "chain_docs.json").toFile()).forEach(chains::add);
    Collections.shuffle(chains, random);

    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, String> java = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    for (JsonNode chain : chains.subList(0, Math.min(100, chains.size()))) {
      String name = "Chain" + sources.size();
      Program program = new Program(chain, random);
      sources.put(name, program.source);
      expected.put(name, program.expected);
      Conversion conversion = new Node2Java(false).file(name + ".js", program.source);
      assertThat(conversion.remaining()).as(program.source).isEmpty();
      java.put(name, conversion.java());
    }

    Map<String, String> sent = new LinkedHashMap<>();
    Original original = new Original(folder);
    try (Programs programs = new Programs(folder, java)) {
      for (String name : sources.keySet()) {
        original.add(sources.get(name), programs.names(name));
        List<Sent> requests = programs.run(name);
        assertThat(requests).as(java.get(name)).hasSize(1);
        sent.put(name, SentText.of(requests.get(0)));
      }
    }
    assertThat(sent).as("seed %d", seed).isEqualTo(expected);
    compare(original, sources, sent, seed);
  }

  private void compare(
      Original original, Map<String, String> sources, Map<String, String> sent, long seed)
      throws Exception {
    Optional<JsonNode> live = original.requests(folder);
    if (live.isEmpty()) {
      System.out.println("The original is not installed; compared with the vectors alone.");
      return;
    }
    int i = 0;
    for (String name : sources.keySet()) {
      JsonNode result = live.get().get(i++);
      assertThat(result.get("error").asText()).as(sources.get(name)).isEmpty();
      assertThat(SentText.of(result.get("requests").get(0)))
          .as("seed %d%n%s", seed, sources.get(name))
          .isEqualTo(sent.get(name));
    }
  }

  /** A program with one call, and the request that the vector says. */
  private static final class Program {
    final String source;
    final String expected;

    Program(JsonNode chain, Random random) throws Exception {
      String path = chain.get("expected").asText();
      String method = chain.get("input").get("method").asText();
      boolean v2 = path.startsWith("v2/");
      boolean body = List.of("post", "put", "patch").contains(method);
      StringBuilder js = new StringBuilder("wxpay");
      chain.get("input").get("steps").forEach(step -> js.append(step(step, random)));

      String target = path;
      List<String> config = new ArrayList<>();
      Matcher matcher = PLACEHOLDER.matcher(path);
      while (matcher.find()) {
        String value = value(random);
        config.add("'" + matcher.group(1) + "': '" + value + "'");
        target = target.replace(matcher.group(), value);
      }
      String query = "";
      if (!body && random.nextBoolean()) {
        String value = value(random);
        config.add("params: { mchid: `" + value + "`, limit: 10 }");
        query = "?mchid=" + value + "&limit=10";
      }
      ObjectNode fields = JSON.createObjectNode();
      if (body) {
        fields.put("mch_id", "1900000109").put("text", value(random));
        if (!v2) {
          fields.put("flag", random.nextBoolean());
          fields.putObject("amount").put("total", random.nextInt(1000)).put("currency", "CNY");
        }
      }
      List<String> arguments = new ArrayList<>();
      if (body) {
        arguments.add(literal(fields.toString(), random));
      }
      if (!config.isEmpty()) {
        arguments.add("{ " + String.join(", ", config) + " }");
      }
      boolean called = method.equals("post") && random.nextInt(4) == 0;
      String call = js + (called ? "" : "." + method) + "(" + String.join(", ", arguments) + ")";
      boolean awaits = random.nextBoolean();
      source =
          awaits
              ? "const { data } = await " + call + ";\nconsole.log(data.code_url);\n"
              : call + "\n  .then(({ status }) => console.log(status))\n";
      String text =
          !body
              ? ""
              : v2
                  ? "{mch_id=1900000109, text=" + fields.get("text").asText() + "}"
                  : fields.toString();
      expected =
          method.toUpperCase(java.util.Locale.ROOT)
              + " /"
              + target.replaceFirst("^v2/", "")
              + query
              + " ,, "
              + text;
    }

    /** Returns an object literal: names without quotes, other quotes, and a trailing comma. */
    private static String literal(String json, Random random) {
      String plain = json.replaceAll("\"(\\w+)\":", " $1: ");
      plain = random.nextBoolean() ? plain.replace('"', '\'') : plain;
      return random.nextBoolean() ? plain.replaceAll("\\}$", ", }") : plain;
    }

    private static String value(Random random) {
      return "v" + Integer.toString(random.nextInt(1_000_000), 36);
    }

    private static String step(JsonNode step, Random random) {
      if (step.isObject()) {
        return ".chain('" + step.get("chain").asText() + "')";
      }
      String text = step.asText();
      boolean dot = NAME.matcher(text).matches() && random.nextInt(3) > 0;
      return dot ? "." + text : random.nextBoolean() ? "['" + text + "']" : "[`" + text + "`]";
    }
  }
}
