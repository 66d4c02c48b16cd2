package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Node2JavaCommandTest {
  private static final String QUERY =
      "wxpay.v3.pay.transactions.id._transaction_id_\n"
          + "  .get({ params: { mchid }, transaction_id })\n"
          + "  .then(({ data }) => console.log(data.trade_state))\n";

  @TempDir Path folder;

  @Test
  void convertsTheStandardInputToStatements() {
    CommandRun run = CommandRun.withInput(QUERY, "node2java");
    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.err).isEmpty();
    assertThat(run.out)
        .isEqualTo(
            "import io.github.wxpay.Response;\n"
                + "import io.github.wxpay.Wxpay;\n"
                + "\n"
                + "Response r = wxpay.v3().chain(\"pay/transactions/id/{transaction_id}\").get(\n"
                + "    Wxpay.fields(\"params\", Wxpay.fields(\"mchid\", mchid), \"transaction_id\","
                + " transaction_id));\n"
                + "System.out.println(r.get(\"trade_state\"));\n");
    assertThat(CommandRun.withInput(QUERY, "node2java", "-").out).isEqualTo(run.out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"porting.md", "porting.zh-CN.md"})
  void printsTheResultInThePortingGuide(String page) throws IOException {
    String guide = Files.readString(Path.of("../docs", page));
    Matcher example =
        Pattern.compile("```javascript\\n(.*?)```.*?```text\\nimport(.*?)```", Pattern.DOTALL)
            .matcher(guide);
    assertThat(example.find()).isTrue();
    CommandRun run = CommandRun.withInput(example.group(1), "node2java");
    assertThat(run.code).isZero();
    assertThat(run.out).isEqualTo("import" + example.group(2));
  }

  @Test
  void prefersTheTypedChainIfAsked() {
    CommandRun run = CommandRun.withInput(QUERY, "node2java", "--typed");
    assertThat(run.code).isZero();
    assertThat(run.out).contains("import io.github.wxpay.endpoints.V3;", "._transaction_id_(");
  }

  @Test
  void namesWhatRemains() {
    CommandRun run = CommandRun.withInput("\n" + QUERY + "eval('x');\n", "node2java");
    assertThat(run.code).isEqualTo(1);
    assertThat(run.out).contains("// TODO node2java line 5: eval('x')");
    assertThat(run.err).contains("-:5: to do: `eval` has no counterpart", "    eval('x')");
  }

  @Test
  void convertsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("query-order.js"), QUERY);
    CommandRun run = CommandRun.of("node2java", file.toString());
    assertThat(run.code).isZero();
    assertThat(run.out)
        .contains(
            "public final class QueryOrder {",
            "run(Wxpay wxpay, Object mchid, Object transaction_id)");
  }

  @Test
  void refusesWrongUsage() throws IOException {
    CommandRun missing = CommandRun.of("node2java", folder.resolve("nothing.js").toString());
    assertThat(missing.code).isEqualTo(2);
    assertThat(missing.err).contains("There is no file or folder");
    CommandRun empty = CommandRun.of("node2java", folder.toString());
    assertThat(empty.code).isEqualTo(2);
    assertThat(empty.err).contains("has no file with the ending");
    assertThat(CommandRun.withInput(QUERY, "node2java", "-o", folder.toString()).code).isEqualTo(2);
    assertThat(CommandRun.of("node2java", "--unknown").code).isEqualTo(2);
    Files.writeString(folder.resolve("a-b.js"), QUERY);
    Files.writeString(folder.resolve("a.b.js"), QUERY);
    CommandRun twice = CommandRun.of("node2java", folder.toString(), "-o", folder + "/out");
    assertThat(twice.code).isEqualTo(2);
    assertThat(twice.err).contains("Two files would become");
  }

  @Test
  void convertsAFolderAsAProcess() throws Exception {
    Path source = Files.createDirectories(folder.resolve("app/lib"));
    Files.createDirectories(folder.resolve("app/node_modules/x"));
    Files.writeString(folder.resolve("app/node_modules/x/index.js"), "throw 1;");
    Files.writeString(folder.resolve("app/pay.js"), QUERY);
    Files.writeString(source.resolve("close.mjs"), "class A extends B {}\n");
    Files.writeString(folder.resolve("app/readme.txt"), "text");
    Path out = folder.resolve("java");
    Path err = folder.resolve("err");

    assertThat(exit(err, "", folder.resolve("app").toString(), "-o", out.toString())).isEqualTo(1);
    assertThat(out.resolve("Pay.java")).content().contains("class Pay");
    assertThat(out.resolve("lib/Close.java")).content().contains("// TODO node2java line 1: class");
    assertThat(out.resolve("X.java")).doesNotExist();
    String summary = Files.readString(out.resolve("node2java.txt"));
    assertThat(summary).contains("close.mjs:1: to do: a class; write it in Java");
    assertThat(Files.readString(err)).isEqualTo(summary);

    Path pay = folder.resolve("app/pay.js");
    assertThat(exit(err, "", pay.toString(), "-o", out.toString())).isZero();
    assertThat(out.resolve("node2java.txt")).content().isEqualTo("Nothing remains.\n");
    assertThat(exit(err, QUERY)).isZero();
    assertThat(exit(err, "eval('x')")).isEqualTo(1);
    assertThat(exit(err, "", "--unknown")).isEqualTo(2);
  }

  private int exit(Path err, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = ChildJvm.command("-XX:+UseSerialGC");
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Main.class.getName(), "node2java"));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8)); // through a pipe, as in a shell
      }
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }
}
