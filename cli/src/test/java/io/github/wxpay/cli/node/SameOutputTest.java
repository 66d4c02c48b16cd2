package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short programs print what they print in Node.js, or a line of them is named: the conversion of a
 * language that few programs need may be missing, but never different. {@code -Dwrite} records.
 */
class SameOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RECORDED = Path.of("src/test/resources/node2java/outputs.json");

  /** The number of programs that are converted completely. */
  private static final int COMPLETE = 238;

  @TempDir Path folder;

  @Test
  void printsWhatNodePrints() throws Exception {
    JsonNode recorded = JSON.readTree(RECORDED.toFile());
    compareWithNode(recorded);
    Map<String, JsonNode> programs = new LinkedHashMap<>();
    Map<String, String> java = new LinkedHashMap<>();
    for (int i = 0; i < recorded.size(); i++) {
      String source = recorded.get(i).get("source").asText();
      Conversion conversion = new Node2Java(false).file("output" + i + ".js", source);
      if (conversion.isComplete()) {
        programs.put(conversion.className(), recorded.get(i));
        java.put(conversion.className(), conversion.java());
      }
    }
    List<String> differing = new ArrayList<>();
    try (Programs compiled = new Programs(folder, java)) {
      for (Map.Entry<String, JsonNode> program : programs.entrySet()) {
        String output = compiled.output(program.getKey());
        String expected = program.getValue().get("output").asText();
        if (!output.equals(expected)) {
          String source = program.getValue().get("source").asText();
          differing.add(source + "\n  " + expected + "  " + output);
        }
      }
    }

    assertThat(differing).isEmpty();
    assertThat(programs.size()).isEqualTo(COMPLETE);
    System.out.println(
        COMPLETE + " of " + recorded.size() + " programs are converted, with equal outputs");
  }

  private void compareWithNode(JsonNode recorded) throws Exception {
    ArrayNode sources = JSON.createArrayNode();
    recorded.forEach(one -> sources.add(one.get("source").asText()));
    Optional<JsonNode> live = Original.node("outputs.js", sources, folder);
    if (live.isEmpty()) {
      System.out.println("There is no Node.js; the recorded outputs are compared.");
      return;
    }
    ArrayNode outputs = JSON.createArrayNode();
    for (int i = 0; i < recorded.size(); i++) {
      JsonNode old = recorded.get(i).get("output");
      outputs
          .addObject()
          .put("source", recorded.get(i).get("source").asText())
          .set("output", live.get().get(i).isNull() ? old : live.get().get(i));
    }
    if (System.getProperty("write") != null) {
      Files.writeString(
          RECORDED, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(outputs) + "\n");
    } else {
      assertThat(outputs).as("recorded").isEqualTo(recorded);
    }
  }
}
