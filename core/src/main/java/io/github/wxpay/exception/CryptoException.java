package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/** A key, a certificate or a ciphertext is of no use; the message says why, without showing it. */
public final class CryptoException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Why the key or text is of no use. */
  public CryptoException(String message) {
    super(message);
  }

  /** Why the key or text is of no use, and what led to it. */
  public CryptoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
