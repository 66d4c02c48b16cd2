package io.github.wxpay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void takesMedianBetweenTheTwoInTheMiddle() {
    assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 3.0), value -> value, 2)).isEqualTo("2.50");
  }

  @Test
  void comparesWithTheSameRound() {
    List<Double> rounds = List.of(2.0, 30.0, 4.0);
    List<Double> reference = List.of(1.0, 10.0, 1.0);

    assertThat(Statistics.ratio(rounds, reference, value -> value)).isEqualTo("3.00 (2.50-3.50)");
  }

  @Test
  void showsUnknownFigureAsDash() {
    Sample sample = new Sample("10 1000 20 -1 5 7 9");

    assertThat(Statistics.median(List.of(sample), Sample::kilobytes, 1)).isEqualTo("-");
    assertThat(Statistics.median(List.of(sample), Sample::cpu, 1)).isEqualTo("2.0");
  }
}
