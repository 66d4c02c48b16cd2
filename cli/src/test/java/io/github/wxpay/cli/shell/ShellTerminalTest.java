package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the shell as a person does, at a pseudo-terminal. */
class ShellTerminalTest {
  private static final String PROMPT = "wxpay> ";

  @TempDir Path folder;

  @Test
  void searchesCallsCompletesReportsAndEnds() throws Exception {
    assumeTrue(PseudoTerminal.isAvailable(), "skipped: no program `script` of util-linux");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    long started = System.nanoTime();
    try (PseudoTerminal shell =
        new PseudoTerminal(
            folder,
            Map.of("CLASSPATH", ChildJvm.classPath(true)),
            "'" + java + "' -XX:+UseSerialGC io.github.wxpay.cli.Main shell")) {
      assertThat(shell.await(PROMPT)).contains("Sandbox http://127.0.0.1:", "merchant 1900000109");

      shell.type("find(\"关单\")\r");
      assertThat(shell.await(PROMPT))
          .contains("  1  POST   v3/pay/transactions/out-trade-no/{out_trade_no}/close  关单");

      shell.type("wxpay.v3().chain(\"certificates\").get().status()\r");
      assertThat(shell.await(PROMPT)).contains("= 200");
      System.out.printf(
          "From the start of the process to the first response in the shell: %d ms.%n",
          (System.nanoTime() - started) / 1_000_000);

      shell.type("wxpay.chain(\"v3/pay/tran\t");
      shell.await("sactions/");
      shell.type("nat\t");
      shell.await("ive");
      shell.type("\u0015v3.pay().transactions().nat\t");
      shell.await("native_()");

      // A chain that is broken before a dot, pasted at once, with and without brackets.
      shell.type("\u0015wxpay.v3().chain(\"certificates\")\n    .get()\n    .status()\n");
      assertThat(shell.await(PROMPT)).contains("= 200").doesNotContain("error");
      shell.type("\u001b[200~wxpay.v3().chain(\"certificates\")\r  .get()\u001b[201~\r");
      assertThat(shell.await(PROMPT)).contains("200 [Request-ID").doesNotContain("error");

      shell.type("wxpay.chian(\"v3\")\r");
      assertThat(shell.await(PROMPT)).contains("error: cannot find symbol", "^^^");
      shell.type("wxpay.chain(\"v3/pay/transactions/id/{transaction_id}\").get()\r");
      assertThat(shell.await(PROMPT))
          .contains(
              "IllegalArgumentException: The placeholder {transaction_id}", "  at: wxpay.chain(")
          .doesNotContain("ClientCore", ".java:");

      shell.type("/exit 3\r");
      assertThat(shell.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void interruptsCallWithoutEndingShell() throws Exception {
    assumeTrue(PseudoTerminal.isAvailable(), "skipped: no program `script` of util-linux");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try (PseudoTerminal shell =
        new PseudoTerminal(
            folder,
            Map.of("CLASSPATH", ChildJvm.classPath(true)),
            "'" + java + "' -XX:+UseSerialGC io.github.wxpay.cli.Main shell")) {
      shell.await(PROMPT);
      shell.type(
          "void waits() throws Exception { System.out.println(\"is waiting\");"
              + " new CountDownLatch(1).await(); }\r");
      shell.await(PROMPT);
      shell.type("waits()\r");
      shell.await("is waiting\n");
      shell.type("\u0003");
      assertThat(shell.await(PROMPT)).contains("InterruptedException");
      shell.type("1 + 1\r");
      assertThat(shell.await(PROMPT)).contains("= 2");
      shell.type("\u0004");
      assertThat(shell.exitCode()).isZero();
    }
  }
}
