package io.github.wxpay.sandbox.v3;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.http.Inbound;
import java.util.function.BinaryOperator;

/** Decrypts sensitive fields with the key of the platform that the request names. */
final class Sensitive {
  private final Credentials credentials;

  Sensitive(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns a function that decrypts the value at a JSON pointer of the request. */
  BinaryOperator<String> opener(Inbound inbound, Endpoint endpoint) {
    return (pointer, ciphertext) -> decrypt(inbound, endpoint.hasOldPadding(), pointer, ciphertext);
  }

  private String decrypt(Inbound inbound, boolean oldPadding, String pointer, String ciphertext) {
    String serial = inbound.header("Wechatpay-Serial");
    PlatformKey key = serial == null ? null : credentials.platform().named(serial);
    if (serial == null || key == null) {
      // A request with an unknown key was refused before; this one does not name any.
      throw Refusal.field(
          "header", "Wechatpay-Serial", "", "is required: name the key that encrypts " + pointer);
    }
    try {
      return oldPadding
          ? credentials.decryptOld(ciphertext, key.privateKey())
          : credentials.suite().decrypt(ciphertext, key.privateKey());
    } catch (IllegalArgumentException e) {
      throw Refusal.unreadable(
          pointer,
          "请确认待处理的消息是否为加密后的密文",
          "is not encrypted for "
              + serial
              + (oldPadding ? " with the padding RSAES-PKCS1-v1_5" : ""));
    }
  }
}
