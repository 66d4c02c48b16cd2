package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.internal.text.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2018-06-08T10:34:56+08:00, 2018-06-08T10:34:56+08:00",
    "2018-06-08t10:34:56+08:00, 2018-06-08T10:34:56+08:00",
    "2018-06-08T02:34:56Z, 2018-06-08T02:34:56Z",
    "2018-06-08T10:34:56.789+08:00, 2018-06-08T10:34:56.789+08:00",
    "2018-06-08T10:34:56, 2018-06-08T10:34:56+08:00",
    "2018-06-08 10:34:56, 2018-06-08T10:34:56+08:00",
    "20180608103456, 2018-06-08T10:34:56+08:00"
  })
  void readsTimesOfBothProtocols(String text, OffsetDateTime time) {
    assertThat(Times.read(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2018-06-08", "20180608"})
  void readsDatesOfBothProtocols(String text) {
    assertThat(Times.read(text)).isEqualTo(LocalDate.of(2018, 6, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "0",
        "1528425296",
        "1528425296000",
        "2018-6-8",
        "20181308",
        "20180608103460",
        "2018-06-08T",
        "2018-06-08x10:34:56",
        "yesterday at noon",
        "0000-00-00 00:00:00"
      })
  void refusesAnyOtherText(String text) {
    assertThatThrownBy(() -> Times.read(text)).isInstanceOf(DateTimeException.class);
  }
}
