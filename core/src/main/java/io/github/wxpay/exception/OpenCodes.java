package io.github.wxpay.exception;

import java.util.Set;

/** Error codes after which the request may still have had, or may have later, an effect. */
final class OpenCodes {
  private static final Set<String> CODES =
      Set.of(
          "SYSTEMERROR",
          "SYSTEM_ERROR",
          "BANKERROR",
          "BANK_ERROR",
          "USERPAYING",
          "USER_PAYING",
          "PROCESSING",
          "BIZERR_NEED_RETRY",
          "SEND_FAILED",
          "FREQUENCY_LIMITED",
          "FREQUENCY_LIMIT_EXCEED",
          "FREQ_LIMIT",
          "RATELIMIT_EXCEEDED");

  private OpenCodes() {}

  static boolean contains(String code) {
    return CODES.contains(code);
  }
}
