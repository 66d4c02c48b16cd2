package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import org.jspecify.annotations.Nullable;

/** Fields that travel encrypted: in, for the key that the request names; out, for the merchant. */
final class Sensitive {
  private final Credentials credentials;

  Sensitive(Credentials credentials) {
    this.credentials = credentials;
  }

  /** Returns the plain text of a field, or null if the field is absent. */
  @Nullable String optional(V3Request call, Fields fields, String name) {
    String sealed = fields.optionalText(name, 1, 4096);
    if (sealed == null) {
      return null;
    }
    return open(call, fields.pointer(name), sealed);
  }

  /** Returns the plain text of the value at that place of the body. */
  String open(V3Request call, String pointer, String sealed) {
    String serial = call.header("Wechatpay-Serial");
    PlatformKey key = serial == null ? null : credentials.platform().named(serial);
    if (serial == null || key == null) {
      // Another's key was refused before; here none is named at all.
      throw Refusal.field(
          "header", "Wechatpay-Serial", "", "is required, it names the key of " + pointer);
    }
    try {
      return credentials.suite().decrypt(sealed, key.privateKey());
    } catch (IllegalArgumentException e) {
      throw Fields.unreadable(pointer, "请确认待处理的消息是否为加密后的密文", "is not encrypted for " + serial);
    }
  }

  /** Returns the text, encrypted for the merchant. */
  String seal(String plain) {
    return credentials.encrypt(plain);
  }
}
