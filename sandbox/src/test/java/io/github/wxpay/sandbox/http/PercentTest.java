package io.github.wxpay.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the decoding of paths and queries. */
class PercentTest {
  @Test
  void decodesQueryAsForm() {
    assertThat(Percent.query("a=1+2&b=%E4%BA%BA&c&a=%zz"))
        .containsExactly(
            Map.entry("a", List.of("1 2", "%zz")),
            Map.entry("b", List.of("人")),
            Map.entry("c", List.of("")));
    assertThat(Percent.query("")).isEmpty();
  }

  @Test
  void decodesPathSegmentAndKeepsPlus() {
    assertThat(Percent.decode("a%2Fb%20c+%E4%BA%BA%zz")).isEqualTo("a/b c+人%zz");
  }
}
