package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the projects of users printed, which the invoker built and ran before these tests. */
class ProjectsIT {
  private static final Pattern PROGRAM = Pattern.compile(" --- exec\\S* \\((\\S+)\\) @ (\\S+) ---");

  @ParameterizedTest
  @CsvSource({
    "run @ module, 'Maven, `module-info.java`, client and sandbox'",
    "run-image @ module, 'Maven, `jlink` image'",
    "run @ class-path, 'Maven, class path'"
  })
  void makesAllCallsInTheProject(String program, String name) throws Exception {
    List<String> lines = programs().getOrDefault(program, List.of());

    assertThat(lines).contains("all calls passed");
    int calls = (int) lines.stream().filter(line -> line.startsWith("passed: ")).count();
    assertThat(calls).isGreaterThan(30);
    Results.calls(Results.Group.PROJECT, name, calls);
  }

  @Test
  void compilesAndRunsAModuleOfTheClientAlone() throws Exception {
    assertThat(programs().getOrDefault("run @ client", List.of()))
        .contains("32 io.github.wxpay shop.client");
    Results.note(
        Results.Group.PROJECT,
        "Maven, `module-info.java`, client only",
        "compiles and starts",
        "可编译、可启动");
  }

  /** Returns the lines that follow the start of each program in the log. */
  private static Map<String, List<String>> programs() throws Exception {
    byte[] log = Files.readAllBytes(JavaProgram.build().resolve("consumers/build.log"));
    Map<String, List<String>> programs = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : new String(log, StandardCharsets.UTF_8).split("\\R", -1)) {
      String plain = line.replaceAll("\u001b\\[[0-9;]*m", "");
      Matcher program = PROGRAM.matcher(plain);
      if (plain.startsWith("[INFO] --- ")) {
        current = new ArrayList<>();
        if (program.find()) {
          programs.put(program.group(1) + " @ " + program.group(2), current);
        }
      } else {
        current.add(plain);
      }
    }
    return programs;
  }
}
