package io.github.wxpay.sandbox.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Encodes DER as PEM text. */
public final class Pem {
  private static final byte[] LINE_FEED = {'\n'};

  private Pem() {}

  /** Returns the PEM text of a type such as {@code PRIVATE KEY}. */
  public static String encode(String type, byte[] der) {
    byte[] lines = Base64.getMimeEncoder(64, LINE_FEED).encode(der);
    return "-----BEGIN "
        + type
        + "-----\n"
        + new String(lines, StandardCharsets.US_ASCII)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
