package io.github.wxpay.internal.v3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A message of the platform as it was received: timestamp, nonce, body and signature. */
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

  String nonce() {
    return nonce;
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

  /** Returns whether the values of timestamp and signature are swapped. */
  boolean isSwapped() {
    return signature.matches("[0-9]{9,11}") && timestamp.length() > 64;
  }

  /** Returns a copy of the signed bytes. */
  byte[] bytes() {
    return joined(head(), body);
  }

  /** Returns the lines of a text to sign, followed by a body and a line feed. */
  static byte[] joined(byte[] head, byte[] body) {
    byte[] all = Arrays.copyOf(head, head.length + body.length + 1);
    System.arraycopy(body, 0, all, head.length, body.length);
    all[all.length - 1] = '\n';
    return all;
  }

  /** Returns the digest of the message with another body, to determine whether that was signed. */
  byte[] digest(MessageDigest digest, byte[] other) {
    digest.update(head());
    digest.update(other);
    digest.update((byte) '\n');
    return digest.digest();
  }

  private byte[] head() {
    return (timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
