package io.github.wxpay.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The next download deletes the temporary files of killed programs, and no other file. */
@Timeout(120)
class AbandonedFilesTest {
  private static final String FILE = "v3/billdownload/file";
  private static final String CONTENT = "a,b\n`1,`2\n";

  @TempDir Path folder;
  @TempDir Path outputs;
  private final List<Process> children = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  /** Sends one half, and the other when it is released. */
  private final RawServer stalling =
      new RawServer(
          (request, out) -> {
            byte[] response = Reply.bare(200, CONTENT).wire();
            out.write(response, 0, response.length - 5);
            out.flush();
            released.await();
            out.write(response, response.length - 5, 5);
            return true;
          });

  private final RawServer server =
      new RawServer(
          (request, out) -> {
            out.write(Reply.bare(200, CONTENT).wire());
            return true;
          });

  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
    wxpay.close();
    stalling.close();
    server.close();
  }

  @Test
  void deletesFileOfKilledProgram() throws Exception {
    Process child = start(stalling, folder.resolve("killed.csv").toString());
    assertThat(stalling.awaitRequest()).isTrue();
    assertThat(parts()).hasSize(1);

    child.destroyForcibly().waitFor();

    assertThat(parts()).hasSize(1);
    wxpay.chain(FILE).download(folder.resolve("next.csv"));
    assertThat(names()).containsExactly("next.csv");
  }

  @Test
  void keepsFileOfProgramThatIsStillDownloading() throws Exception {
    Path target = folder.resolve("live.csv");
    Process child = start(stalling, target.toString());
    assertThat(stalling.awaitRequest()).isTrue();
    List<String> live = parts();
    assertThat(live).hasSize(1);
    age(folder.resolve(live.get(0)), Duration.ofDays(2)); // however long it waits

    wxpay.chain(FILE).download(folder.resolve("next.csv"));
    wxpay.chain(FILE).downloadAsync(folder.resolve("last.csv")).join();

    assertThat(parts()).isEqualTo(live);
    released.countDown();
    assertThat(child.waitFor()).as(output()).isZero();
    assertThat(target).hasContent(CONTENT);
    assertThat(names()).containsExactly("last.csv", "live.csv", "next.csv");
  }

  @Test
  void deletesFileOfKilledProgramInTemporaryFolder() throws Exception {
    Process killed = start(stalling);
    assertThat(stalling.awaitRequest()).isTrue();
    assertThat(parts()).hasSize(1).allMatch(name -> name.startsWith("wxpay-"));
    killed.destroyForcibly().waitFor();
    assertThat(parts()).hasSize(1);

    Process next = start(server);

    assertThat(next.waitFor()).as(output()).isZero();
    assertThat(names()).isEmpty();
  }

  @Test
  void keepsOwnFilesOfDownloadsThatRunAtTheSameTime() throws Exception {
    try (Wxpay slow = Clients.builder().baseUrl(stalling.url()).build()) {
      var first = slow.chain(FILE).downloadAsync(folder.resolve("first.csv"));
      assertThat(stalling.awaitRequest()).isTrue();
      var second = slow.chain(FILE).downloadAsync(folder.resolve("second.csv"));
      assertThat(parts()).hasSize(2);
      wxpay.chain(FILE).download(folder.resolve("third.csv"));
      assertThat(parts()).hasSize(2);
      released.countDown();
      first.join();
      second.join();
    }
    assertThat(names()).containsExactly("first.csv", "second.csv", "third.csv");
  }

  @Test
  void deletesOnlyFilesWhoseProcessHasEndedOrThatAreADayOld() throws Exception {
    String[] own = ownName().split("-", -1); // .wxpay, host, pid, start, random.part
    assertThat(own).hasSize(5);
    String host = own[1];
    String other = host.startsWith("0") ? "1" + host.substring(1) : "0" + host.substring(1);
    long gone = endedProcess();
    List<Path> deleted =
        List.of(
            file(".wxpay-" + host + "-" + gone + "-1-1.part", Duration.ZERO),
            file("wxpay-" + host + "-" + gone + "-" + own[3] + "-1.part", Duration.ZERO),
            file(".wxpay-" + host + "-" + own[2] + "-1-1.part", Duration.ofHours(25)),
            file(".wxpay-" + other + "-1-1-1.part", Duration.ofHours(25)),
            file("wxpay-" + other + "-" + own[2] + "-" + own[3] + "-1.part", Duration.ofDays(9)));
    List<Path> kept =
        List.of(
            file(".wxpay-" + host + "-" + own[2] + "-" + own[3] + "-1.part", Duration.ofDays(9)),
            file(".wxpay-" + host + "-" + own[2] + "-1-2.part", Duration.ofHours(23)),
            file(".wxpay-" + other + "-" + gone + "-1-1.part", Duration.ofHours(23)),
            file(".wxpay-" + other + "-" + gone + "-1-2.part", Duration.ofHours(-23)),
            // other names
            file(".wxpay-" + host + "-" + gone + "-1-1.part.bak", Duration.ofDays(9)),
            file(".wxpay-" + host + "-" + gone + "-1-1.PART", Duration.ofDays(9)),
            file(".wxpay-" + host + "-" + gone + "-1-x.part", Duration.ofDays(9)),
            file(".wxpay-" + host + "-" + gone + "-1.part", Duration.ofDays(9)),
            file(".wxpay-" + host + "-" + gone + "-1-1-1.part", Duration.ofDays(9)),
            file(".wxpay-" + host.toUpperCase(Locale.ROOT) + "X-1-1-1.part", Duration.ofDays(9)),
            file(".wxpay-" + host + "--1-1-1.part", Duration.ofDays(9)),
            file(".wxpay-" + host + "-99999999999-1-1.part", Duration.ofDays(9)),
            file(".wxpay-1234567890.part", Duration.ofDays(9)),
            file("..wxpay-" + host + "-" + gone + "-1-1.part", Duration.ofDays(9)),
            file("my.wxpay-" + host + "-" + gone + "-1-1.part", Duration.ofDays(9)),
            file("bill.part", Duration.ofDays(9)),
            Files.createDirectory(folder.resolve(".wxpay-" + host + "-" + gone + "-1-3.part")));

    wxpay.chain(FILE).download(folder.resolve("next.csv"));

    assertThat(deleted).noneMatch(Files::exists);
    assertThat(kept).allMatch(Files::exists);
  }

  @Test
  void followsNoLinkWithTheNameOfAnAbandonedFile() throws Exception {
    String[] own = ownName().split("-", -1);
    Path precious = Files.writeString(outputs.resolve("precious"), "kept");
    Path link = folder.resolve(".wxpay-" + own[1] + "-" + endedProcess() + "-1-1.part");
    Files.createSymbolicLink(link, precious);

    wxpay.chain(FILE).download(folder.resolve("next.csv"));

    assertThat(precious).hasContent("kept");
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  @Test
  void letsOnlyTheOwnerReadTheFile() throws Exception {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    List<String> modes = new ArrayList<>();
    Options watching =
        Options.none()
            .progress(
                (done, total) -> parts().forEach(name -> modes.add(mode(folder.resolve(name)))));
    Path target = folder.resolve("bill.csv");

    wxpay.chain(FILE).download(target, watching);

    assertThat(modes).isNotEmpty().containsOnly("rw-------");
    assertThat(mode(target)).isEqualTo("rw-------");
  }

  @Test
  void replacesLinkAndLeavesItsTargetUnchanged() throws Exception {
    Path linked = Files.writeString(outputs.resolve("linked.csv"), "unchanged");
    Path target = Files.createSymbolicLink(folder.resolve("bill.csv"), linked);

    wxpay.chain(FILE).download(target);

    assertThat(linked).hasContent("unchanged");
    assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(target).hasContent(CONTENT);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), outputs.resolve("none"));
    wxpay.chain(FILE).download(dangling);
    assertThat(outputs.resolve("none")).doesNotExist();
    assertThat(dangling).hasContent(CONTENT);
  }

  /** Returns the name of a temporary file of this process, while it is written. */
  private String ownName() {
    List<String> seen = new ArrayList<>();
    Options watching = Options.none().progress((done, total) -> seen.addAll(parts()));
    wxpay.chain(FILE).download(folder.resolve("own.csv"), watching);
    assertThat(seen).isNotEmpty();
    return seen.get(0);
  }

  /** Returns the number of a process that has ended. */
  private long endedProcess() throws Exception {
    Process process = new ProcessBuilder(java(), "-version").redirectErrorStream(true).start();
    children.add(process);
    process.getInputStream().readAllBytes();
    process.waitFor();
    return process.pid();
  }

  private Path file(String name, Duration age) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    age(file, age);
    return file;
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(RawServer from, String... target) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                KilledDownload.class.getName(),
                from.url()));
    command.addAll(List.of(target));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(outputs.resolve("output.txt").toFile())
            .start();
    children.add(child);
    return child;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private String output() throws IOException {
    return Files.readString(outputs.resolve("output.txt"), StandardCharsets.UTF_8);
  }

  private List<String> parts() {
    return names().stream().filter(name -> name.endsWith(".part")).collect(Collectors.toList());
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata"))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
