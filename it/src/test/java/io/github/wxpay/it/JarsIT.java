package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks into the jars that this build made: those of the profile {@code release} too, if it ran.
 */
class JarsIT {
  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  static Stream<Path> jars() {
    return Stream.of("catalogue", "sandbox", "core", "endpoints")
        .flatMap(module -> jarsBelow(PROJECT.resolve(module).resolve("target")));
  }

  @Test
  void findsTheJarOfEachModule() {
    assertThat(jars().map(jar -> jar.getFileName().toString()))
        .anyMatch(name -> name.matches("wxpay-catalogue-\\d[^-]*(-SNAPSHOT)?\\.jar"))
        .anyMatch(name -> name.matches("wxpay-sandbox-\\d[^-]*(-SNAPSHOT)?\\.jar"))
        .anyMatch(name -> name.matches("wxpay-endpoints-\\d[^-]*(-SNAPSHOT)?\\.jar"))
        .anyMatch(name -> name.matches("wxpay-\\d[^-]*(-SNAPSHOT)?\\.jar"));
  }

  @ParameterizedTest
  @MethodSource("jars")
  void namesItsVersionAndHasTheLicense(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      String title = manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
      String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      assertThat(title).as("Implementation-Title").startsWith("wxpay");
      assertThat(version).as("Implementation-Version").isNotNull();
      assertThat(file.getFileName().toString()).startsWith(title + "-" + version);

      ZipEntry license = jar.getEntry("META-INF/LICENSE");
      assertThat(license).as("META-INF/LICENSE").isNotNull();
      try (InputStream in = jar.getInputStream(license)) {
        assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(PROJECT.resolve("LICENSE")));
      }
    }
  }

  private static Stream<Path> jarsBelow(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .collect(Collectors.toList())
          .stream();
    } catch (IOException e) {
      throw new AssertionError("no jars in " + folder + "; run mvn verify -Pit", e);
    }
  }
}
