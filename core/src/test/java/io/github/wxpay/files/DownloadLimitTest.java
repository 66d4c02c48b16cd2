package io.github.wxpay.files;

import static io.github.wxpay.testing.Bytes.gzip;
import static io.github.wxpay.testing.Bytes.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A download has a limit, received and decompressed, and a wrong one takes no disk. */
@Timeout(60)
class DownloadLimitTest {
  private static final String FILE = "v3/billdownload/file";
  private static final Map<String, String> MERCHANT = Map.of("mch_id", Fixtures.MCHID);
  private static final int LIMIT = 1 << 20;
  private static final int BOMB_MEGABYTES = Boolean.getBoolean("nightly") ? 256 : 64;
  private static final byte[] BOMB = bomb();
  private static final byte[] CSV = "a,b\n`1,`2\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final String temporary = System.getProperty("java.io.tmpdir");
  private volatile String link = "";
  private volatile RawServer.Answer file = (request, out) -> false;
  private final RawServer server =
      new RawServer(
          (request, out) -> {
            if (request.startsWith("GET /v3/bill/")) {
              out.write(Reply.signed(link).wire());
              return true;
            }
            return file.to(request, out);
          });
  private final Wxpay wxpay =
      Clients.builder().secret(Fixtures.SECRET).baseUrl(server.url()).build();

  @BeforeEach
  void start() {
    System.setProperty("java.io.tmpdir", folder.toString()); // where bills are downloaded to
    link(null, "");
  }

  @AfterEach
  void end() throws IOException {
    System.setProperty("java.io.tmpdir", temporary);
    wxpay.close();
    server.close();
    assertThat(left()).isEmpty();
  }

  /** Every way to a file: all of them have the limit. */
  enum Way {
    DOWNLOAD {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain(FILE).download(target, options);
      }
    },
    DOWNLOAD_CONFIG {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain(FILE).download(target, Map.of("maxBytes", options.maxBytes()));
      }
    },
    DOWNLOAD_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain(FILE).downloadAsync(target, options).join();
      }
    },
    STREAM {
      @Override
      void go(Wxpay wxpay, Path target, Options options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          wxpay.chain(FILE).download(out, options);
          Files.write(target, out.toByteArray());
        } catch (RuntimeException e) {
          assertThat(out.size()).isZero();
          throw e;
        }
      }
    },
    STREAM_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          wxpay.chain(FILE).downloadAsync(out, options).join();
          Files.write(target, out.toByteArray());
        } catch (RuntimeException e) {
          assertThat(out.size()).isZero();
          throw e;
        }
      }
    },
    LINK {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain("v3/bill/tradebill").get().downloadAsync("", target, options).join();
      }
    },
    BILL {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v3/bill/tradebill").bill(options), target);
      }
    },
    BILL_CONFIG {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        Map<String, Object> config = Map.of("maxBytes", String.valueOf(options.maxBytes()));
        keep(wxpay.chain("v3/bill/tradebill").bill(config), target);
      }
    },
    BILL_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v3/bill/tradebill").billAsync(options).join(), target);
      }
    },
    BILLS {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v3/bill/tradebill").bills(options).get(0), target);
      }
    },
    BILLS_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v3/bill/tradebill").billsAsync(options).join().get(0), target);
      }
    },
    V2_DOWNLOAD {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain("v2/pay/downloadbill").download(target, MERCHANT, options);
      }
    },
    V2_DOWNLOAD_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        wxpay.chain("v2/pay/downloadbill").downloadAsync(target, MERCHANT, options).join();
      }
    },
    V2_BILL {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v2/pay/downloadbill").bill(MERCHANT, options), target);
      }
    },
    V2_BILL_ASYNC {
      @Override
      void go(Wxpay wxpay, Path target, Options options) {
        keep(wxpay.chain("v2/pay/downloadbill").billAsync(MERCHANT, options).join(), target);
      }
    };

    abstract void go(Wxpay wxpay, Path target, Options options) throws IOException;

    static void keep(Bill bill, Path target) {
      try (bill;
          OutputStream out = Files.newOutputStream(target)) {
        bill.names().forEach(name -> write(out, name + "\n"));
        try (var rows = bill.rows()) {
          rows.forEach(row -> write(out, row.map() + "\n"));
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void write(OutputStream out, String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  // Decompressed bytes

  @ParameterizedTest
  @EnumSource(Way.class)
  void endsDecompressionBombAtTheLimit(Way way) throws Exception {
    answer(BOMB);
    try (Watch watch = new Watch(folder)) {
      Throwable thrown = failure(way, Options.none().maxBytes(LIMIT));

      assertThat(thrown)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageContaining("the limit of " + LIMIT + " bytes when decompressed")
          .hasMessageContaining("Options.maxBytes");
      assertThat(watch.most()).isLessThanOrEqualTo(LIMIT + BOMB.length);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"LINK", "BILL", "BILL_CONFIG", "BILL_ASYNC", "BILLS"})
  void decompressesNoBombWithWrongDigestToDisk(Way way) throws Exception {
    answer(BOMB);
    link("SHA1", Hash.sha1("another"));
    try (Watch watch = new Watch(folder)) {
      Throwable thrown = failure(way, Options.none());

      assertThat(thrown)
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST))
          .hasMessageContaining("The SHA1 of the download");
      assertThat(watch.most()).isLessThanOrEqualTo(BOMB.length);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void acceptsFileOfExactlyTheLimit(Way way) throws Exception {
    byte[] csv = csv();
    link("SHA1", Hash.sha1(csv));
    for (byte[] sent : new byte[][] {csv, gzip(csv)}) {
      answer(sent);
      Path target = folder.resolve("file");

      way.go(wxpay, target, Options.none().maxBytes(csv.length));

      assertThat(target).isNotEmptyFile();
      Files.delete(target);
      assertThat(failure(way, Options.none().maxBytes(csv.length - 1)))
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageContaining("the limit of " + (csv.length - 1) + " bytes");
    }
  }

  @Test
  void acceptsHighlyCompressedFileWithRightDigest() throws IOException {
    byte[] zeros = new byte[8 << 20];
    byte[] packed = gzip(zeros);
    answer(packed);
    Path target = folder.resolve("file");
    for (String hash : List.of(Hash.sha256(zeros), Hash.sha256(packed))) {
      link("SHA256", hash);

      wxpay.chain("v3/bill/tradebill").get().download(target);

      assertThat(Files.size(target)).isEqualTo(zeros.length);
      Files.delete(target);
    }
  }

  // Received bytes

  @ParameterizedTest
  @EnumSource(Way.class)
  void endsEndlessFileAtTheLimit(Way way) throws Exception {
    AtomicLong sent = new AtomicLong();
    file =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          byte[] block = new byte[1 << 14];
          Arrays.fill(block, (byte) 'x');
          while (sent.addAndGet(block.length) < 1L << 32) {
            out.write(ascii(Integer.toHexString(block.length) + "\r\n"));
            out.write(block);
            out.write(ascii("\r\n"));
          }
          return false;
        };
    try (Watch watch = new Watch(folder)) {
      Throwable thrown = failure(way, Options.none().maxBytes(LIMIT));

      assertThat(thrown)
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessage(
              "The download is larger than the limit of 1048576 bytes. Set Options.maxBytes if a"
                  + " file of this size is expected.");
      assertThat(watch.most()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(server.awaitHangUp()).isTrue();
    assertThat(sent.get()).isLessThan(1L << 30);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void storesNothingOfFileThatIsAnnouncedTooLarge(Way way) throws Exception {
    file =
        (request, out) -> {
          out.write(Arrays.copyOf(Reply.bare(200, "").wire((4L << 30) + 1), 200));
          return true;
        };
    try (Watch watch = new Watch(folder)) {
      assertThat(failure(way, Options.none()))
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessageContaining("the limit of 4294967296 bytes");
      assertThat(watch.most()).isZero();
    }
    assertThat(server.awaitHangUp()).isTrue();
  }

  // Gzip that is not as it should be

  @ParameterizedTest
  @EnumSource(Way.class)
  void rejectsGzipThatIsTruncatedOrFollowedByBytes(Way way) throws IOException {
    byte[] packed = gzip(CSV);
    link("SHA1", Hash.sha1(CSV));
    for (int cut = 1; cut < packed.length - 2; cut += 3) {
      answer(Arrays.copyOf(packed, packed.length - cut));
      assertThat(failure(way, Options.none()))
          .as("%s bytes less", cut)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("it is truncated");
    }
    answer(joined(packed, new byte[] {0}));
    assertThat(failure(way, Options.none()))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("bytes follow its end");
    answer(joined(packed, CSV));
    assertThat(failure(way, Options.none())).hasMessageContaining("bytes follow its end");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void acceptsGzipOfSeveralMembersAndGzipAsContentEncoding(Way way) throws IOException {
    link("SHA1", Hash.sha1(joined(CSV, "`3,`4\n".getBytes(StandardCharsets.UTF_8))));
    byte[] two = joined(gzip(CSV), gzip("`3,`4\n".getBytes(StandardCharsets.UTF_8)));
    for (Reply reply :
        List.of(
            Reply.bare(200, "").withBody(two),
            Reply.bare(200, "").withBody(two).with("Content-Encoding", "gzip"))) {
      file =
          (request, out) -> {
            out.write(reply.wire());
            return true;
          };
      Path target = folder.resolve("file");

      way.go(wxpay, target, Options.none());

      assertThat(Files.readString(target)).contains("3").endsWith("\n");
      Files.delete(target);
    }
  }

  @Test
  void comparesTheDigestOfTheDecompressedOrTheReceivedFile() throws IOException {
    byte[] packed = gzip(CSV);
    Path target = folder.resolve("file");
    answer(packed);
    for (String hash : List.of(Hash.sha1(CSV), Hash.sha1(packed))) {
      link("SHA1", hash.toUpperCase(Locale.ROOT));
      Response response = wxpay.chain("v3/bill/tradebill").get();

      response.download(target);

      assertThat(Files.readAllBytes(target)).isEqualTo(CSV);
      Files.delete(target);
    }
  }

  /** Returns the exception of a download; requires that nothing is at the target. */
  private Throwable failure(Way way, Options options) throws IOException {
    Throwable thrown = catchThrowable(() -> way.go(wxpay, folder.resolve("file"), options));
    assertThat(left()).as(way.name()).isEmpty();
    return thrown instanceof CompletionException ? thrown.getCause() : thrown;
  }

  private void answer(byte[] body) {
    file =
        (request, out) -> {
          out.write(Reply.bare(200, "").withBody(body).wire());
          return true;
        };
  }

  private void link(String type, String hash) {
    String proof =
        type == null
            ? ""
            : String.format(Locale.ROOT, "\"hash_type\":\"%s\",\"hash_value\":\"%s\",", type, hash);
    link =
        String.format(
            Locale.ROOT, "{%s\"download_url\":\"%s/%s?token=t\"}", proof, server.url(), FILE);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return List.of(files.toArray(Path[]::new));
    }
  }

  /** Returns 64 KB of gzip that decompress to 64 MB (nightly 254 KB and 256 MB). */
  private static byte[] bomb() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < BOMB_MEGABYTES; i++) {
        gzip.write(block);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThat(out.size()).isBetween(BOMB_MEGABYTES * 800, BOMB_MEGABYTES * 1_200);
    return out.toByteArray();
  }

  private static byte[] csv() {
    StringBuilder out = new StringBuilder("a,b\n");
    for (int i = 0; i < 5_000; i++) {
      out.append('`').append(i).append(",`2\n");
    }
    return ascii(out.toString());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Looks, again and again, how many bytes are in a folder. */
  private static final class Watch implements AutoCloseable {
    private final Path folder;
    private final AtomicLong most = new AtomicLong();
    private final CompletableFuture<Void> looking;
    private volatile boolean ended;

    Watch(Path folder) {
      this.folder = folder;
      this.looking =
          CompletableFuture.runAsync(this::look, task -> new Thread(task, "folder-watch").start());
    }

    long most() {
      return most.get();
    }

    private void look() {
      while (!ended) {
        most.accumulateAndGet(size(), Math::max);
        LockSupport.parkNanos(100_000); // does not take a core from the download
      }
    }

    private long size() {
      long size = 0;
      try (Stream<Path> files = Files.list(folder)) {
        for (Path one : (Iterable<Path>) files::iterator) {
          size += Files.size(one);
        }
      } catch (NoSuchFileException e) {
        return 0; // deleted meanwhile
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return size;
    }

    @Override
    public void close() {
      ended = true;
      looking.join();
    }
  }
}
