package io.github.wxpay.sandbox.state;

import io.github.wxpay.sandbox.ledger.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * All families of endpoints with a state. The getters return those in which a user or another party
 * acts.
 */
public final class StatefulApis {
  private final Transfers transfers;
  private final ServiceOrders serviceOrders;
  private final Complaints complaints;
  private final NotificationAddresses addresses;
  private final Contracts contracts;
  private final List<StatefulApi> all;

  /**
   * Creates all families, without any document.
   *
   * @param mchid the number of the sandbox's merchant
   * @param events accepts the events that requests cause, for notifications; must return
   *     immediately
   */
  public StatefulApis(Ledger ledger, Clock clock, String mchid, Consumer<BusinessEvent> events) {
    Receivers receivers = new Receivers();
    this.transfers = new Transfers(ledger, clock);
    this.serviceOrders = new ServiceOrders(ledger, clock);
    this.addresses = new NotificationAddresses(clock);
    this.complaints = new Complaints(ledger, clock, mchid, addresses, events);
    this.contracts = new Contracts(ledger, clock, events);
    this.all =
        List.of(
            new Combined(ledger, clock),
            new Orders(ledger),
            new Refunds(ledger),
            receivers,
            new ProfitSharing(ledger, clock, receivers, events),
            transfers,
            new TransferBatches(ledger, clock),
            serviceOrders,
            complaints,
            addresses,
            new Permissions(clock),
            new Stocks(clock),
            contracts);
  }

  /** Adds the operations of all families. */
  public void register(OperationRegistry registry) {
    all.forEach(api -> api.register(registry));
  }

  public Transfers transfers() {
    return transfers;
  }

  public ServiceOrders serviceOrders() {
    return serviceOrders;
  }

  public Complaints complaints() {
    return complaints;
  }

  public NotificationAddresses addresses() {
    return addresses;
  }

  public Contracts contracts() {
    return contracts;
  }
}
