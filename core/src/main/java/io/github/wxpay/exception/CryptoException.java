package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a key, a certificate or a ciphertext cannot be used. The message says why and does
 * not contain it.
 */
public final class CryptoException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception; the message says why the key or text cannot be used. */
  public CryptoException(String message) {
    super(message);
  }

  /** Creates an exception with a cause; the message says why the key or text cannot be used. */
  public CryptoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
