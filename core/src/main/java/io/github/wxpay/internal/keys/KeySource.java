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

/** Where a key comes from: a text, bytes, a file, a resource; read without being shown. */
public final class KeySource {
  /** The JDK needs quadratic time for a name such as {@code ../../…}. */
  private static final int LONGEST_RESOURCE = 4096;

  private KeySource() {}

  /**
   * Returns the path of a text that is one, relative to {@code folder}; anything else, a key text
   * for one, as it is. For configurations, in which a text may be either.
   */
  public static Object orPath(Object thing, Path folder) {
    if (!(thing instanceof String)) {
      return thing;
    }
    String text = ConfigText.plain((String) thing);
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

  /** Returns the key text of a text, bytes or a file: DER in base64, all else as it is. */
  public static String text(Object thing) {
    return thing instanceof String ? (String) thing : text(bytes(thing));
  }

  /** Returns bytes as they are, those of a file, or those of base64 text. */
  public static byte[] bytes(Object thing) {
    if (thing instanceof byte[]) {
      return (byte[]) thing;
    }
    if (thing instanceof Path) {
      try {
        return Files.readAllBytes((Path) thing);
      } catch (IOException e) {
        throw unreadable(((Path) thing).toAbsolutePath().toString(), e);
      }
    }
    if (thing instanceof String) {
      try {
        String base64 = ConfigText.unescaped(ConfigText.plain((String) thing));
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw new CryptoException(
            "A text of "
                + ((String) thing).length()
                + " characters is neither the path of a file nor base64 of one.");
      }
    }
    throw new CryptoException(
        "A value " + Printable.type(thing) + " is not a key; give PEM text, a Path or a key.");
  }

  /** Such as apiclient_key.pem: short, with an extension, so no base64 that must not be shown. */
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
            + "); is the path right?");
  }

  /** Returns the bytes of a resource of the class path. */
  static byte[] resource(String name) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    if (plain.length() > LONGEST_RESOURCE) {
      throw new CryptoException(
          "No resource '" + Printable.path(plain) + "' is on the class path.");
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : ClassLoader.getSystemClassLoader();
    try (InputStream in = loader.getResourceAsStream(plain)) {
      if (in == null) {
        throw new CryptoException(
            "No resource '" + Printable.path(plain) + "' is on the class path." + unopened(plain));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new CryptoException("The resource '" + Printable.path(plain) + "' cannot be read.", e);
    }
  }

  /** Returns what hides a resource in a module; empty if nothing does. */
  private static String unopened(String resource) {
    int end = resource.lastIndexOf('/');
    String folder = end < 0 ? "" : resource.substring(0, end).replace('/', '.');
    for (Module module : ModuleLayer.boot().modules()) {
      if (module.getPackages().contains(folder) && !module.isOpen(folder)) {
        return " The module "
            + module.getName()
            + " has the package "
            + folder
            + " and does not open it: write `opens "
            + folder
            + ";` into its module-info, or put the file into a folder that is not a package, such as"
            + " META-INF/keys.";
      }
    }
    return "";
  }
}
