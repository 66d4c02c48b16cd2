package io.github.wxpay.gzip;

import static io.github.wxpay.testing.Bytes.gzip;
import static io.github.wxpay.testing.Bytes.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.gzip.GzipReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gzip is read as RFC 1952 says, and nothing else is. */
class GzipReaderTest {
  private static final byte[] TEXT = "a,b\n`1,`2\n".repeat(20).getBytes(StandardCharsets.UTF_8);

  @Test
  void readsAsTheJdkDoesForAnySizesOfReads() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(i % 2 == 0 ? 500 : 300_000)];
      if (i % 3 != 0) {
        random.nextBytes(content);
      }
      byte[] packed = gzip(content);
      InputStream slow = trickling(packed, 1 + random.nextInt(70_000));

      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream in = new GzipReader(slow, content.length)) {
        byte[] buffer = new byte[1 + random.nextInt(90_000)];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
        }
        assertThat(in.read()).isEqualTo(-1);
      }

      assertThat(out.toByteArray()).as("seed %s, case %s", seed, i).isEqualTo(content);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
          .as("seed %s, case %s", seed, i)
          .isEqualTo(content);
    }
  }

  @Test
  void readsSingleBytes() throws IOException {
    InputStream in = new GzipReader(new ByteArrayInputStream(gzip(new byte[] {-1, 0})), 2);

    assertThat(in.read(new byte[0])).isZero();
    assertThat(new int[] {in.read(), in.read(), in.read(), in.read()})
        .containsExactly(255, 0, -1, -1);
  }

  @Test
  void readsSeveralMembersForAnySizesOfReads() throws IOException {
    byte[] three = joined(gzip(TEXT), gzip(new byte[0]), gzip(TEXT));
    byte[] twice = joined(TEXT, TEXT);

    assertThat(read(three)).isEqualTo(twice);
    for (int step : new int[] {1, 10, gzip(TEXT).length}) {
      assertThat(new GzipReader(trickling(three, step), 1000).readAllBytes()).isEqualTo(twice);
    }
  }

  @Test
  void readsEveryOptionalFieldOfTheHeader() throws IOException {
    byte[] plain = gzip(TEXT);
    byte[] extra = {3, 0, 'x', 'y', 'z'};
    byte[] name = {'b', 'i', 'l', 'l', 0};
    byte[] comment = {'c', 0};
    byte[] head = joined(header(0x1f), extra, name, comment);
    CRC32 crc = new CRC32();
    crc.update(head);
    byte[] right = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] wrong = {right[0], (byte) (right[1] ^ 1)};
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

    assertThat(read(joined(head, right, rest))).isEqualTo(TEXT);
    assertThat(catchThrowable(() -> read(joined(head, wrong, rest))))
        .isInstanceOf(ZipException.class)
        .hasMessage("the checksum of its header is wrong");
    assertThat(catchThrowable(() -> read(joined(header(0x20), rest))))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void rejectsBytesAfterTheEnd() {
    for (byte[] after :
        new byte[][] {{0}, {'x'}, new byte[512], TEXT, {0x1f}, {0x1f, 0}, new byte[100_000]}) {
      assertThat(catchThrowable(() -> read(joined(gzip(TEXT), after))))
          .as("%s bytes after the end", after.length)
          .isInstanceOfAny(ZipException.class, EOFException.class);
    }
    assertThat(catchThrowable(() -> read(joined(gzip(TEXT), TEXT))))
        .hasMessage("bytes follow its end");
  }

  @Test
  void rejectsEveryTruncation() {
    byte[] packed = joined(gzip(TEXT), gzip(TEXT));
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      if (length != packed.length / 2) {
        assertThat(catchThrowable(() -> read(cut)))
            .as("%s bytes", length)
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void neverReturnsOtherBytesForChangedBit() {
    byte[] packed = gzip(TEXT);
    for (int bit = 0; bit < packed.length * 8; bit++) {
      byte[] changed = packed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] got = null;
      try {
        got = read(changed);
      } catch (IOException e) {
        assertThat(e).as("bit %s", bit).isInstanceOfAny(ZipException.class, EOFException.class);
      }
      if (got != null) { // a bit of the header's time or system, or one after the last block
        assertThat(got).as("bit %s", bit).isEqualTo(TEXT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 199, 1000, 65_536, 999_999})
  void returnsNoByteBeyondTheLimit(long max) throws IOException {
    byte[] packed = gzip(new byte[1_000_000]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Throwable thrown =
        catchThrowable(() -> new GzipReader(new ByteArrayInputStream(packed), max).transferTo(out));

    assertThat(thrown)
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageContaining("the limit of " + max + " bytes when decompressed")
        .hasMessageContaining("Options.maxBytes");
    assertThat((long) out.size()).isLessThanOrEqualTo(max);
    assertThat(new GzipReader(new ByteArrayInputStream(packed), 1_000_000).readAllBytes())
        .hasSize(1_000_000);
  }

  @Test
  void countsTheLimitOverAllMembers() {
    byte[] packed = joined(gzip(new byte[600]), gzip(new byte[600]));

    assertThat(
            catchThrowable(
                () -> new GzipReader(new ByteArrayInputStream(packed), 1199).readAllBytes()))
        .isExactlyInstanceOf(MalformedException.class);
  }

  @Test
  void returnsOtherStreamsUnchanged() throws IOException {
    for (byte[] bytes : new byte[][] {{}, {0x1f}, {0x1f, 0x1f}, {(byte) 0x8b, 0x1f}, TEXT}) {
      assertThat(GzipReader.open(new ByteArrayInputStream(bytes), 1).readAllBytes())
          .isEqualTo(bytes);
      assertThat(GzipReader.isGzip(bytes)).isFalse();
    }
    assertThat(GzipReader.open(new ByteArrayInputStream(gzip(TEXT)), 1000).readAllBytes())
        .isEqualTo(TEXT);
  }

  @Test
  void readsManyEmptyMembersAndLongNamesWithoutDeepCalls() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[] many = new byte[empty.length * 100_000];
    for (int i = 0; i < many.length; i += empty.length) {
      System.arraycopy(empty, 0, many, i, empty.length);
    }
    byte[] name = new byte[1 << 20];
    Arrays.fill(name, 0, name.length - 1, (byte) 'n');
    byte[] named = joined(header(8), name, Arrays.copyOfRange(gzip(TEXT), 10, gzip(TEXT).length));

    assertThat(read(many)).isEmpty();
    assertThat(read(named)).isEqualTo(TEXT);
  }

  @Test
  void closesTheStreamBelow() throws IOException {
    boolean[] closed = {false};
    InputStream below =
        new FilterInputStream(new ByteArrayInputStream(gzip(TEXT))) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    InputStream in = new GzipReader(below, 1000);
    assertThat(in.read()).isEqualTo('a');

    in.close();
    in.close();

    assertThat(closed[0]).isTrue();
    assertThat(in.read()).isEqualTo(-1);
  }

  private static byte[] read(byte[] packed) throws IOException {
    try (InputStream in = new GzipReader(new ByteArrayInputStream(packed), Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private static byte[] header(int flags) {
    return new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 0};
  }

  /** Returns a stream that returns a few bytes at a time, and has none available. */
  private static InputStream trickling(byte[] bytes, int step) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return super.read(to, offset, Math.min(length, step));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }
}
