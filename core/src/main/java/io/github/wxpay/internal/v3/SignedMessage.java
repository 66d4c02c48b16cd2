package io.github.wxpay.internal.v3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What the platform signed, as it was received: time, nonce, body, and the signature. */
final class SignedMessage {
  private static final String PROBE = "WECHATPAY/SIGNTEST/";

  private final String timestamp;
  private final String nonce;
  private final byte[] body;
  private final String signature;

  SignedMessage(String timestamp, String nonce, byte[] body, String signature) {
    this.timestamp = timestamp;
    this.nonce = nonce;
    this.body = body;
    this.signature = signature;
  }

  String timestamp() {
    return timestamp;
  }

  byte[] body() {
    return body;
  }

  String signature() {
    return signature;
  }

  boolean isProbe() {
    return signature.startsWith(PROBE);
  }

  /** Whether time and signature stand in each other's place. */
  boolean isSwapped() {
    return signature.matches("[0-9]{9,11}") && timestamp.length() > 64;
  }

  /** The bytes that the signature is over. */
  byte[] bytes() {
    return bytes(body);
  }

  /** The same with another body, to see whether that one was signed. */
  byte[] bytes(byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(other.length + 64);
    out.writeBytes((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(other);
    out.write('\n');
    return out.toByteArray();
  }
}
