package io.github.wxpay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void readsClientsCallersAndRounds() {
    CommandLine line =
        new CommandLine(
            new String[] {
              "--clients", "wxpay,bare", "--wire", "--callers", "8,64", "--also", "old=a.jar:b.jar"
            });

    assertThat(line.clients()).containsExactly("wxpay", "bare", "old");
    assertThat(line.also()).containsEntry("old", "a.jar:b.jar");
    assertThat(line.callers()).containsExactly(8, 64);
    assertThat(line.rounds()).isEqualTo(8);
    assertThat(line.wire()).isTrue();
  }

  @Test
  void takesAllClientsUnlessTheyAreNamed() {
    assertThat(new CommandLine(new String[0]).clients()).hasSize(8).contains("axios");
    assertThat(new CommandLine(new String[] {"--wire"}).clients()).doesNotContain("axios");
  }

  @Test
  void refusesUnknownOptionAndMissingValue() {
    assertThatThrownBy(() -> new CommandLine(new String[] {"--round", "1"}))
        .hasMessageStartingWith("'--round' is not a valid option, or its value is missing.");
    assertThatThrownBy(() -> new CommandLine(new String[] {"--rounds"}))
        .hasMessageStartingWith("'--rounds' is not a valid option, or its value is missing.");
    assertThatThrownBy(() -> new CommandLine(new String[] {"--cold", "--wire"}))
        .hasMessageContaining("Omit --cold");
  }
}
