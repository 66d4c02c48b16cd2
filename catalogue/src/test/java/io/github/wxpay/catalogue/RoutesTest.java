package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which handler the table finds for a path. */
class RoutesTest {
  private static Routes<String> table() {
    Routes<String> routes = new Routes<>();
    routes.add("GET", "v3/orders/{no}", "query");
    routes.add("DELETE", "v3/orders/{no}", "remove");
    routes.add("POST", "v3/orders/direct", "direct");
    routes.add("POST", "v3/orders/{number}/close", "close");
    routes.add("POST", "v3/applyments/", "apply");
    routes.add("GET", "v3/applyments/{id}", "applied");
    return routes;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v3/orders/7, query, '{no=7}'",
    "DELETE, /v3/orders/a%2Fb%20c, remove, '{no=a%2Fb%20c}'",
    "POST, /v3/orders/direct, direct, {}",
    "POST, /v3/orders/direct/close, close, '{number=direct}'",
    "POST, /v3/applyments/, apply, {}",
    "GET, /v3/applyments/x+y, applied, '{id=x+y}'"
  })
  void findsHandlerAndValuesOfPath(String method, String path, String handler, String values) {
    Routes.Match<String> match = Objects.requireNonNull(table().match(method, path));
    assertThat(match.value()).isEqualTo(handler);
    assertThat(match.variables()).hasToString(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v3", "/v3/orders", "/v3/orders/", "//v3/orders/7", "/v3/orders/7/"})
  void findsNothingForUnknownPath(String path) {
    assertThat(table().match("GET", path)).isNull();
    assertThat(table().methods(path)).isEmpty();
  }

  @Test
  void returnsMethodsOfPath() {
    assertThat(table().methods("/v3/orders/7")).containsExactly("DELETE", "GET");
    assertThat(table().match("PUT", "/v3/orders/7")).isNull();
    assertThat(table().methods("/v3/orders/direct")).containsExactly("DELETE", "GET", "POST");
    assertThat(Objects.requireNonNull(table().match("GET", "/v3/orders/direct")).value())
        .isEqualTo("query");
  }

  @Test
  void rejectsDuplicateRoute() {
    Routes<String> routes = table();
    assertThatThrownBy(() -> routes.add("GET", "v3/orders/{other}", "twice"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two routes for GET v3/orders/{other}");
  }
}
