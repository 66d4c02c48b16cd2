package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Failure;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

/** The text of a failed request, with its cause where the message of the library omits it. */
final class ConnectionFailure {
  private static final int MAX_CAUSES = 10;

  private ConnectionFailure() {}

  /**
   * Returns the message of the library. With few retries the JDK reports their number instead of
   * the cause, which is then added.
   */
  static String text(RuntimeException failure) {
    String text = Failure.text(failure);
    if (!text.contains("Too many retries")) {
      return text;
    }
    List<Throwable> causes = causes(failure);
    if (causes.stream().anyMatch(UnresolvedAddressException.class::isInstance)) {
      return text + " The name of the host cannot be resolved; check it, and the DNS.";
    }
    if (causes.stream().anyMatch(ConnectException.class::isInstance)) {
      return text + " The connection was refused; check the host, the port and the firewall.";
    }
    Throwable root = causes.get(causes.size() - 1);
    return text + " Cause: " + root.getClass().getSimpleName() + ".";
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = failure; e != null && causes.size() < MAX_CAUSES; e = e.getCause()) {
      causes.add(e);
    }
    return causes;
  }
}
