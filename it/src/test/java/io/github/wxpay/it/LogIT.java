package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log systems that {@code System.Logger} leads to. */
class LogIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "jackson-2.21, java.util.logging, java.util.logging.config.file, logging.properties",
    "log4j, Log4j {log4j-core} with log4j-jpl, log4j2.configurationFile, log4j/log4j2.properties",
    "logback, 'SLF4J {slf4j-api}, Logback {logback-classic} with slf4j-jdk-platform-logging',"
        + " logback.configurationFile, logback/logback.xml"
  })
  void logsEachCallWithoutSecrets(String environment, String name, String property, String file)
      throws Exception {
    JavaProgram smoke =
        JavaProgram.run(
            folder,
            "-Duser.language=en",
            "-D" + property + "=" + JavaProgram.environment(file),
            "-cp",
            JavaProgram.programsIn(environment),
            JavaProgram.SMOKE);

    assertThat(smoke.calls()).isGreaterThan(30);
    List<String> logged =
        smoke.lines().stream()
            .filter(line -> line.matches("log: (DEBUG|FINE) io\\.github\\.wxpay .*"))
            .collect(Collectors.toList());
    assertThat(logged)
        .as(smoke.toString())
        .hasSizeGreaterThan(30)
        .anyMatch(
            line -> line.matches(".* POST v3/pay/transactions/native -> 127\\.0\\.0\\.1.*200.*"))
        .noneMatch(line -> line.matches(".*(signature=|WECHATPAY2|PRIVATE KEY|张三|李四).*"))
        .allMatch(line -> line.length() < 500);
    Results.note(
        Results.Group.LOG,
        JavaProgram.named(name, environment),
        smoke.calls() + " calls, logged at DEBUG without secrets",
        smoke.calls() + " 次调用，记入 DEBUG 日志，不含敏感信息");
  }
}
