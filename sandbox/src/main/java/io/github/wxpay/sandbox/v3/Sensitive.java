package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.http.Inbound;

/** Decrypts sensitive fields with the key of the platform that the request names. */
final class Sensitive {
  private final Credentials credentials;

  Sensitive(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Decrypts the value at this JSON pointer of the body. */
  String decrypt(Inbound inbound, String pointer, String ciphertext) {
    String serial = inbound.header("Wechatpay-Serial");
    PlatformKey key = serial == null ? null : credentials.platform().named(serial);
    if (serial == null || key == null) {
      // A request with an unknown key was refused before; this one does not name any.
      throw Refusal.field(
          "header", "Wechatpay-Serial", "", "is required: name the key that encrypts " + pointer);
    }
    try {
      return credentials.suite().decrypt(ciphertext, key.privateKey());
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable(pointer, "请确认待处理的消息是否为加密后的密文", "is not encrypted for " + serial);
    }
  }
}
