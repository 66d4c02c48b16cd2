package io.github.wxpay.sandbox.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order as the merchant requests it. */
public final class Draft {
  private final int version;
  private final TradeType type;
  private final String outTradeNo;
  private final long total;
  private final Map<String, String> texts;
  private final Object parameters;

  /**
   * Creates a draft.
   *
   * @param version the protocol of the request, 2 or 3
   * @param total the amount in fen
   * @param texts the fields that responses repeat: {@code appid}, {@code attach}, {@code openid} …
   * @param parameters all parameters of the request, to distinguish a repetition from another
   *     order; must implement {@code equals}
   */
  public Draft(
      int version,
      TradeType type,
      String outTradeNo,
      long total,
      Map<String, String> texts,
      Object parameters) {
    this.version = version;
    this.type = type;
    this.outTradeNo = outTradeNo;
    this.total = total;
    this.texts = Map.copyOf(texts);
    this.parameters = parameters;
  }

  /** Returns the protocol of the request, 2 or 3. */
  public int version() {
    return version;
  }

  public TradeType type() {
    return type;
  }

  public String outTradeNo() {
    return outTradeNo;
  }

  public long total() {
    return total;
  }

  public @Nullable String text(String name) {
    return texts.get(name);
  }

  boolean sameAs(Draft other) {
    return type == other.type && parameters.equals(other.parameters);
  }
}
