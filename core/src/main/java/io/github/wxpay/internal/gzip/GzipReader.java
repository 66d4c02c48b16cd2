package io.github.wxpay.internal.gzip;

import io.github.wxpay.exception.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip (RFC 1952) up to a limit: one member or several in a row, and nothing after
 * them. The JDK's {@code GZIPInputStream} ignores bytes after the end, and whether it reads a
 * second member depends on the stream below it.
 *
 * <p>Damaged input causes a {@link ZipException}, truncated input an {@link EOFException}. Not safe
 * for use by several threads.
 */
public final class GzipReader extends InputStream {
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final long max;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int end;
  private long count;
  private boolean further;
  private State state = State.START;

  private enum State {
    START,
    MEMBER,
    END
  }

  /**
   * Creates a reader of a gzip stream.
   *
   * @param max the maximum number of decompressed bytes; a {@link MalformedException} is thrown at
   *     the first byte beyond
   */
  public GzipReader(InputStream in, long max) {
    this.in = in;
    this.max = max;
  }

  /**
   * Returns the decompressed bytes of a stream that begins like gzip, and any other stream
   * unchanged.
   */
  public static InputStream open(InputStream in, long max) throws IOException {
    PushbackInputStream all = new PushbackInputStream(in, 2);
    byte[] start = all.readNBytes(2);
    all.unread(start);
    return isGzip(start) ? new GzipReader(all, max) : all;
  }

  /** Returns whether bytes begin like gzip. */
  public static boolean isGzip(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == FIRST && (start[1] & 0xff) == SECOND;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    while (state != State.END) {
      if (state == State.START) {
        header();
        state = State.MEMBER;
      }
      int read = inflate(to, offset, length);
      if (read > 0) {
        return read;
      }
      if (inflater.finished()) {
        trailer();
        further = true;
        state = position < end || fill() ? State.START : State.END;
      } else if (inflater.needsDictionary()) {
        throw new ZipException("it requires a dictionary, which gzip does not have");
      } else if (fill()) {
        inflater.setInput(buffer, 0, end);
      } else {
        throw truncated();
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    state = State.END;
    inflater.end();
    in.close();
  }

  private int inflate(byte[] to, int offset, int length) throws ZipException {
    int read;
    try {
      read = inflater.inflate(to, offset, length);
    } catch (DataFormatException e) {
      ZipException damaged = new ZipException("its compressed data is damaged");
      damaged.initCause(e);
      throw damaged;
    }
    if (read > max - count) {
      throw new MalformedException(
          "The file is larger than the limit of "
              + max
              + " bytes when decompressed. Set Options.maxBytes if a file of this size is"
              + " expected.");
    }
    count += read;
    crc.update(to, offset, read);
    return read;
  }

  private void header() throws IOException {
    crc.reset();
    if (next() != FIRST || next() != SECOND) {
      throw new ZipException(further ? "bytes follow its end" : "it does not begin like gzip");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("its header is not that of a gzip file");
    }
    pass(6); // time, flags of the compressor, operating system
    if ((flags & EXTRA) != 0) {
      pass(littleEndian(2));
    }
    if ((flags & NAME) != 0) {
      passText();
    }
    if ((flags & COMMENT) != 0) {
      passText();
    }
    if ((flags & HEADER_CRC) != 0) {
      long expected = crc.getValue() & 0xffff;
      if (littleEndian(2) != expected) {
        throw new ZipException("the checksum of its header is wrong");
      }
    }
    crc.reset();
    inflater.reset();
    inflater.setInput(buffer, position, end - position);
  }

  private void trailer() throws IOException {
    position = end - inflater.getRemaining();
    long checksum = crc.getValue();
    long size = inflater.getBytesWritten() & 0xffffffffL;
    if (littleEndian(4) != checksum || littleEndian(4) != size) {
      throw new ZipException("its checksum or its length is wrong");
    }
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private void passText() throws IOException {
    int b = next();
    while (b != 0) {
      b = next();
    }
  }

  private void pass(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      next();
    }
  }

  /** Returns the next byte outside the compressed data; the header's checksum covers it. */
  private int next() throws IOException {
    if (position == end && !fill()) {
      throw truncated();
    }
    int b = buffer[position++] & 0xff;
    crc.update(b);
    return b;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(in.read(buffer), 0);
    return end > 0;
  }

  private static EOFException truncated() {
    return new EOFException("it is truncated");
  }
}
