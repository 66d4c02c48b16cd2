package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed in a download, at bytes that matter; {@code -Pnightly} adds 42 random ones.
 * Its target is absent, or complete.
 */
class KilledDownloadTest {
  private static final int RANDOM = Boolean.getBoolean("nightly") ? 42 : 0;
  private static final int AT_ONCE = 4;

  @TempDir Path folder;
  private final byte[] content = new byte[2_000_000];

  @Test
  void leavesNoTargetWhenProcessIsKilled() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    random.nextBytes(content);
    int last = content.length;
    // All bytes were sent in the last four: the program is killed in its last steps.
    List<Integer> points =
        new ArrayList<>(List.of(0, 1, last / 2, last - 1, last, last, last, last));
    random.ints(RANDOM, 0, last).forEach(points::add);
    int whole = 0;
    for (int first = 0; first < points.size(); first += AT_ONCE) {
      List<CompletableFuture<Boolean>> runs = new ArrayList<>();
      for (int run = first; run < Math.min(points.size(), first + AT_ONCE); run++) {
        int at = points.get(run);
        Path target = folder.resolve("bill" + run);
        runs.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return killed(target, at);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      for (CompletableFuture<Boolean> run : runs) {
        whole += run.get(120, TimeUnit.SECONDS) ? 1 : 0;
      }
    }
    assertThat(whole).as("seed %d, %s", seed, points).isLessThanOrEqualTo(4);
  }

  /**
   * Returns whether the target exists and is complete after the program was killed at that byte.
   */
  private boolean killed(Path target, int at) throws IOException, InterruptedException {
    CompletableFuture<Process> child = new CompletableFuture<>();
    RawServer.Answer answer =
        (request, out) -> {
          byte[] head = Reply.bare(200, "").wire(content.length);
          out.write(head);
          out.write(Arrays.copyOf(content, at));
          out.flush();
          child.join().destroyForcibly();
          return false;
        };
    Path output = folder.resolve(target.getFileName() + ".txt");
    try (RawServer server = new RawServer(answer)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledDownload.class.getName(),
                  server.url(),
                  target.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      child.complete(process);
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(server.requests()).as(Files.readString(output)).hasSize(1);
    }
    if (!Files.exists(target)) {
      return false;
    }
    assertThat(at).as("a target after %s bytes", at).isEqualTo(content.length);
    assertThat(Files.readAllBytes(target)).isEqualTo(content);
    return true;
  }
}
