package io.github.wxpay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SelfTimeTest {
  @Test
  void givesRsaWhatTheRunWithoutItDidNotTake() {
    Map<String, Double> shares =
        SelfTime.shares(Map.of("RSA", 10, "JSON", 30, "this library", 60), 1000, 100);

    assertThat(shares)
        .containsOnly(entry("RSA", 91.0), entry("JSON", 3.0), entry("this library", 6.0));
  }
}
