package io.github.wxpay.endpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the module. */
final class Generated {
  private Generated() {}

  /** Returns the folder of the classes. */
  static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(V3.class.getProtectionDomain().getCodeSource())
              .getLocation()
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns all files of classes. */
  static List<Path> files() {
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(file -> file.toString().endsWith(".class"))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all classes. */
  static List<Class<?>> types() {
    return files().stream()
        .map(file -> folder().relativize(file).toString().replace('\\', '/'))
        .filter(name -> !name.equals("module-info.class") && !name.endsWith("package-info.class"))
        .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
        .map(Generated::load)
        .collect(Collectors.toList());
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, V3.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
