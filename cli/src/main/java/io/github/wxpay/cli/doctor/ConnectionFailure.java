package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Failure;
import java.nio.channels.UnresolvedAddressException;

/** The text of a failed request, with its cause where the message of the library omits it. */
final class ConnectionFailure {
  private static final int MAX_CAUSES = 10;

  private ConnectionFailure() {}

  /**
   * Returns the message of the library. With few retries the JDK reports their number in place of
   * the cause, which is then added.
   */
  static String text(RuntimeException failure) {
    String text = Failure.text(failure);
    Throwable root = failure;
    for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
      root = root.getCause();
    }
    if (root == failure || text.contains(root.getClass().getSimpleName())) {
      return text;
    }
    return root instanceof UnresolvedAddressException
        ? text + " The name of the host cannot be resolved; check it, and the DNS of this machine."
        : text + " Cause: " + root.getClass().getSimpleName() + described(root) + ".";
  }

  private static String described(Throwable cause) {
    return cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
  }
}
