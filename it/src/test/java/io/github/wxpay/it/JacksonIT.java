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
  @ValueSource(strings = {"2.13", "2.15", "2.17", "2.18", "2.20", "2.21", "2.23"})
  void makesAllCallsWithJackson(String version) throws Exception {
    JavaProgram smoke =
        JavaProgram.run(
            folder, "-cp", JavaProgram.programsIn("jackson-" + version), JavaProgram.SMOKE);

    assertThat(smoke.calls()).isGreaterThan(30);
    assertThat(smoke.found("jackson-core")).startsWith(version + ".");
    assertThat(smoke.found("jackson-databind")).isEqualTo(smoke.found("jackson-core"));
    Results.calls(
        Results.Group.JACKSON, "Jackson " + smoke.found("jackson-databind"), smoke.calls());
  }

  @ParameterizedTest
  @CsvSource({
    "2.12, 'jackson-core 2.12.7, but Wxpay requires 2.13 or newer'",
    "mixed, 'jackson-core 2.16.1, which is too old for jackson-databind 2.21.8'"
  })
  void namesJacksonThatIsTooOldWhenTheClientIsBuilt(String version, String what) throws Exception {
    String environment = "jackson-" + version;
    JavaProgram build =
        JavaProgram.run(
            folder, "-cp", JavaProgram.programsIn(environment), "io.github.wxpay.it.Build");

    assertThat(build.status()).as(build.toString()).isZero();
    assertThat(build.lines())
        .hasSize(4)
        .allMatch(
            line ->
                line.endsWith(
                    ": java.lang.IllegalStateException: The class path has "
                        + what
                        + ". In a Spring Boot project set the property <jackson-bom.version> in the"
                        + " POM; in other projects import one newer version of"
                        + " com.fasterxml.jackson:jackson-bom."));
    Results.note(
        Results.Group.JACKSON,
        JavaProgram.named("jackson-core {jackson-core}, databind {jackson-databind}", environment),
        "refused by `build()`, which names the version to raise",
        "`build()` 拒绝，并指出要升级的版本");
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
    String oldest = JavaProgram.classPath("jackson-2.13");
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
