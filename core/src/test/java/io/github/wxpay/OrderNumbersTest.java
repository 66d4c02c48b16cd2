package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers for orders and refunds. */
class OrderNumbersTest {
  private static final Instant TIME = Instant.parse("2026-07-31T16:30:00.123456Z");

  @Test
  void areTimeInBeijingAndRandomLettersAndDigits() {
    assertThat(OrderNumbers.at(TIME, "")).matches("20260801003000123[0-9A-Za-z]{15}");
    assertThat(OrderNumbers.at(TIME, "R")).matches("R20260801003000123[0-9A-Za-z]{14}");
  }

  @Test
  void beginWithTheCurrentTime() {
    String before = OrderNumbers.at(Instant.now(), "").substring(0, 17);
    String number = OrderNumbers.next();
    String after = OrderNumbers.at(Instant.now(), "").substring(0, 17);

    assertThat(number).matches("[0-9]{17}[0-9A-Za-z]{15}");
    assertThat(number.substring(0, 17)).isBetween(before, after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Z9", "_-|*", "shop-7_|", "********"})
  void takePrefixesOfAllowedCharacters(String prefix) {
    String number = OrderNumbers.next(prefix);

    assertThat(number).startsWith(prefix).hasSize(32);
    assertThat(number.substring(prefix.length())).matches("[0-9A-Za-z]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456789", " ", "a b", "a.", "a/", "a@", "店", "\uff11", "a\n", "\n"})
  void refuseOtherPrefixes(String prefix) {
    assertThatThrownBy(() -> OrderNumbers.next(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "`prefix` must be at most 8 letters, digits or characters of _-|*; got '");
  }

  @Test
  void nameThePrefixThatIsNull() {
    assertThatThrownBy(() -> OrderNumbers.next(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("prefix == null");
  }

  @Test
  void areUniqueWithinOneMillisecond() {
    Set<String> numbers = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      numbers.add(OrderNumbers.at(TIME, ""));
    }
    assertThat(numbers).hasSize(100_000);
  }

  @Test
  void areInTheOrderOfTheirMillisecondsAsText() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Instant time = TIME;
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      time = time.plus(Duration.ofMillis(1 + (random.nextLong() >>> (20 + random.nextInt(43)))));
      if (time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
        break;
      }
      numbers.add(OrderNumbers.at(time, "P"));
    }
    assertThat(numbers).as("seed %s", seed).isSorted();
  }
}
