package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class HelpKeysTest {
  @Test
  void hasSameKeysInBothLanguages() {
    ResourceBundle english = Main.help(Map.of("LANG", "C"));
    ResourceBundle chinese = Main.help(Map.of("LANG", "zh_CN.UTF-8"));
    assertThat(chinese.keySet()).isEqualTo(english.keySet());
  }

  @Test
  void describesEveryOption() {
    for (String command :
        new String[] {"doctor", "sandbox", "bill", "verify", "decrypt", "sign", "encrypt"}) {
      RecordedTerminal recording = new RecordedTerminal();
      assertThat(recording.run(command, "--help")).isZero();
      assertThat(recording.out()).contains("Usage: wxpay " + command);
      assertThat(recording.out().lines())
          .as("an option without a description")
          .noneMatch(line -> line.matches(" +(-[a-z], )?--[a-z0-9-]+(=<[^>]+>)? *"));
    }
  }
}
