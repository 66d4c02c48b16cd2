package io.github.wxpay.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.internal.call.RequestConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void readsTheOriginalsRequestConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("transaction_id", "4200");
    config.put("params", Map.of("mchid", 1));
    config.put("headers", Map.of("X-A", List.of("1", 2)));
    config.put("baseURL", "https://apihk.mch.weixin.qq.com/");
    config.put("timeout", 1500);
    config.put("security", true);
    config.put("nonceless", true);
    config.put("meta", Map.of("filename", "a.png"));
    config.put("maxBytes", 5L << 30);

    Options options = RequestConfig.read(config, Set.of("transaction_id"));

    assertThat(options.values()).isEqualTo(Map.of("transaction_id", "4200"));
    assertThat(options.query()).isEqualTo(Map.of("mchid", 1));
    assertThat(options.headers().all("x-a")).containsExactly("1", "2");
    assertThat(options.baseUrl()).contains("https://apihk.mch.weixin.qq.com");
    assertThat(options.timeout()).contains(Duration.ofMillis(1500));
    assertThat(options.security()).isTrue();
    assertThat(options.nonceless()).isTrue();
    assertThat(options.meta()).contains(Map.of("filename", "a.png"));
    assertThat(options.maxBytes()).isEqualTo(5L << 30);
  }

  @Test
  void readsSameOptionsAsTyped() {
    Options options =
        Options.of("id", 1)
            .query("b", 2)
            .query(Map.of("c", 3))
            .header("X-A", "1")
            .header("x-a", "2")
            .baseUrl("https://example.com/v/")
            .timeout(Duration.ofSeconds(1))
            .security(true)
            .nonceless(true)
            .meta("{}")
            .maxBytes(7);

    assertThat(options.values()).isEqualTo(Map.of("id", 1));
    assertThat(options.query()).containsExactly(Map.entry("b", 2), Map.entry("c", 3));
    assertThat(options.headers().all("X-A")).containsExactly("2");
    assertThat(options.baseUrl()).contains("https://example.com/v");
    assertThat(options.timeout()).contains(Duration.ofSeconds(1));
    assertThat(options.security()).isTrue();
    assertThat(options.nonceless()).isTrue();
    assertThat(options.meta()).contains("{}");
    assertThat(options.maxBytes()).isEqualTo(7);
  }

  @Test
  void noneIsEmpty() {
    Options none = Options.none();

    assertThat(none.values()).isEmpty();
    assertThat(none.query()).isEmpty();
    assertThat(none.headers().names()).isEmpty();
    assertThat(none.baseUrl()).isEmpty();
    assertThat(none.timeout()).isEmpty();
    assertThat(none.security()).isFalse();
    assertThat(none.nonceless()).isFalse();
    assertThat(none.meta()).isEmpty();
    assertThat(none.maxBytes()).isEqualTo(4L << 30);
  }

  @Test
  void returnsNewObjectForEveryChange() {
    Options one = Options.of("a", 1);

    Options two =
        one.with("b", 2)
            .query("q", 1)
            .header("X-A", "1")
            .timeout(Duration.ofSeconds(1))
            .maxBytes(9);

    assertThat(one.values()).isEqualTo(Map.of("a", 1));
    assertThat(one.query()).isEmpty();
    assertThat(one.headers().names()).isEmpty();
    assertThat(one.timeout()).isEmpty();
    assertThat(one.maxBytes()).isEqualTo(4L << 30);
    assertThat(two.maxBytes()).isEqualTo(9);
    assertThat(two.values()).isEqualTo(Map.of("a", 1, "b", 2));
    assertThatThrownBy(() -> two.values().put("c", 3))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> two.query().clear()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void joinsTwoSetsOfWhichTheSecondTakesPrecedence() {
    Options first =
        Options.of("a", 1).with("b", 1).query("q", 1).header("X-A", "1").maxBytes(1).pkcs1(true);
    Options second =
        Options.of("b", 2).query("r", 2).query("q", null).header("x-a", "2").maxBytes(2);

    Options both = first.with(second);

    assertThat(both.values()).containsExactly(entry("a", 1), entry("b", 2));
    assertThat(both.query()).containsOnlyKeys("q", "r").containsEntry("q", null);
    assertThat(both.headers().first("X-A")).contains("2");
    assertThat(both.maxBytes()).isEqualTo(2);
    assertThat(both.pkcs1()).isTrue();
    assertThat(first.values()).containsExactly(entry("a", 1), entry("b", 1));
    assertThat(Options.none().with(second)).isSameAs(second);
    assertThat(first.with(Options.none())).hasToString(first.toString());
    assertThatThrownBy(() -> Options.none().with(null)).hasMessage("options == null");
    assertThatThrownBy(() -> first.with(null)).hasMessage("options == null");
  }

  @Test
  @SuppressWarnings("deprecation") // the former name keeps working
  void valueIsTheFormerNameOfWith() {
    assertThat(Options.none().value("a", 1).value("b", null).values())
        .isEqualTo(Options.none().with("a", 1).with("b", null).values());
  }

  @Test
  void acceptsTimeoutAsDurationOrMilliseconds() {
    for (Object value : List.of(250, 250L, "250", Duration.ofMillis(250))) {
      assertThat(RequestConfig.read(Map.of("timeout", value), Set.of()).timeout())
          .contains(Duration.ofMillis(250));
    }
    assertThatThrownBy(() -> Options.none().timeout(Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`timeout` must be from 1 ms to 1 day; got PT0.000999999S.");
    assertThatThrownBy(() -> Options.none().timeout(Duration.ofDays(1).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`timeout` must be from 1 ms to 1 day; got PT24H0.000000001S.");
  }

  @Test
  void acceptsPositiveIntegralMaxBytesOnly() {
    for (Object value : List.of(250, 250L, "250")) {
      assertThat(RequestConfig.read(Map.of("maxBytes", value), Set.of()).maxBytes()).isEqualTo(250);
    }
    assertThat(Options.none().maxBytes(Long.MAX_VALUE).maxBytes()).isEqualTo(Long.MAX_VALUE);
    for (long value : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> Options.none().maxBytes(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "`maxBytes` must be positive; got "
                  + value
                  + ". It is a number of bytes, 4 GiB by default.");
    }
    for (Object value : List.of(1.5, "4 GB", "", "9223372036854775808", List.of())) {
      assertThatThrownBy(() -> RequestConfig.read(Map.of("maxBytes", value), Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("`maxBytes` must be an integral number of bytes; got '" + value + "'.");
    }
  }

  @Test
  void printsNamesAndNoValues() {
    Options options =
        Options.of("id", "value1").query("q", "value2").header("X-A", "value3").meta("value4");

    assertThat(options).hasToString("Options[id][q][X-A][meta]");
  }

  @Test
  void listsKnownKeysForUnknownKey() {
    assertThatThrownBy(() -> RequestConfig.read(Map.of("query", Map.of()), Set.of("id")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The option 'query' is not known here. Placeholders of this path: [id]; options:"
                + " [params, headers, baseURL, host, timeout, deadline, retry, security, nonceless, meta,"
                + " pkcs1, reversal, maxBytes]. A query goes into `params`.");
  }

  @Test
  void acceptsTypedOptionNamedLikePlaceholder() {
    assertThat(Options.of("timeout", 5).values()).isEqualTo(Map.of("timeout", 5));
    assertThat(Options.of("timeout", 5).timeout()).isEmpty();
  }
}
