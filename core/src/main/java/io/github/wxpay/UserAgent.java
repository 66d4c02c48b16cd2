package io.github.wxpay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the default {@code User-Agent}: the versions of the library and Java, and the operating
 * system.
 */
final class UserAgent {
  private static final String FILE = "version.txt";
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}");

  static final String TEXT = text();

  private UserAgent() {}

  private static String text() {
    String text =
        "wxpay/"
            + version()
            + " Java/"
            + System.getProperty("java.version")
            + " "
            + System.getProperty("os.name")
            + "/"
            + System.getProperty("os.arch");
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static String version() {
    try (InputStream in = UserAgent.class.getResourceAsStream(FILE)) {
      return version(in);
    } catch (IOException e) {
      return "dev";
    }
  }

  /** Reads the version that the build wrote, or returns {@code dev} if it wrote none. */
  static String version(@Nullable InputStream in) throws IOException {
    if (in == null) {
      return "dev";
    }
    String text = new String(in.readNBytes(1024), StandardCharsets.US_ASCII).trim();
    return VERSION.matcher(text).matches() ? text : "dev";
  }
}
