package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
  private final Secret secret = Secret.of("张三");

  @Test
  void showsNoPlaintext() {
    assertThat(secret).hasToString("<secret>");
    assertThat(Map.of("user_name", secret)).hasToString("{user_name=<secret>}");
  }

  @Test
  void passesPlaintextToCipherOnly() {
    assertThat(secret.encrypted(plain -> "encrypted " + plain)).isEqualTo("encrypted 张三");
  }

  @Test
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Secret.of(null));
  }

  @Test
  void isFoundInMapsAndLists() {
    assertThat(Secret.isIn(secret)).isTrue();
    assertThat(Secret.isIn(Map.of("a", List.of("b", Map.of("c", secret))))).isTrue();
    assertThat(Secret.isIn(Arrays.asList(null, secret))).isTrue();
  }

  @Test
  void isNotFoundInOtherValues() {
    assertThat(Secret.isIn(null)).isFalse();
    assertThat(Secret.isIn("<secret>")).isFalse();
    assertThat(Secret.isIn(Map.of("a", List.of("b", Map.of("c", 1))))).isFalse();
    assertThat(Secret.isIn(List.of())).isFalse();
  }
}
