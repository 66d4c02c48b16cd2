package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;

/** Plays {@code quickstart.jsh} line by line, as the tool does. */
class JShellScriptTest {
  @Test
  void everyLineIsTakenAndTellsWhatItDid() throws IOException {
    List<String> script = Files.readAllLines(Project.folder().resolve("examples/quickstart.jsh"));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;

    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        shell.addToClasspath(path);
      }
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      play(shell, script);
      play(shell, List.of("wxpay.close()", "sandbox.close()"));
    } finally {
      System.setOut(before);
    }

    assertThat(lines(printed))
        .startsWith("ended: 204 [Request-ID ID]", "placed: weixin://wxpay/bizpayurl?pr=TOKEN")
        .containsSubsequence(
            "paid: 200 [Request-ID ID]",
            "{",
            "    \"total\" : 1",
            "  \"description\" : \"Wxpay 示例订单\",",
            "  \"trade_state\" : \"SUCCESS\",",
            "}")
        .endsWith(
            "later: SUCCESS",
            "refunded: PROCESSING, 1 fen",
            "closed: 204 by v3/pay/transactions/out-trade-no/{out_trade_no}/close",
            "POST /v3/payscore/permissions/authorization-code/1234567890/terminate 204",
            "POST /v3/pay/transactions/native 200",
            "GET /v3/pay/transactions/out-trade-no/jshell-0001?mchid=1900000109 200",
            "GET /v3/pay/transactions/out-trade-no/jshell-0001?mchid=1900000109 200",
            "POST /v3/refund/domestic/refunds 200",
            "POST /v3/pay/transactions/native 200",
            "POST /v3/pay/transactions/out-trade-no/jshell-0002/close 204");
  }

  private static void play(JShell shell, List<String> script) {
    String pending = "";
    for (String line : script) {
      pending += line + "\n";
      CompletionInfo read = shell.sourceCodeAnalysis().analyzeCompletion(pending);
      if (read.completeness().isComplete()) {
        shell.eval(read.source()).forEach(event -> succeeded(shell, event));
        pending = read.remaining();
      }
    }
    assertThat(pending.replaceAll("(?m)^//.*", "")).as("a statement without end").isBlank();
  }

  private static void succeeded(JShell shell, SnippetEvent event) {
    String source = event.snippet().source().strip();
    List<String> reasons =
        shell
            .diagnostics(event.snippet())
            .map(diagnostic -> diagnostic.getMessage(null))
            .collect(Collectors.toList());
    assertThat(event.status()).as("%s: %s", source, reasons).isEqualTo(Snippet.Status.VALID);
    assertThat(event.exception()).as(source).isNull();
  }

  private static List<String> lines(ByteArrayOutputStream printed) {
    return printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("Request-ID [^]]+", "Request-ID ID"))
        .map(line -> line.replaceAll("pr=\\w+", "pr=TOKEN"))
        .collect(Collectors.toList());
  }
}
