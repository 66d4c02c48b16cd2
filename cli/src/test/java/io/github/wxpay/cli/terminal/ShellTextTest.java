package io.github.wxpay.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTextTest {
  @Test
  void quotesNameOfFileOnlyIfItNeedsIt() {
    assertThat(ShellText.file("folder/wxpay-sandbox.json")).isEqualTo("folder/wxpay-sandbox.json");
    assertThat(ShellText.file("a b.json")).isEqualTo("'a b.json'");
    assertThat(ShellText.file("it's.json")).isEqualTo("'it'\\''s.json'");
  }

  @Test
  void replacesOnlyWhatTerminalActsUpon() {
    assertThat(Printable.line("图 a\u001b[31m\nb\u202e")).isEqualTo("图 a\ufffd[31m\ufffdb\ufffd");
    assertThat(Printable.lines("a\tb\n\u001b[31m\u200b")).isEqualTo("a\tb\n\ufffd[31m\ufffd");
  }
}
