package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.http.Inbound;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static String objection(String base, Map<String, List<String>> headers) {
    Map<String, List<String>> caseInsensitive = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caseInsensitive.putAll(headers);
    return Guard.objection(
        new Inbound(Inbound.HOST, base, "GET", "/", caseInsensitive, new byte[0], null));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:81/,127.0.0.1:81",
    "http://127.0.0.1:81/,localhost:81",
    "http://127.0.0.1:81/,LocalHost:81",
    "https://127.0.0.1:81/,localhost:81",
    "http://127.0.0.1:80/,localhost",
    "https://127.0.0.1:443/,127.0.0.1",
  })
  void acceptsHostNamesOfLoopback(String base, String host) {
    assertThat(objection(base, Map.of("host", List.of(host)))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:81/,evil.example",
    "http://127.0.0.1:81/,evil.example:81",
    "http://127.0.0.1:81/,localhost.evil.example:81",
    "http://127.0.0.1:81/,127.0.0.1:82",
    "http://127.0.0.1:81/,127.0.0.1",
    "http://127.0.0.1:81/,localhost",
    "http://127.0.0.1:443/,localhost",
    "http://127.0.0.1:81/,0.0.0.0:81",
    "http://127.0.0.1:81/,''",
  })
  void refusesOtherHostNames(String base, String host) {
    assertThat(objection(base, Map.of("Host", List.of(host))))
        .startsWith("Host must be 127.0.0.1:");
  }

  @Test
  void requiresExactlyOneHost() {
    String base = "http://127.0.0.1:81/";
    assertThat(objection(base, Map.of())).startsWith("Host must be");
    assertThat(objection(base, Map.of("Host", List.of("localhost:81", "evil.example"))))
        .startsWith("Host must be");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example,false",
    "null,false",
    "http://localhost:82,false",
    "https://localhost:81,false",
    "http://127.0.0.1:81,false",
    "http://localhost:81,true",
  })
  void refusesForeignOrigin(String origin, boolean allowed) {
    String objection =
        objection(
            "http://127.0.0.1:81/",
            Map.of("Host", List.of("localhost:81"), "Origin", List.of(origin)));
    assertThat(objection == null).isEqualTo(allowed);
  }
}
