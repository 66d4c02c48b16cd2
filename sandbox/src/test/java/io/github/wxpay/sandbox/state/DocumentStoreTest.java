package io.github.wxpay.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.BoundedMap;
import io.github.wxpay.sandbox.ledger.LedgerException;
import org.junit.jupiter.api.Test;

/** Tests how documents are kept, changed and removed. */
class DocumentStoreTest {
  private final DocumentStore documents = new DocumentStore("letter", "id");

  private void open(String number, int parameters) {
    documents.open(number, parameters, () -> Json.object().put("id", "id-" + number).put("n", 0));
  }

  @Test
  void createsOneDocumentPerNumber() {
    open("a", 1);
    documents.change("a", letter -> letter.put("n", 1));
    open("a", 1);
    assertThat(documents.by("id", "id-a").path("n").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> open("a", 2))
        .isInstanceOf(LedgerException.class)
        .hasMessage("letter a was created with other parameters");
  }

  @Test
  void returnsCopiesAndDiscardsFailedChange() {
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
  void removesOldestDocumentsByAllNumbers() {
    for (int i = 0; i <= BoundedMap.MOST; i++) {
      open(Integer.toString(i), i);
    }
    assertThatThrownBy(() -> documents.get("0")).hasMessage("there is no letter 0");
    assertThatThrownBy(() -> documents.by("id", "id-0")).hasMessage("there is no letter id-0");
    assertThat(documents.by("id", "id-1").path("n").asInt()).isZero();
  }
}
