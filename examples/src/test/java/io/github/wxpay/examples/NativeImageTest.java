package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what the artifacts register for a native image with what they contain: an image has no
 * resource that is not registered, and no class may be initialised while it is built.
 */
class NativeImageTest {
  /** Files that no program reads: the license, the manifest, and those for other tools. */
  private static final Pattern NOT_READ =
      Pattern.compile("META-INF/(LICENSE|MANIFEST\\.MF|(maven|native-image)/.+)");

  static Stream<Arguments> artifacts() {
    return Stream.of(
        Arguments.of("wxpay", Wxpay.class),
        Arguments.of("wxpay-catalogue", Catalogue.class),
        Arguments.of("wxpay-sandbox", Sandbox.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("artifacts")
  void registersExactlyTheResources(String artifact, Class<?> type) throws Exception {
    Set<String> files = files(type);
    Set<String> resources =
        files.stream()
            .filter(name -> !name.endsWith(".class") && !NOT_READ.matcher(name).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Pattern> registered = registered(artifact, type);

    assertThat(resources).isNotEmpty();
    assertThat(resources)
        .as("resources of %s; those that are missing belong into resource-config.json", artifact)
        .allMatch(name -> registered.stream().anyMatch(p -> p.matcher(name).matches()));
    assertThat(registered)
        .as("patterns of resource-config.json of %s; each must match one resource", artifact)
        .allMatch(p -> resources.stream().filter(p.asMatchPredicate()).count() == 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("artifacts")
  void initialisesEveryClassAtRunTime(String artifact, Class<?> type) throws Exception {
    String option = "--initialize-at-run-time=";
    Properties properties = new Properties();
    try (InputStream in = open(artifact, type, "native-image.properties")) {
      properties.load(in);
    }
    String args = properties.getProperty("Args");

    assertThat(properties.stringPropertyNames()).containsExactly("Args");
    assertThat(args).startsWith(option);
    String folder = args.substring(option.length()).replace('.', '/') + "/";
    Predicate<String> covered = name -> name.startsWith(folder) || name.equals("module-info.class");
    List<String> classes =
        files(type).stream().filter(name -> name.endsWith(".class")).collect(Collectors.toList());
    assertThat(classes).hasSizeGreaterThan(10).allMatch(covered);
  }

  private static List<Pattern> registered(String artifact, Class<?> type) throws IOException {
    try (InputStream in = open(artifact, type, "resource-config.json")) {
      JsonNode config = new ObjectMapper().readTree(in);
      List<Pattern> patterns = new ArrayList<>();
      config
          .at("/resources/includes")
          .forEach(include -> patterns.add(Pattern.compile(include.path("pattern").asText())));
      return patterns;
    }
  }

  private static InputStream open(String artifact, Class<?> type, String name) {
    String path = "/META-INF/native-image/io.github.wxpay/" + artifact + "/" + name;
    InputStream in = type.getResourceAsStream(path);
    assertThat(in).as(path).isNotNull();
    return in;
  }

  /** Returns the files of the jar or folder from which a class was loaded. */
  private static Set<String> files(Class<?> type) throws Exception {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return filesBelow(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place, (ClassLoader) null)) {
      return filesBelow(jar.getPath("/"));
    }
  }

  private static Set<String> filesBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
