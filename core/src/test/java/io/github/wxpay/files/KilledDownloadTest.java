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

/** The program is killed at 50 random points of a download: its place is empty, or whole. */
class KilledDownloadTest {
  private static final int RUNS = 50;
  private static final int AT_ONCE = 5;

  @TempDir Path folder;
  private final byte[] content = new byte[2_000_000];

  @Test
  void aKilledDownloadIsNotAtItsPlace() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("KilledDownloadTest seed " + seed);
    Random random = new Random(seed);
    random.nextBytes(content);
    int whole = 0;
    for (int first = 0; first < RUNS; first += AT_ONCE) {
      List<CompletableFuture<Boolean>> runs = new ArrayList<>();
      for (int run = first; run < first + AT_ONCE; run++) {
        // Of ten runs one is killed when all was sent, in the midst of the last steps.
        int at = run % 10 == 9 ? content.length : random.nextInt(content.length);
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
    System.out.println(RUNS + " downloads killed, " + whole + " of them whole at their place");
    assertThat(whole).isLessThanOrEqualTo(RUNS / 10);
  }

  /** Whether the target is there, and whole, after the program was killed behind that byte. */
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
