package io.github.wxpay.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A package of npm in one process of Node.js, asked by lines of JSON. {@code npm install} in its
 * folder comes first, as the continuous integration does it; where it is not installed the test is
 * skipped and says so, since tests fetch nothing.
 */
final class NodePeer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ANSWER_SECONDS = 60;

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private NodePeer(Process process) {
    this.process = process;
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts {@code src/test/peers/NAME/peer.js}, with what its package.json asks for. */
  static NodePeer start(String name) throws IOException, InterruptedException {
    Path folder = Path.of("src/test/peers", name);
    Path errors = Files.createDirectories(Path.of("target/peers")).resolve(name + ".txt");
    assumeTrue(
        Files.isDirectory(folder.resolve("node_modules").resolve(name)),
        () -> "Skipped: run `npm install --no-package-lock` in core/" + folder + " first.");
    assumeTrue(isThere("node", errors), "Skipped: there is no Node.js (node).");
    return new NodePeer(
        new ProcessBuilder("node", "peer.js")
            .directory(folder.toFile())
            .redirectError(errors.toFile())
            .start());
  }

  /** Returns the results of operations in their order, each an array of its name and arguments. */
  JsonNode ask(List<List<Object>> operations)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    in.write(JSON.writeValueAsString(operations) + "\n");
    in.flush();
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return out.readLine();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    try {
      String line = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("The peer ended; core/target/peers says why.");
      }
      return JSON.readTree(line);
    } finally {
      if (!answer.isDone()) {
        process.destroyForcibly(); // ends the reading as well
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    in.close();
    out.close();
  }

  private static boolean isThere(String command, Path output)
      throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
