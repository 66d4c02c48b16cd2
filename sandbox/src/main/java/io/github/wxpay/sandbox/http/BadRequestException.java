package io.github.wxpay.sandbox.http;

import java.io.IOException;

/**
 * Thrown when a request is not well-formed or too large. The connection ends after the response.
 */
final class BadRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
