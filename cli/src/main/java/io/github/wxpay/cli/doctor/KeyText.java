package io.github.wxpay.cli.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** An entry of a configuration that is a key or certificate: its text, or the path of its file. */
public final class KeyText {
  /** A short text with an extension, which is a file name even if the file does not exist. */
  private static final Pattern FILE_NAME = Pattern.compile("[^\\n]{1,250}[.][A-Za-z0-9]{2,4}");

  private final String text;
  private final Optional<Path> file;

  private KeyText(String text, Optional<Path> file) {
    this.text = text;
    this.file = file;
  }

  /** Returns the key text of an entry, in the forms that the library reads. */
  public static KeyText of(Object entry) {
    String given = entry.toString();
    if (given.contains("-----BEGIN") || given.contains("://") || given.startsWith("classpath:")) {
      return new KeyText(given, Optional.empty());
    }
    try {
      Path path = Path.of(given);
      if (!given.isEmpty() && (Files.exists(path) || FILE_NAME.matcher(given).matches())) {
        return of(path);
      }
    } catch (InvalidPathException e) {
      // It is the text of a key.
    }
    return new KeyText(given, Optional.empty());
  }

  /** Returns the key text of a file. */
  public static KeyText of(Path file) {
    String absolute = file.toAbsolutePath().toString().replace(File.separatorChar, '/');
    String url = "file://" + (absolute.startsWith("/") ? "" : "/") + absolute;
    return new KeyText(url, Optional.of(file));
  }

  /** Returns the text for the methods of {@code Rsa}; it may be the key itself. */
  public String text() {
    return text;
  }

  /** Returns the file; empty if the entry has the key itself. */
  Optional<Path> file() {
    return file;
  }
}
