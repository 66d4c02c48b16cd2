package io.github.wxpay.sandbox.state;

import io.github.wxpay.sandbox.ledger.Ledger;
import java.time.Clock;
import java.util.List;

/** All families there are; the getters are for those in which another party acts. */
public final class StatefulApis {
  private final Transfers transfers;
  private final ServiceOrders serviceOrders;
  private final Complaints complaints;
  private final ComplaintNotices complaintNotices = new ComplaintNotices();
  private final Contracts contracts;
  private final List<StatefulApi> all;

  /**
   * Makes all, with nothing in them.
   *
   * @param mchid the sandbox's merchant
   */
  public StatefulApis(Ledger ledger, Clock clock, String mchid) {
    Receivers receivers = new Receivers();
    this.transfers = new Transfers(ledger, clock);
    this.serviceOrders = new ServiceOrders(ledger, clock);
    this.complaints = new Complaints(ledger, clock, mchid);
    this.contracts = new Contracts(ledger, clock);
    this.all =
        List.of(
            new Combined(ledger, clock),
            new PartnerOrders(ledger),
            new CodePayments(ledger),
            new RefundsOfOthers(ledger),
            receivers,
            new ProfitSharing(ledger, clock, receivers),
            transfers,
            new TransferBatches(ledger, clock),
            serviceOrders,
            complaints,
            complaintNotices,
            new Stocks(clock),
            contracts);
  }

  /** Says which endpoints are theirs. */
  public void register(OperationRegistry desk) {
    all.forEach(family -> family.register(desk));
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

  public ComplaintNotices complaintNotices() {
    return complaintNotices;
  }

  public Contracts contracts() {
    return contracts;
  }
}
