package io.github.wxpay.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the steps of a document and the fields they change. */
class TransitionsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final Transitions LETTERS =
      new Transitions(
              "letter", "id", LedgerException.Kind.WRONG_STATE, ", not %s", "state", "detail")
          .with("send", "SENT/BY_AIR", "send_time", "WRITTEN", "RETURNED")
          .with("read", "READ", "", "SENT/BY_AIR");

  private static ObjectNode letter(String state) {
    ObjectNode letter = Json.object().put("id", "l1");
    LETTERS.start(letter, state);
    return letter;
  }

  @Test
  void takesStepFromEachOfItsStatesAndRecordsTime() {
    for (String state : new String[] {"WRITTEN", "RETURNED"}) {
      ObjectNode letter = letter(state);
      LETTERS.take(letter, "send", NOW);
      assertThat(letter)
          .isEqualTo(
              Json.object()
                  .put("id", "l1")
                  .put("state", "SENT")
                  .put("detail", "BY_AIR")
                  .put("send_time", "2026-03-04T13:06:07+08:00"));
    }
  }

  @Test
  void removesSecondPartOfStateThatHasNone() {
    ObjectNode letter = letter("SENT/BY_AIR");
    LETTERS.take(letter, "read", NOW);
    assertThat(letter).isEqualTo(Json.object().put("id", "l1").put("state", "READ"));
  }

  @Test
  void refusesStepFromAnotherStateAndChangesNothing() {
    ObjectNode letter = letter("READ");
    assertThatThrownBy(() -> LETTERS.take(letter, "send", NOW))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.kind()).isEqualTo(LedgerException.Kind.WRONG_STATE))
        .hasMessage("letter l1 is READ, not WRITTEN, RETURNED");
    assertThat(letter).isEqualTo(letter("READ"));
  }

  @Test
  void reachesStateOnce() {
    ObjectNode letter = letter("SENT/BY_AIR");
    assertThat(LETTERS.reach(letter, "read", NOW)).isTrue();
    assertThat(LETTERS.reach(letter, "read", NOW)).isFalse();
    assertThatThrownBy(() -> LETTERS.reach(letter, "send", NOW))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void requiresOneOfStates() {
    LETTERS.require(letter("SENT/BY_AIR"), List.of("READ", "SENT/BY_AIR"));
    assertThatThrownBy(() -> LETTERS.require(letter("SENT/BY_AIR"), List.of("READ")))
        .hasMessage("letter l1 is SENT/BY_AIR, not READ");
  }
}
