package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.http.Exchange;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.page.Sent;
import io.github.wxpay.sandbox.page.Sources;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the page is allowed to see of the platform. */
final class Window implements Sources {
  private final Ledger ledger;
  private final Journal journal;
  private final NotificationSender postman;
  private final Consumer<String> payer;
  private final boolean notifying;

  Window(
      Ledger ledger,
      Journal journal,
      NotificationSender postman,
      Consumer<String> payer,
      boolean notifying) {
    this.ledger = ledger;
    this.journal = journal;
    this.postman = postman;
    this.payer = payer;
    this.notifying = notifying;
  }

  @Override
  public List<Exchange> calls() {
    return journal.snapshot().stream().map(Recorded::exchange).collect(Collectors.toList());
  }

  @Override
  public List<Order> orders() {
    return ledger.orders();
  }

  @Override
  public long ordersRevision() {
    return ledger.revision();
  }

  @Override
  public List<Sent> deliveries() {
    return postman.sent();
  }

  @Override
  public boolean notifying() {
    return notifying;
  }

  @Override
  public void pay(String outTradeNo) {
    payer.accept(outTradeNo);
  }
}
