package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.http.Inbound;

/** Decrypts fields with the platform's key that the request names. */
final class Sensitive {
  private final Credentials credentials;

  Sensitive(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns the plain text of the value at that place of the body. */
  String open(Inbound inbound, String pointer, String sealed) {
    String serial = inbound.header("Wechatpay-Serial");
    PlatformKey key = serial == null ? null : credentials.platform().named(serial);
    if (serial == null || key == null) {
      // Another's key was refused before; here none is named at all.
      throw Refusal.field(
          "header", "Wechatpay-Serial", "", "is required, it names the key of " + pointer);
    }
    try {
      return credentials.suite().decrypt(sealed, key.privateKey());
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable(pointer, "请确认待处理的消息是否为加密后的密文", "is not encrypted for " + serial);
    }
  }
}
