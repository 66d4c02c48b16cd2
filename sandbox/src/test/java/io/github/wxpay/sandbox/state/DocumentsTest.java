package io.github.wxpay.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.ledger.Bounded;
import io.github.wxpay.sandbox.ledger.Trouble;
import org.junit.jupiter.api.Test;

/** What is kept, how it changes and when it is forgotten. */
class DocumentsTest {
  private final Documents documents = new Documents("letter", "id");

  private void open(String number, int parameters) {
    documents.open(number, parameters, () -> Node.object().put("id", "id-" + number).put("n", 0));
  }

  @Test
  void a_number_stands_for_one_document() {
    open("a", 1);
    documents.change("a", letter -> letter.put("n", 1));
    open("a", 1);
    assertThat(documents.by("id", "id-a").path("n").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> open("a", 2))
        .isInstanceOf(Trouble.class)
        .hasMessage("letter a was made with other parameters");
  }

  @Test
  void what_comes_out_is_a_copy_and_a_change_that_fails_is_none() {
    open("a", 1);
    documents.get("a").put("n", 5);
    assertThatThrownBy(
            () ->
                documents.change(
                    "a",
                    letter -> {
                      letter.put("n", 6);
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(documents.get("a").path("n").asInt()).isZero();
  }

  @Test
  void the_oldest_are_forgotten_by_all_their_numbers() {
    for (int i = 0; i <= Bounded.MOST; i++) {
      open(Integer.toString(i), i);
    }
    assertThatThrownBy(() -> documents.get("0")).hasMessage("there is no letter 0");
    assertThatThrownBy(() -> documents.by("id", "id-0")).hasMessage("there is no letter id-0");
    assertThat(documents.by("id", "id-1").path("n").asInt()).isZero();
  }
}
