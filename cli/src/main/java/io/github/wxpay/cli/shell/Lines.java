package io.github.wxpay.cli.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The lines of a script or of a pasted text, of which the next one can be looked at. */
abstract class Lines {
  private final Deque<String> ahead = new ArrayDeque<>();

  /** Returns the lines of a text. */
  static Lines of(String text) {
    Deque<String> lines = new ArrayDeque<>(text.lines().collect(java.util.stream.Collectors.toList()));
    return new Lines() {
      @Override
      boolean isReady() {
        return !lines.isEmpty();
      }

      @Override
      @Nullable String read() {
        return lines.poll();
      }
    };
  }

  /** Returns the lines of a stream of UTF-8, which may be a pipe that is still written. */
  static Lines of(InputStream stream) {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    return new Lines() {
      @Override
      boolean isReady() throws IOException {
        return reader.ready();
      }

      @Override
      @Nullable String read() throws IOException {
        return reader.readLine();
      }
    };
  }

  /** Returns whether a line can be read without waiting. */
  abstract boolean isReady() throws IOException;

  /** Returns the next line, or {@code null} at the end. */
  abstract @Nullable String read() throws IOException;

  /** Returns the next line, or {@code null} at the end. */
  @Nullable String next() {
    try {
      String line = ahead.poll();
      return line == null ? read() : line;
    } catch (IOException e) {
      throw new UncheckedIOException("The input cannot be read.", e);
    }
  }

  /**
   * Returns the next line that is neither blank nor a comment, without taking it and without
   * waiting for it; empty if there is none yet.
   */
  String peek() {
    for (String line : ahead) {
      if (isCode(line)) {
        return line;
      }
    }
    try {
      while (isReady()) {
        String line = read();
        if (line == null) {
          return "";
        }
        ahead.add(line);
        if (isCode(line)) {
          return line;
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("The input cannot be read.", e);
    }
  }

  private static boolean isCode(String line) {
    return !line.isBlank() && !line.stripLeading().startsWith("//");
  }
}
