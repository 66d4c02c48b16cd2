package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the caller that cannot be read or written are reported as such, with their path. */
@Timeout(60)
class FileFailureTest {
  private static final String IMAGES = "v3/merchant/media/upload";
  private static final String FILE = "v3/billdownload/file";

  @TempDir Path folder;
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            out.write(
                request.startsWith("POST")
                    ? Reply.signed("{\"media_id\":\"M1\"}").wire()
                    : Reply.bare(200, "a,b\n`1,`2\n").wire());
            return true;
          });
  private final Wxpay wxpay = Clients.builder().baseUrl(server.url()).build();

  @AfterEach
  void end() {
    wxpay.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesUploadThatDoesNotExistAndSendsNothing(boolean async) {
    Path missing = folder.resolve("missing.png");

    assertFileException(() -> upload(async, wxpay, missing), missing)
        .hasMessage(
            "The upload cannot be read, so nothing was sent: '"
                + missing.toAbsolutePath()
                + "' does not exist.")
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThat(server.accepted()).isZero();
  }

  @Test
  void namesUploadThatIsDirectoryAndSendsNothing() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory.png"));

    assertFileException(() -> wxpay.chain(IMAGES).upload(directory), directory);
    assertFileException(() -> new Multipart().append("file", directory), directory)
        .hasMessageEndingWith("' is a directory.");
    assertThat(server.accepted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesFileThatIsDeletedBeforeItIsSent(boolean async) throws IOException {
    Path file = Files.write(folder.resolve("logo.png"), new byte[100_000]);

    assertFileException(() -> upload(async, hooked(() -> Files.delete(file)), file), file)
        .hasMessage("The file cannot be read: '" + file.toAbsolutePath() + "' does not exist.");
    assertThat(server.requests())
        .noneMatch(request -> request.endsWith("--\r\n")); // never complete
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99_999, 100_001, 300_000})
  void namesFileThatChangesItsSizeBeforeItIsSent(int size) throws IOException {
    Path file = Files.write(folder.resolve("logo.png"), new byte[100_000]);
    Action change = () -> Files.write(file, new byte[size]);

    assertFileException(() -> hooked(change).chain(IMAGES).upload(file), file)
        .hasMessage(
            "The file '"
                + file.toAbsolutePath()
                + "' had 100000 bytes and changed while it was read. Try again when it is"
                + " complete.");
  }

  @Test
  void namesFileThatIsTruncatedWhileItIsSent() throws IOException {
    Path file = Files.write(folder.resolve("video.mp4"), new byte[1_000_000]);
    Options options =
        Options.none()
            .progress(
                (done, total) -> {
                  if (done > 100_000) {
                    truncate(file);
                  }
                });

    assertFileException(
            () -> wxpay.chain(IMAGES).post(new Multipart().append("file", file), options), file)
        .hasMessageContaining("changed while it was read");
  }

  @Test
  void sendsFileThatDoesNotChange() throws IOException {
    Path file = Files.write(folder.resolve("logo.png"), new byte[100_000]);

    assertThat(hooked(() -> {}).chain(IMAGES).upload(file).get("media_id")).isEqualTo("M1");
    assertThat(server.requests()).hasSize(1).allMatch(request -> request.endsWith("--\r\n"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesTargetThatCannotBeWritten(boolean async) throws IOException {
    Path target = folder.resolve("bill.csv");
    Wxpay blocked = hooked(() -> Files.createDirectories(target.resolve("child")));

    assertFileException(() -> download(async, blocked, target), target)
        .hasMessageStartingWith("The download cannot be moved to its target: '" + target);
    assertThat(target).isDirectory();
    assertThat(names(folder)).containsExactly("bill.csv");
  }

  @Test
  void namesTemporaryFileThatIsDeleted() throws IOException {
    Path target = folder.resolve("bill.csv");
    List<Path> deleted = new ArrayList<>();
    Wxpay cleaned =
        hooked(
            () -> {
              Path part = folder.resolve(names(folder).get(0));
              deleted.add(part);
              Files.delete(part);
            });

    Throwable thrown = catchThrowable(() -> cleaned.chain(FILE).download(target));

    assertThat(thrown).isExactlyInstanceOf(FileException.class);
    assertThat(((FileException) thrown).path()).isEqualTo(deleted.get(0));
    assertThat(names(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesTemporaryFileOnFullDisk(boolean async) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    List<Path> replaced = new ArrayList<>();
    Wxpay onFullDisk =
        hooked(
            () -> {
              Path part = folder.resolve(names(folder).get(0));
              replaced.add(part);
              Files.delete(part);
              Files.createSymbolicLink(part, full);
            });
    Path target = folder.resolve("bill.csv");

    Throwable thrown = catchThrowable(() -> download(async, onFullDisk, target));

    assertThat(thrown)
        .isExactlyInstanceOf(FileException.class)
        .hasMessageStartingWith("The download cannot be written: '")
        .hasMessageEndingWith("' failed with IOException (No space left on device).");
    assertThat(((FileException) thrown).path()).isEqualTo(replaced.get(0));
    assertThat(names(folder)).isEmpty();
    assertThat(full).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesFolderThatIsNotWritable(boolean async) throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(Files.getFileStore(locked).supportsFileAttributeView("posix"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    // Root may write everywhere but here.
    Path unwritable = Files.isWritable(locked) ? Path.of("/proc/self") : locked;
    assumeTrue(Files.isDirectory(unwritable));

    assertThat(catchThrowable(() -> download(async, wxpay, unwritable.resolve("bill.csv"))))
        .isExactlyInstanceOf(FileException.class)
        .hasMessageStartingWith(
            "No temporary file can be created in the directory: '" + unwritable + "' ")
        .satisfies(e -> assertThat(((FileException) e).path()).isEqualTo(unwritable));
    assertThat(server.accepted()).isZero();
  }

  @Test
  void reportsStreamOfTheCallerThatFails() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThat(catchThrowable(() -> wxpay.chain(FILE).download(full)))
        .isExactlyInstanceOf(FileException.class)
        .hasMessageStartingWith("The download cannot be copied to the given stream: '")
        .hasMessageEndingWith("' failed with IOException (No space left on device).");
  }

  @Test
  void namesBillThatCannotBeRead() {
    Path missing = folder.resolve("missing.csv");
    Bill bill = Bill.of(missing);

    assertFileException(bill::names, missing)
        .hasMessage("The bill cannot be read: '" + missing.toAbsolutePath() + "' does not exist.");
    assertFileException(bill::rows, missing);
    assertFileException(bill::summary, missing);
    assertFileException(bill::check, missing);
    assertFileException(() -> Hash.file("SHA1", missing), missing);
  }

  @Test
  void namesTemporaryBillThatCannotBeDeleted() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("bill.csv"));
    Files.createFile(directory.resolve("child"));

    assertFileException(() -> Bill.ofTemporary(directory).close(), directory);
  }

  @Test
  void reportsTruncatedGzipBillAsDamaged() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 50_000; i++) {
      text.append('`').append(i).append(",`").append(i * 31 % 1000).append('\n');
    }
    byte[] packed = gzip(text.append("total\n`1\n").toString().getBytes(StandardCharsets.UTF_8));
    Path whole = Files.write(folder.resolve("whole.gz"), packed);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));

    assertThat(count(Bill.of(whole))).isEqualTo(50_000);
    for (Bill bill : List.of(Bill.of(cut), Bill.of(Files.readAllBytes(cut)))) {
      assertThat(catchThrowable(() -> count(bill))) // from within the stream
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessage(
              "The bill cannot be decompressed: its gzip data is damaged or truncated. Download it"
                  + " again.");
    }
  }

  @Test
  void keepsPathWhenItIsSerialized() throws Exception {
    Path missing = folder.resolve("missing.csv");
    Throwable thrown = catchThrowable(() -> Bill.of(missing).names());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((FileException) in.readObject()).path()).isEqualTo(missing);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Returns a client that runs code between the creation of a request and its sending. */
  private Wxpay hooked(Action action) {
    return wxpay
        .newBuilder()
        .hook(
            new Hook() {
              @Override
              public Outgoing request(Outgoing request) {
                try {
                  action.run();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                return request;
              }

              @Override
              public Incoming response(Incoming response) {
                return response;
              }
            })
        .build();
  }

  private static void truncate(Path file) {
    try {
      Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(10).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response upload(boolean async, Wxpay wxpay, Path file) {
    return async
        ? joined(() -> wxpay.chain(IMAGES).uploadAsync(file).join())
        : wxpay.chain(IMAGES).upload(file);
  }

  private static Response download(boolean async, Wxpay wxpay, Path target) {
    return async
        ? joined(() -> wxpay.chain(FILE).downloadAsync(target, Options.none()).join())
        : wxpay.chain(FILE).download(target);
  }

  private static Response joined(Supplier<Response> call) {
    try {
      return call.get();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private static long count(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      return rows.filter(row -> row.size() == 2).count();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toList());
    }
  }

  private static AbstractThrowableAssert<?, ?> assertFileException(
      ThrowingCallable call, Path path) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isExactlyInstanceOf(FileException.class);
    assertThat(((FileException) thrown).path()).isEqualTo(path);
    return assertThat(thrown);
  }
}
