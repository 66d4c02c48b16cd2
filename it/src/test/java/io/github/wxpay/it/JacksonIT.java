package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The library with each Jackson that users have on their class path. */
class JacksonIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"2.13.5", "2.15.4", "2.17.3", "2.18.6", "2.20.2", "2.21.8", "2.23.0"})
  void makesAllCallsWithJackson(String version) throws Exception {
    JavaProgram smoke =
        JavaProgram.run(
            folder,
            "-cp",
            JavaProgram.classPath("lib", "jackson-" + version),
            "io.github.wxpay.it.Smoke");

    assertThat(smoke.status()).as(smoke.toString()).isZero();
    assertThat(smoke.lines()).last().isEqualTo("all calls are right");
    assertThat(smoke.lines()).filteredOn(line -> line.startsWith("right: ")).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({
    "2.12.7, 'jackson-core 2.12.7, but Wxpay needs 2.13 or newer'",
    "mixed, 'jackson-core 2.16.1, which is too old for jackson-databind 2.21.8'"
  })
  void namesJacksonThatIsTooOldWhenTheClientIsBuilt(String version, String what) throws Exception {
    JavaProgram build =
        JavaProgram.run(
            folder,
            "-cp",
            JavaProgram.classPath("lib", "jackson-" + version),
            "io.github.wxpay.it.Build");

    assertThat(build.status()).as(build.toString()).isZero();
    assertThat(build.lines())
        .hasSize(4)
        .allMatch(
            line ->
                line.endsWith(
                    ": java.lang.IllegalStateException: The class path has "
                        + what
                        + ": set the property <jackson-bom.version> in the POM of a Spring Boot"
                        + " project, or import com.fasterxml.jackson:jackson-bom of one newer"
                        + " version in any other."));
  }

  /**
   * What no call of the program reaches: every line, but those of one class that knows versions.
   */
  @ParameterizedTest
  @ValueSource(strings = {"catalogue", "sandbox", "core"})
  void namesNothingThatTheOldestJacksonLacks(String module) throws Exception {
    List<String> command = new ArrayList<>(List.of("-proc:none", "-Xlint:none", "-nowarn"));
    command.addAll(List.of("--release", "11", "-d", folder.toString()));
    String others =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("jackson-"))
            .collect(Collectors.joining(File.pathSeparator));
    String oldest = JavaProgram.classPath("jackson-2.13.5", "lib");
    command.addAll(List.of("-cp", oldest + File.pathSeparator + others));
    Path sources = JavaProgram.build().resolve("../../" + module + "/src/main/java").normalize();
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .filter(file -> !file.endsWith("internal/json/Jackson.java"))
          .forEach(file -> command.add(file.toString()));
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();

    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, command.toArray(String[]::new));

    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(command).hasSizeGreaterThan(20);
  }
}
