package io.github.wxpay.sandbox.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order as the merchant asks for it. */
public final class Draft {
  private final int version;
  private final TradeType type;
  private final String outTradeNo;
  private final long total;
  private final Map<String, String> texts;
  private final Object parameters;

  /**
   * Takes what the merchant asks for.
   *
   * @param version the protocol, 2 or 3
   * @param total in fen
   * @param texts what answers repeat: {@code appid}, {@code attach}, {@code openid} …
   * @param parameters all that was asked, to tell a repetition from another order; must have equals
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

  /** Returns the protocol it came by, 2 or 3. */
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
