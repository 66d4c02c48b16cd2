package io.github.wxpay.sandbox.state;

import io.github.wxpay.sandbox.ledger.Ledger;
import java.time.Clock;
import java.util.List;

/** All families there are. */
public final class Families {
  private final Transfers transfers;
  private final ServiceOrders serviceOrders;
  private final List<Family> all;

  public Families(Ledger ledger, Clock clock) {
    Receivers receivers = new Receivers();
    this.transfers = new Transfers(ledger, clock);
    this.serviceOrders = new ServiceOrders(ledger, clock);
    this.all =
        List.of(
            new Combined(ledger, clock),
            new PartnerOrders(ledger),
            receivers,
            new ProfitSharing(ledger, clock, receivers),
            transfers,
            serviceOrders);
  }

  /** Says which endpoints are theirs. */
  public void register(Desk desk) {
    all.forEach(family -> family.register(desk));
  }

  public Transfers transfers() {
    return transfers;
  }

  public ServiceOrders serviceOrders() {
    return serviceOrders;
  }
}
