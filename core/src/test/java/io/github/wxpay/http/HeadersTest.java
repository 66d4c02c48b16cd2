package io.github.wxpay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  @Test
  void findsNamesInAnyCase() {
    Headers headers = Headers.of(Map.of("Content-Type", "text/xml"));

    assertThat(headers.first("content-TYPE")).contains("text/xml");
    assertThat(headers.all("CONTENT-TYPE")).containsExactly("text/xml");
    assertThat(headers.with("content-type", "a/b").first("Content-Type")).contains("a/b");
    assertThat(headers.with("content-type", "a/b").names()).hasSize(1);
    assertThat(headers.first("Accept")).isEmpty();
    assertThat(headers.all("Accept")).isEmpty();
  }

  @Test
  void findsNamesInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));

      assertThat(Headers.of(Map.of("WECHATPAY-SIGNATURE", "s")).first("wechatpay-signature"))
          .contains("s");
      assertThatThrownBy(() -> Headers.none().with("CONNECTION", "close"))
          .isInstanceOf(IllegalArgumentException.class);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void returnsNamesInAlphabeticalOrder() {
    Headers headers =
        Headers.none().with("b", 1).with("C", 2).with("a", 3).with("X-Z", 4).with("x-y", 5);

    assertThat(headers.names()).containsExactly("a", "b", "C", "x-y", "X-Z");
    assertThatThrownBy(() -> headers.names().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void keepsSeveralValuesOfName() {
    Headers headers = Headers.none().with("X-A", List.of("1", 2));
    List<String> seen = new ArrayList<>();

    headers.forEach((name, value) -> seen.add(name + "=" + value));

    assertThat(headers.all("x-a")).containsExactly("1", "2");
    assertThat(headers.first("x-a")).contains("1");
    assertThat(seen).containsExactly("X-A=1", "X-A=2");
  }

  @Test
  void replacesFieldsOfTheSameNames() {
    Headers headers = Headers.of(Map.of("A", 1, "B", 2)).with(Headers.of(Map.of("b", 3, "C", 4)));

    assertThat(headers.first("A")).contains("1");
    assertThat(headers.all("B")).containsExactly("3");
    assertThat(headers.first("C")).contains("4");
  }

  @Test
  void keepsReceivedFieldsOfTwoSpellings() {
    Map<String, List<String>> received = new LinkedHashMap<>();
    received.put("wechatpay-nonce", List.of("a"));
    received.put("Wechatpay-Nonce", List.of("b"));

    assertThat(Headers.received(received).all("WECHATPAY-NONCE")).containsExactly("a", "b");
  }

  @Test
  void joinsReceivedFieldsOfTwoSpellingsAndOneValue() {
    Map<String, Object> received = new LinkedHashMap<>();
    received.put("wechatpay-nonce", List.of("a"));
    received.put("Wechatpay-Nonce", new String[] {"a"});
    received.put("WECHATPAY-NONCE", "a");
    received.put("X", List.of("b", "b"));
    received.put("x", "b");

    assertThat(Headers.received(received).all("Wechatpay-Nonce")).containsExactly("a");
    assertThat(Headers.received(received).all("X")).containsExactly("b", "b", "b");
  }

  @Test
  void acceptsReceivedListsArraysAndEnumerations() {
    Map<String, Object> received = new LinkedHashMap<>();
    received.put("A", Collections.enumeration(List.of("1", "2")));
    received.put("B", new String[] {"3", "4"});
    received.put("C", List.of("5"));
    received.put("D", 6);
    received.put("E", Collections.emptyEnumeration());
    Headers headers = Headers.received(received);

    assertThat(headers.all("a")).containsExactly("1", "2");
    assertThat(headers.all("b")).containsExactly("3", "4");
    assertThat(headers.all("c")).containsExactly("5");
    assertThat(headers.all("d")).containsExactly("6");
    assertThat(headers.all("e")).isEmpty();
  }

  @Test
  void acceptsReceivedFieldsThatCannotBeSent() {
    Headers headers =
        Headers.received(Map.of("content-length", List.of("1"), "X", List.of("\u5fae")));

    assertThat(headers.first("Content-Length")).contains("1");
    assertThat(headers.first("x")).contains("\u5fae");
  }

  @Test
  void printsNoCredentials() {
    Headers headers =
        Headers.of(
            Map.of(
                "AUTHORIZATION", "secret1",
                "proxy-authorization", "secret2",
                "Cookie", "secret3",
                "Set-Cookie", "secret4",
                "Accept", "a"));

    assertThat(headers)
        .hasToString(
            "{Accept=[a], AUTHORIZATION=<redacted>, Cookie=<redacted>,"
                + " proxy-authorization=<redacted>, Set-Cookie=<redacted>}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "CONTENT-LENGTH", "transfer-encoding", "Connection", "Upgrade", "expect"})
  void refusesHeadersThatTheConnectionSets(String name) {
    assertThatThrownBy(() -> Headers.none().with(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The header '" + name + "' is set by the HTTP client. Remove it.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a:", "a\r\n", "\u5fae", "a\u0000", "(a)", "a/b", "\"a\""})
  void refusesNameThatIsNotAToken(String name) {
    assertThatThrownBy(() -> Headers.none().with(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The header name '"
                + name.replaceAll("\\p{Cntrl}", "?")
                + "' is not a token. Use letters, digits and the characters !#$%&'*+.^_`|~- only.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nb", "a\nb", "a\rb", "\u0000", "\u007f", "\u0085", "\u5fae", "\u00e9"})
  void refusesValueThatCannotBeSentWithoutShowingIt(String value) {
    assertThatThrownBy(() -> Headers.none().with("X-A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The value of the header 'X-A' contains a control character, such as a line break, or a"
                + " character outside ASCII.");
    assertThatThrownBy(() -> Headers.none().with("X-A", List.of("a", value)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNull() {
    assertThatThrownBy(() -> Headers.none().with("X-A", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The header 'X-A' is null. Remove it, or pass a text.");
    assertThatThrownBy(() -> Headers.none().with("X-A", Arrays.asList("a", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The header 'X-A' is null. Remove it, or pass a text.");
    assertThatThrownBy(() -> Headers.none().with(null, "a"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name == null");
  }

  @Test
  void returnsNewObjectForEveryChange() {
    Headers one = Headers.none().with("A", 1);

    Headers two = one.with("B", 2);

    assertThat(Headers.none().names()).isEmpty();
    assertThat(one.names()).containsExactly("A");
    assertThat(two.names()).containsExactly("A", "B");
  }
}
