package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.ledger.Trouble;
import io.github.wxpay.sandbox.state.Families;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The other party: what a user does in WeChat while the merchant waits.
 *
 * <p>Each method throws {@link IllegalArgumentException} if there is no such document, and {@link
 * IllegalStateException} if it is in another state; the message names it. Safe for use by many
 * threads.
 */
public final class Payer {
  private final Families families;
  private final Consumer<String> complained;

  Payer(Families families, Consumer<String> complained) {
    this.families = families;
    this.complained = complained;
  }

  /** Takes the money of a transfer: {@code WAIT_USER_CONFIRM} becomes {@code SUCCESS}. */
  public void confirmTransfer(String outBillNo) {
    act(families.transfers()::confirm, outBillNo);
  }

  /** Confirms a payscore order: {@code CREATED} becomes {@code DOING}. */
  public void confirmServiceOrder(String outOrderNo) {
    act(families.serviceOrders()::confirm, outOrderNo);
  }

  /**
   * Pays a payscore order that the merchant completed: it becomes {@code DONE}, and the ledger has
   * a paid order of that number.
   */
  public void payServiceOrder(String outOrderNo) {
    act(families.serviceOrders()::pay, outOrderNo);
  }

  /** Signs a papay contract and returns its {@code contract_id}. */
  public String signContract(String outContractCode) {
    Objects.requireNonNull(outContractCode, "outContractCode == null");
    return told(() -> families.contracts().sign(outContractCode));
  }

  /**
   * Complains about a paid order and returns the {@code complaint_id}. With {@link
   * SandboxBuilder#notifying} the address set by {@code complaint-notifications} is notified, if it
   * is on this machine.
   */
  public String complain(String outTradeNo) {
    Objects.requireNonNull(outTradeNo, "outTradeNo == null");
    String id = told(() -> families.complaints().complain(outTradeNo));
    complained.accept(id);
    return id;
  }

  private static void act(Consumer<String> step, String number) {
    Objects.requireNonNull(number, "number == null");
    told(
        () -> {
          step.accept(number);
          return "";
        });
  }

  /** What the books refuse is the caller's mistake. */
  static <T> T told(Supplier<T> step) {
    try {
      return step.get();
    } catch (Trouble trouble) {
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
