package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts in yuan and in fen. */
class FenTest {
  private static final String MAX = "92233720368547758.07";
  private static final String MIN = "-92233720368547758.08";

  @ParameterizedTest
  @CsvSource({
    "9.90, 990",
    "9.9, 990",
    "9, 900",
    "0.01, 1",
    "0, 0",
    "0.00, 0",
    "-0.00, 0",
    "-0.01, -1",
    "-9.90, -990",
    "100, 10000",
    "009.90, 990",
    "19.99, 1999",
    "0.29, 29",
    "1.15, 115",
    MAX + ", 9223372036854775807",
    MIN + ", -9223372036854775808"
  })
  void readsYuan(String yuan, long fen) {
    assertThat(Fen.of(yuan)).isEqualTo(fen);
    assertThat(Fen.of(new BigDecimal(yuan))).isEqualTo(fen);
  }

  @Test
  void readsAnyNumberOfLeadingZeros() {
    assertThat(Fen.of("-" + "0".repeat(100_000) + "9.90")).isEqualTo(-990);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "-", "+9.90", "--9", " 9.90", "9.90 ", "9.90\n", "9 .90", "9.900",
        "9.999", "9.", ".9", "-.9", "9.9.0", "9,90", "1,000.00", "1e2", "1E2", "0x10", "NaN",
        "Infinity", "9.90元", "¥9.90", "9.90f", "\uff19.90", "\u0669", "9\uff0e90", "\u22129.90"
      })
  void refusesOtherTextsAndShowsThem(String yuan) {
    assertThatThrownBy(() -> Fen.of(yuan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "An amount in yuan must be digits with at most two decimals, such as 9.90 or -9.90; got"
                + " '"
                + yuan.stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "92233720368547758.08",
        "-92233720368547758.09",
        "92233720368547759",
        "-92233720368547759",
        "100000000000000000000000"
      })
  void refusesAmountsThatDoNotFit(String yuan) {
    String message = "An amount in yuan must be from " + MIN + " to " + MAX + "; got ";
    assertThatThrownBy(() -> Fen.of(yuan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + yuan + ".");
    assertThatThrownBy(() -> Fen.of(new BigDecimal(yuan)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message + yuan + ".");
  }

  @Test
  void namesTheArgumentThatIsNull() {
    assertThatThrownBy(() -> Fen.of((String) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("yuan == null");
    assertThatThrownBy(() -> Fen.of((BigDecimal) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("yuan == null");
  }

  @Test
  void refusesMillionsOfDigitsAtOnce() {
    assertThatThrownBy(() -> Fen.of("9".repeat(5_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("; got " + "9".repeat(39))
        .hasMessageMatching(".{1,200}");
  }

  @ParameterizedTest
  @MethodSource("decimals")
  void readsDecimalsOfAnyScale(BigDecimal yuan, long fen) {
    assertThat(Fen.of(yuan)).isEqualTo(fen);
  }

  private static Stream<Arguments> decimals() {
    return Stream.of(
        Arguments.of(new BigDecimal("9.9000"), 990),
        Arguments.of(new BigDecimal("1E+2"), 10_000),
        Arguments.of(BigDecimal.valueOf(7), 700),
        Arguments.of(new BigDecimal(BigInteger.ZERO, Integer.MAX_VALUE), 0),
        Arguments.of(new BigDecimal(BigInteger.ZERO, Integer.MIN_VALUE), 0),
        Arguments.of(new BigDecimal(MAX + "000000"), Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.999", "0.001", "-0.001", "1E-3", "1E-2000000000"})
  void refusesDecimalsWithFractionsOfFen(String yuan) {
    assertThatThrownBy(() -> Fen.of(new BigDecimal(yuan)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "An amount in yuan must have at most two decimals; got " + new BigDecimal(yuan) + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+2000000000", "-1E+2000000000", "1E+2147483647"})
  void refusesHugeExponentsAtOnce(String yuan) {
    assertThatThrownBy(() -> Fen.of(new BigDecimal(yuan)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" to " + MAX + "; got " + yuan);
  }

  @ParameterizedTest
  @CsvSource({
    "990, 9.90",
    "0, 0.00",
    "1, 0.01",
    "-1, -0.01",
    "-990, -9.90",
    "10000, 100.00",
    "9223372036854775807, " + MAX,
    "-9223372036854775808, " + MIN
  })
  void writesYuan(long fen, String yuan) {
    assertThat(Fen.yuan(fen)).isEqualTo(yuan);
  }

  @Test
  void readsBackWhatItWrites() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long fen = random.nextLong() >> random.nextInt(64);
      String yuan = Fen.yuan(fen);
      assertThat(yuan).as("seed %s, %s fen", seed, fen).matches("-?(0|[1-9][0-9]*)\\.[0-9]{2}");
      assertThat(Fen.of(yuan)).as("seed %s, %s fen", seed, fen).isEqualTo(fen);
      assertThat(Fen.of(new BigDecimal(yuan))).as("seed %s, %s fen", seed, fen).isEqualTo(fen);
      assertThat(new BigDecimal(yuan).unscaledValue().longValueExact())
          .as("seed %s, %s fen", seed, fen)
          .isEqualTo(fen);
    }
  }
}
