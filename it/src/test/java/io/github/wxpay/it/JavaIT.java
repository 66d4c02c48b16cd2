package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java of the build, those beside it, and those of the property {@code jdks}: of each feature
 * version from 11 on the first.
 */
class JavaIT {
  @TempDir Path folder;

  static Collection<Path> homes() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(JavaProgram.home().toRealPath()));
    Stream.of(System.getProperty("jdks", "").split(File.pathSeparator, -1))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .forEach(homes::add);
    try (Stream<Path> neighbours = Files.list(homes.get(0).getParent())) {
      neighbours.sorted().forEach(homes::add);
    }
    TreeMap<Integer, Path> first = new TreeMap<>();
    for (Path home : homes) {
      feature(home).filter(feature -> feature >= 11).ifPresent(it -> first.putIfAbsent(it, home));
    }
    return first.values();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void makesAllCallsOnTheClassPath(Path home) throws Exception {
    check(home, "-cp", List.of("-cp", JavaProgram.programsIn("jackson-2.21"), JavaProgram.SMOKE));
  }

  /** Runs the module that the projects of users made. */
  @ParameterizedTest
  @MethodSource("homes")
  void makesAllCallsOnTheModulePath(Path home) throws Exception {
    Path module = JavaProgram.build().resolve("consumers/module/target");
    String path = module.resolve("module-1.jar") + File.pathSeparator + module.resolve("lib");
    check(home, "--module-path", List.of("--module-path", path, "-m", "shop/" + JavaProgram.SMOKE));
  }

  private void check(Path home, String way, List<String> arguments) throws Exception {
    JavaProgram smoke = JavaProgram.run(home, folder, arguments);

    assertThat(smoke.calls()).isGreaterThan(30);
    Results.calls(
        Results.Group.JAVA, "Java " + smoke.found("Java") + ", `" + way + "`", smoke.calls());
  }

  /** Returns the feature version of a home of Java, by the file that each of them has. */
  private static Optional<Integer> feature(Path home) throws IOException {
    Path release = home.resolve("release");
    boolean java =
        Stream.of("bin/java", "bin/java.exe").map(home::resolve).anyMatch(Files::isExecutable);
    if (!java || !Files.isRegularFile(release)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> Runtime.Version.parse(line.split("\"", -1)[1]).feature())
          .findFirst();
    }
  }
}
