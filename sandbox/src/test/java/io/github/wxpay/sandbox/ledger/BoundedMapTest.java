package io.github.wxpay.sandbox.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that maps of the ledger have a maximum size. */
class BoundedMapTest {
  @Test
  void removesOldestEntries() {
    Map<Integer, Integer> map = new BoundedMap<>();
    for (int i = 0; i <= BoundedMap.MOST; i++) {
      map.put(i, i);
    }
    assertThat(map).hasSize(BoundedMap.MOST).doesNotContainKey(0).containsKey(1);
  }

  @Test
  void changedOrderKeepsPositionAndIsFoundByAllNumbers() {
    Ledger ledger = new Ledger(Clock.systemUTC());
    for (String number : new String[] {"a", "b"}) {
      ledger.place(new Draft(3, TradeType.NATIVE, number, 7, Map.of(), number));
    }
    Order.Payment payment = ledger.pay("a").payment();
    assertThat(payment).isNotNull();
    assertThat(ledger.byTransaction(payment.transactionId()).outTradeNo()).isEqualTo("a");
    assertThat(ledger.orders()).extracting(Order::outTradeNo).containsExactly("a", "b");
    assertThatThrownBy(() -> ledger.byTransaction("none"))
        .isInstanceOf(LedgerException.class)
        .hasMessage("there is no transaction none");
  }
}
