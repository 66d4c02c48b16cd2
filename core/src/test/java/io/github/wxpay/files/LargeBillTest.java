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
 * A bill of 1 GB in a program of 64 MB: downloaded, compared with its digest, unpacked, its totals
 * checked. {@code -Dbill.bytes} makes it another size.
 */
class LargeBillTest {
  private static final long SEED = 20260105;

  @TempDir Path folder;

  @Test
  void aGigabyteGoesThroughSixtyFourMegabytes() throws Exception {
    long bytes = Long.getLong("bill.bytes", 1_000_000_000L);
    System.out.println("LargeBillTest " + bytes + " bytes, seed " + SEED);
    try (Sandbox sandbox = Sandbox.start()) {
      Path config = folder.resolve("config.json");
      Files.write(config, new ObjectMapper().writeValueAsBytes(sandbox.config()));
      long rows = sandbox.generateBill(bytes, SEED);
      assertThat(said(config, folder.resolve("bill.csv")))
          .contains(" rows " + rows + " " + rows + "\n");
      long packed = sandbox.generateBill(bytes / 4, SEED + 1);
      assertThat(said(config)).contains("packed rows " + packed + "\n");
    }
  }

  /** What the program says, run to its end. */
  private String said(Path... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
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
    System.out.print(said);
    assertThat(child.exitValue()).as(said).isZero();
    return said;
  }
}
