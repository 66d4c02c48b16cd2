package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.state.BusinessEvent;
import io.github.wxpay.sandbox.state.StatefulApis;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The other party: what a user does in WeChat while the merchant waits.
 *
 * <p>With {@link SandboxBuilder#notifying} the merchant is notified of it, at the address that was
 * asked for, if it is on this machine. Each method throws {@link IllegalArgumentException} if there
 * is no such document, and {@link IllegalStateException} if it is in another state; the message
 * names it. Safe for use by many threads.
 */
public final class Payer {
  private final StatefulApis families;
  private final Consumer<BusinessEvent> spread;

  Payer(StatefulApis families, Consumer<BusinessEvent> spread) {
    this.families = families;
    this.spread = spread;
  }

  /** Takes the money of a transfer: {@code WAIT_USER_CONFIRM} becomes {@code SUCCESS}. */
  public void confirmTransfer(String outBillNo) {
    act(outBillNo, families.transfers()::confirm);
  }

  /** Confirms a payscore order: {@code CREATED} becomes {@code DOING}. */
  public void confirmServiceOrder(String outOrderNo) {
    act(outOrderNo, families.serviceOrders()::confirm);
  }

  /**
   * Pays a payscore order that the merchant completed: it becomes {@code DONE}, and the ledger has
   * a paid order of that number.
   */
  public void payServiceOrder(String outOrderNo) {
    act(outOrderNo, families.serviceOrders()::pay);
  }

  /** Signs a papay contract and returns its {@code contract_id}. */
  public String signContract(String outContractCode) {
    return text(act(outContractCode, families.contracts()::sign), "contract_id");
  }

  /**
   * Complains about a paid order and returns the {@code complaint_id}; the address is that of
   * {@code complaint-notifications}.
   */
  public String complain(String outTradeNo) {
    String url = families.complaintNotices().url();
    BusinessEvent news = act(outTradeNo, number -> families.complaints().complain(number, url));
    return text(news, "complaint_id");
  }

  private BusinessEvent act(String number, Function<String, BusinessEvent> step) {
    Objects.requireNonNull(number, "number == null");
    BusinessEvent news = told(() -> step.apply(number));
    spread.accept(news);
    return news;
  }

  private static String text(BusinessEvent news, String name) {
    return Objects.requireNonNull(news.fields().get(name), name).asText();
  }

  /** What the books refuse is the caller's mistake. */
  static <T> T told(Supplier<T> step) {
    try {
      return step.get();
    } catch (LedgerException trouble) {
      switch (trouble.kind()) {
        case ORDER_UNKNOWN:
        case RECORD_UNKNOWN:
        case UNKNOWN:
          throw new IllegalArgumentException(trouble.getMessage(), trouble);
        default:
          throw new IllegalStateException(trouble.getMessage(), trouble);
      }
    }
  }
}
