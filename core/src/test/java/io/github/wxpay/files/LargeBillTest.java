package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bill of 64 MB, and one of 32 MB that arrives compressed, in a program of 24 MB: downloaded,
 * compared with the digest, decompressed, the totals checked. {@code -Pnightly} takes 1 GB, 250 MB
 * and 64 MB.
 */
class LargeBillTest {
  private static final long SEED = 20260105;
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final long BYTES = NIGHTLY ? 1_000_000_000 : 64_000_000;
  private static final long COMPRESSED = NIGHTLY ? 250_000_000 : 32_000_000;
  private static final String HEAP = NIGHTLY ? "-Xmx64m" : "-Xmx24m";

  @TempDir Path folder;

  @Test
  void readsBillLargerThanTheHeap() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      Path config = folder.resolve("config.json");
      Files.write(config, new ObjectMapper().writeValueAsBytes(sandbox.config()));
      long rows = sandbox.generateBill(BYTES, SEED);
      assertThat(said(config, folder.resolve("bill.csv")))
          .contains(" rows " + rows + " " + rows + "\n");
      long packed = sandbox.generateBill(COMPRESSED, SEED + 1);
      assertThat(said(config)).contains("packed rows " + packed + "\n");
    }
  }

  /** Returns the output of the program. */
  private String said(Path... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC", // as a JVM of that size chooses by itself
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                LargeBill.class.getName()));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(300, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      child.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(child.exitValue()).as(said).isZero();
    return said;
  }
}
