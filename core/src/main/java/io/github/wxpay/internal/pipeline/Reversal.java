package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Outgoing;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The request that revokes a code payment by its {@code out_trade_no}: an unpaid order is closed,
 * and a paid one is refunded. Immutable.
 */
public final class Reversal {
  /** The platform advises against a reversal sooner after the payment. */
  public static final Duration EARLIEST = Duration.ofSeconds(15);

  /** The platform revokes a code payment by itself if it is not paid within this time. */
  public static final Duration LATEST = Duration.ofSeconds(45);

  /** The state of a payment that was reversed. */
  public static final State REVOKED = State.of(State.Kind.FAILED, "REVOKED");

  private static final String REFUNDED = "REFUND";
  private static final String[] V2 = {
    "out_trade_no", "appid", "mch_id", "sub_appid", "sub_mch_id", "sign_type"
  };
  private static final String[] ABROAD = {"mchid", "sp_mchid", "sub_mchid"};

  private static final Map<String, Reversal> BY_PAYMENT =
      Map.of(
          "v3/pay/transactions/codepay",
          new Reversal("v3/pay/transactions/out-trade-no/{out_trade_no}/reverse", "appid", "mchid"),
          "v3/pay/partner/transactions/codepay",
          new Reversal(
              "v3/pay/partner/transactions/out-trade-no/{out_trade_no}/reverse",
              "sp_appid",
              "sp_mchid",
              "sub_appid",
              "sub_mchid"),
          "v3/global/micropay/transactions/pay",
          new Reversal(
              "v3/global/micropay/transactions/out-trade-no/{out_trade_no}/reverse", ABROAD),
          "hk/v3/transactions/micropay",
          new Reversal("hk/v3/transactions/out-trade-no/{out_trade_no}/reverse", ABROAD),
          "pay/micropay",
          new Reversal("v2/secapi/pay/reverse", V2),
          "pay/facepay",
          new Reversal("v2/secapi/pay/facepayreverse", V2),
          "deposit/micropay",
          new Reversal("v2/deposit/reverse", V2),
          "deposit/facepay",
          new Reversal("v2/deposit/reverse", V2));

  private final String path;
  private final Set<String> names;

  private Reversal(String path, String... names) {
    this.path = path;
    this.names = new LinkedHashSet<>(List.of(names));
  }

  /** Returns the reversal of a payment; empty if the request is not a code payment. */
  public static Optional<Reversal> of(Outgoing payment) {
    return Optional.ofNullable(
        BY_PAYMENT.get(String.join("/", PathShape.segments(payment.path()))));
  }

  /**
   * Returns what a state means after a reversal that may have been executed: a refunded payment was
   * returned.
   */
  public static State reversed(State found) {
    return found.text().equals(REFUNDED) ? State.of(State.Kind.FAILED, found.text()) : found;
  }

  /** Returns the path as it is chained, with the placeholder {@code {out_trade_no}} in APIv3. */
  public String path() {
    return path;
  }

  /** Returns the body of the reversal, with the values of the payment. */
  public Map<String, String> body(Outgoing payment) {
    Map<String, String> body = new LinkedHashMap<>();
    BodyScalars.read(
        payment.data(),
        names,
        (name, value) -> {
          if (!value.isEmpty()) {
            body.put(name, value);
          }
        });
    return body;
  }
}
