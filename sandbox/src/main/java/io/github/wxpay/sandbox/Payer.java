package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.state.BusinessEvent;
import io.github.wxpay.sandbox.state.StatefulApis;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The actions of a user in WeChat on which a merchant waits.
 *
 * <pre>{@code
 * wxpay.chain("v3/fund-app/mch-transfer/transfer-bills").post(transfer);
 * sandbox.payer().confirmTransfer("bill-1");
 * }</pre>
 *
 * <p>With {@link SandboxBuilder#notifying} the merchant is notified at the address in its request,
 * if that is on this machine. Each method throws {@link IllegalArgumentException} if the document
 * does not exist, and {@link IllegalStateException} if it is in another state, which the message
 * names. Safe for use by many threads.
 */
public final class Payer {
  private final StatefulApis apis;
  private final Consumer<BusinessEvent> notifier;

  Payer(StatefulApis apis, Consumer<BusinessEvent> notifier) {
    this.apis = apis;
    this.notifier = notifier;
  }

  /** Accepts the money of a transfer: {@code WAIT_USER_CONFIRM} becomes {@code SUCCESS}. */
  public void confirmTransfer(String outBillNo) {
    act(outBillNo, apis.transfers()::confirm);
  }

  /** Confirms a payscore order: {@code CREATED} becomes {@code DOING}. */
  public void confirmServiceOrder(String outOrderNo) {
    act(outOrderNo, apis.serviceOrders()::confirm);
  }

  /**
   * Pays a payscore order that the merchant completed: it becomes {@code DONE}, and the ledger gets
   * a paid order with that number.
   */
  public void payServiceOrder(String outOrderNo) {
    act(outOrderNo, apis.serviceOrders()::pay);
  }

  /** Signs a papay contract and returns its {@code contract_id}. */
  public String signContract(String outContractCode) {
    return text(act(outContractCode, apis.contracts()::sign), "contract_id");
  }

  /**
   * Complains about a paid order and returns the {@code complaint_id}. The merchant is notified at
   * the address set with {@code complaint-notifications}.
   */
  public String complain(String outTradeNo) {
    String url = apis.addresses().complaintUrl();
    BusinessEvent event = act(outTradeNo, number -> apis.complaints().complain(number, url));
    return text(event, "complaint_id");
  }

  private BusinessEvent act(String number, Function<String, BusinessEvent> step) {
    Objects.requireNonNull(number, "number == null");
    BusinessEvent event = callLedger(() -> step.apply(number));
    notifier.accept(event);
    return event;
  }

  private static String text(BusinessEvent event, String name) {
    return Objects.requireNonNull(event.fields().get(name), name).asText();
  }

  /** Runs a step on the ledger and converts its exceptions into those of this class. */
  static <T> T callLedger(Supplier<T> step) {
    try {
      return step.get();
    } catch (LedgerException exception) {
      switch (exception.kind()) {
        case ORDER_UNKNOWN:
        case RECORD_UNKNOWN:
        case UNKNOWN:
          throw new IllegalArgumentException(exception.getMessage(), exception);
        default:
          throw new IllegalStateException(exception.getMessage(), exception);
      }
    }
  }
}
