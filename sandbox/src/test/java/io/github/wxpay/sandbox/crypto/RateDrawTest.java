package io.github.wxpay.sandbox.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateDrawTest {
  private static final int BLOCK = 1_000;
  private final long seed = new Random().nextLong();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 50, 100, 200, 300, 500, 999, 1000})
  void drawsExactShareOfEveryThousand(int permille) {
    RateDraw share = new RateDraw(permille / 1000.0, seed);

    for (int block = 0; block < 5; block++) {
      assertThat(drawn(share).cardinality()).as("seed %d", seed).isEqualTo(permille);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void drawsSameValuesForSameSeedOnly(double rate) {
    RateDraw share = new RateDraw(rate, seed);
    BitSet first = drawn(share);

    assertThat(drawn(new RateDraw(rate, seed))).as("seed %d", seed).isEqualTo(first);
    assertThat(drawn(new RateDraw(rate, seed + 1))).as("seed %d", seed).isNotEqualTo(first);
    share.set(rate, seed);
    assertThat(drawn(share)).as("seed %d", seed).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0005, 0.3333, 0.9995})
  void keepsSharesBetweenThousandthsOnAverage(double rate) {
    RateDraw share = new RateDraw(rate, seed);
    int blocks = 2_000;
    int yes = 0;
    for (int block = 0; block < blocks; block++) {
      int some = drawn(share).cardinality();
      assertThat((double) some).as("seed %d", seed).isBetween(rate * BLOCK - 1, rate * BLOCK + 1);
      yes += some;
    }
    double average = (double) yes / blocks / BLOCK;
    assertThat(average).as("seed %d", seed).isBetween(rate - 0.0001, rate + 0.0001);
  }

  private static BitSet drawn(RateDraw share) {
    BitSet drawn = new BitSet();
    for (int i = 0; i < BLOCK; i++) {
      drawn.set(i, share.next());
    }
    return drawn;
  }
}
