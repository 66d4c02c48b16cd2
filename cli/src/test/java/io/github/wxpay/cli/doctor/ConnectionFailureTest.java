package io.github.wxpay.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.exception.TransportException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class ConnectionFailureTest {
  private static String text(Throwable cause) {
    IOException retried = new IOException("Too many retries", cause);
    return ConnectionFailure.text(
        new TransportException("It failed: IOException (Too many retries).", false, retried));
  }

  @Test
  void addsCauseThatJdkReplacesByNumberOfRetries() {
    Throwable unresolved = new ConnectException().initCause(new UnresolvedAddressException());
    assertThat(text(unresolved)).contains("cannot be resolved");
    assertThat(text(new ConnectException())).contains("refused");
    assertThat(text(new EOFException())).endsWith("Cause: EOFException.");
  }

  @Test
  void keepsMessageThatHasItsCause() {
    TransportException e =
        new TransportException("It failed: ConnectException.", false, new ConnectException());
    assertThat(ConnectionFailure.text(e)).isEqualTo("It failed: ConnectException.");
  }
}
