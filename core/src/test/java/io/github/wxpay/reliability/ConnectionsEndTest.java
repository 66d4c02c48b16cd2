package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.FaultServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are closed leave no thread and no file descriptor behind. */
@Timeout(300)
class ConnectionsEndTest {
  private static final int COUNT = Boolean.getBoolean("nightly") ? 1_000 : 40;
  private static final int FAMILY = 1_000;
  private static final long BYTES_EACH = 8 << 10;
  private static final long MORE = 2;

  @TempDir Path folder;

  @Test
  void endsThreadsAndDescriptorsWhenClientsAreClosed() throws Exception {
    List<String> lines = run("cycles", COUNT, keeping());

    System.out.println("ConnectionsEndTest: " + COUNT + " cycles: " + lines);
    assertThat(number(lines, "closed")).isEqualTo(COUNT);
    assertThat(number(lines, "threads")).as("%s", lines).isLessThanOrEqualTo(MORE);
    assertThat(number(lines, "descriptors")).as("%s", lines).isLessThanOrEqualTo(MORE);
  }

  @Test
  void sharesThreadsAndDescriptorsAmongDerivedClients() throws Exception {
    List<String> lines = run("family", FAMILY, keeping());

    System.out.println("ConnectionsEndTest: " + FAMILY + " derived clients: " + lines);
    assertThat(number(lines, "clients")).isEqualTo(FAMILY);
    assertThat(number(lines, "bytes")).as("%s", lines).isLessThanOrEqualTo(BYTES_EACH);
    assertThat(number(lines, "threads")).as("%s", lines).isLessThanOrEqualTo(MORE);
    assertThat(number(lines, "descriptors")).as("%s", lines).isLessThanOrEqualTo(MORE);
  }

  @Test
  void reportsNotSentWhenNoDescriptorIsLeft() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "this system shows no descriptors");
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this system has no shell");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 256 && exec \"$0\" \"$@\""));

    List<String> lines = run(command, "exhausted", 0, Faults.writing(Replies.good(false).wire()));

    assertThat(lines)
        .containsExactly(
            "NOT_SENT", "NOT_SENT", "NOT_SENT", "NOT_SENT", "NOT_SENT", "success", "success");
  }

  private List<String> run(String what, int count, Fault fault) throws Exception {
    return run(new ArrayList<>(), what, count, fault);
  }

  private List<String> run(List<String> command, String what, int count, Fault fault)
      throws Exception {
    try (FaultServer server = FaultServer.plain(fault)) {
      command.addAll(ChildJvm.command("-XX:+UseSerialGC", "-cp"));
      command.addAll(
          Arrays.asList(
              ChildJvm.classPath(true),
              OpenAndClose.class.getName(),
              what,
              server.url(),
              Integer.toString(count)));
      return ChildJvm.run(folder, "OpenAndClose " + what, command);
    }
  }

  /** Serves as many requests as a connection brings. */
  private static Fault keeping() {
    byte[] good = Replies.good(false).wire();
    return connection -> {
      while (connection.execute() != null) {
        connection.write(good);
      }
    };
  }

  private static long number(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.split(" ", -1)[1])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
