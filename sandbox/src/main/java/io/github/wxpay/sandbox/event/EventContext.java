package io.github.wxpay.sandbox.event;

import java.time.Instant;
import java.util.function.UnaryOperator;

/** What the payloads of all events have in common: who, when, and how to encrypt. */
public final class EventContext {
  private final String mchid;
  private final Instant now;
  private final UnaryOperator<String> encrypt;

  /** Takes the merchant, the time, and how sensitive fields are encrypted for the merchant. */
  public EventContext(String mchid, Instant now, UnaryOperator<String> encrypt) {
    this.mchid = mchid;
    this.now = now;
    this.encrypt = encrypt;
  }

  public String mchid() {
    return mchid;
  }

  public Instant now() {
    return now;
  }

  String encrypt(String plain) {
    return encrypt.apply(plain);
  }
}
