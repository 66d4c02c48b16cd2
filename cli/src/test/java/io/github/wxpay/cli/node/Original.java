package io.github.wxpay.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The original, which runs programs in Node.js where it is installed. */
final class Original {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PEER = Path.of("../core/src/test/peers/wechatpay-axios-plugin");

  private final ObjectNode input = JSON.createObjectNode();
  private final ArrayNode programs = input.putArray("programs");

  Original(Path folder) {
    input.put("folder", folder.toString());
    input.put("response", Programs.RESPONSE);
    input.put("bill", Base64.getEncoder().encodeToString(Programs.bill()));
    ObjectNode config = input.putObject("config");
    config.put("mchid", Fixtures.MCHID).put("serial", Fixtures.SERIAL);
    config.put("privateKey", Fixtures.text("apiclient_key.pem")).put("secret", Fixtures.SECRET);
    config.putObject("certs").put(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"));
  }

  void add(String source, List<String> names) {
    ObjectNode program = programs.addObject().put("source", source);
    ArrayNode namesNode = program.putArray("names");
    ArrayNode values = program.putArray("values");
    for (String name : names) {
      namesNode.add(name);
      values.add(JSON.<JsonNode>valueToTree(Programs.value(name)));
    }
  }

  /** Returns the requests of each program; empty where the original is not installed. */
  Optional<JsonNode> requests(Path work) throws IOException, InterruptedException {
    if (!Files.isDirectory(PEER.resolve("node_modules/wechatpay-axios-plugin"))) {
      return Optional.empty();
    }
    return node("peer.js", input, work);
  }

  /** Runs a script of {@code peers/node2java} with an input; empty if there is no Node.js. */
  static Optional<JsonNode> node(String name, JsonNode input, Path work)
      throws IOException, InterruptedException {
    Path in = work.resolve("original-in.json");
    Path out = work.resolve("original-out.json");
    Files.write(in, JSON.writeValueAsBytes(input));
    Path script = Path.of("src/test/peers/node2java", name).toAbsolutePath();
    Process process;
    try {
      process =
          new ProcessBuilder("node", script.toString())
              .directory(PEER.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(work.resolve("original-err.txt").toFile())
              .start();
    } catch (IOException e) {
      return Optional.empty(); // there is no Node.js
    }
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(work.resolve("original-err.txt")));
      }
    } finally {
      process.destroyForcibly();
    }
    return Optional.of(JSON.readTree(out.toFile()));
  }
}
