package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.ConfigText;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * Reads the source of a key: a text, bytes, a file or a resource. Messages never contain its
 * content.
 */
public final class KeySource {
  /** The maximum length of a resource name: the JDK takes quadratic time for {@code ../../…}. */
  private static final int LONGEST_RESOURCE = 4096;

  private KeySource() {}

  /**
   * Returns the path of a text that is one, relative to {@code folder}; any other value, such as a
   * key text, unchanged. For configurations, in which a text may be either.
   */
  public static Object orPath(Object source, Path folder) {
    if (!(source instanceof String)) {
      return source;
    }
    String text = ConfigText.plain((String) source);
    boolean keyText = text.isEmpty() || text.contains("-----BEGIN");
    try {
      if (ConfigText.isFile(text) && !keyText) {
        return ConfigText.file(text, folder);
      }
      if (keyText || text.contains("://") || text.startsWith("classpath:")) {
        return text;
      }
      Path path = folder.resolve(text);
      return Files.exists(path) || looksLikeFile(text) ? path : text;
    } catch (InvalidPathException e) {
      return text;
    }
  }

  /** Returns the key text of a text, bytes or a file: DER in base64, other content unchanged. */
  public static String text(Object source) {
    return source instanceof String ? (String) source : text(bytes(source));
  }

  /** Returns bytes unchanged, those of a file, or those of base64 text. */
  public static byte[] bytes(Object source) {
    Objects.requireNonNull(source, "key == null");
    if (source instanceof byte[]) {
      return (byte[]) source;
    }
    if (source instanceof Path) {
      try {
        return Files.readAllBytes((Path) source);
      } catch (IOException e) {
        throw unreadable(((Path) source).toAbsolutePath().toString(), e);
      }
    }
    if (source instanceof String) {
      try {
        String base64 = ConfigText.unescaped(ConfigText.plain((String) source));
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw new CryptoException(
            "A text of "
                + ((String) source).length()
                + " characters is neither the path of a file nor base64.");
      }
    }
    throw new CryptoException(
        "A value " + Printable.type(source) + " is not a key. Pass PEM text, a Path or a key.");
  }

  /**
   * Returns whether a text is a file name such as apiclient_key.pem: short, with an extension, so
   * that it is not base64 of a key.
   */
  private static boolean looksLikeFile(String text) {
    String extension = text.substring(text.lastIndexOf('.') + 1);
    return text.length() < 256
        && extension.length() < text.length()
        && extension.length() >= 2
        && extension.length() <= 4
        && extension.chars().allMatch(KeySource::isLetterOrDigit);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String text(byte[] bytes) {
    boolean der = bytes.length >= 8 && bytes[0] == 0x30;
    return der ? Base64.getEncoder().encodeToString(bytes) : ConfigText.decoded(bytes);
  }

  /** Returns the bytes of the file that a {@code file:} URL names. */
  static byte[] file(String url) {
    Path path;
    try {
      path = ConfigText.file(url, Path.of(""));
    } catch (InvalidPathException e) {
      throw unreadable(url, e);
    }
    return bytes(path);
  }

  private static CryptoException unreadable(String file, Exception e) {
    return new CryptoException(
        "The file '"
            + Printable.path(file)
            + "' cannot be read ("
            + e.getClass().getSimpleName()
            + "). Check the path.");
  }

  /** Returns the bytes of a resource of the class path. */
  static byte[] resource(String name) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    if (plain.length() > LONGEST_RESOURCE) {
      throw new CryptoException("The class path has no resource '" + Printable.path(plain) + "'.");
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : ClassLoader.getSystemClassLoader();
    try (InputStream in = loader.getResourceAsStream(plain)) {
      if (in == null) {
        throw new CryptoException(
            "The class path has no resource '" + Printable.path(plain) + "'." + unopened(plain));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new CryptoException("The resource '" + Printable.path(plain) + "' cannot be read.", e);
    }
  }

  /** Returns the sentence about a module that does not open a resource; empty if there is none. */
  private static String unopened(String resource) {
    int end = resource.lastIndexOf('/');
    String folder = end < 0 ? "" : resource.substring(0, end).replace('/', '.');
    for (Module module : ModuleLayer.boot().modules()) {
      if (module.getPackages().contains(folder) && !module.isOpen(folder)) {
        return " The module "
            + module.getName()
            + " has the package "
            + folder
            + " and does not open it. Write `opens "
            + folder
            + ";` in its module-info, or put the file into a folder that is not a package, such as"
            + " META-INF/keys.";
      }
    }
    return "";
  }
}
