package io.github.wxpay.cli.terminal;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.WxpayException;

/** The failure of a command: its text, its cause and way out, and its exit code. */
public final class Failure {
  /** The exit code of a command that did what it was called for. */
  public static final int SUCCESS = 0;

  /** The exit code of a command that failed; a request had no effect. */
  public static final int FAILED = 1;

  /** The exit code for arguments that cannot be used; nothing was sent. */
  public static final int USAGE = 2;

  /** The exit code of a request whose effect is not known. */
  public static final int UNKNOWN = 3;

  private Failure() {}

  /** Returns the exit code for an exception. */
  public static int code(Throwable failure) {
    return failure instanceof WxpayException
            && ((WxpayException) failure).outcome() == Outcome.UNKNOWN
        ? UNKNOWN
        : FAILED;
  }

  /** Returns the message about the file of an option that cannot be read. */
  public static String unreadable(String option, Object file, Exception cause) {
    return "The file '"
        + file
        + "' of `"
        + option
        + "` cannot be read: "
        + cause.getClass().getSimpleName()
        + ".";
  }

  /** Returns the message of an exception, or its name if it has none. */
  public static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
