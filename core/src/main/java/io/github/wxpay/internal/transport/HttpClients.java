package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Creates and closes the JDK clients: a plain one, and one that presents the merchant's
 * certificate.
 */
final class HttpClients implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Runs the JDK's steps on the thread that reads the sockets, which avoids two thread switches for
   * each response. Code that may block runs on other threads, see {@link InOrder}, and so do
   * dependents of futures.
   */
  private static final Executor ON_SELECTOR = Runnable::run;

  private final TlsMaterial tls;
  private final Object lock = new Object();
  // transient, because the SSLContext of a client contains private keys
  private transient @Nullable CountedClient given;
  private transient @Nullable CountedClient plain;
  private transient @Nullable CountedClient mutual;
  private boolean closed;

  HttpClients(TlsMaterial tls, @Nullable HttpClient given) {
    this.tls = tls;
    this.given = given == null ? null : CountedClient.given(given);
  }

  /**
   * Begins an exchange with the client for a request; the caller must report its end. Clients are
   * created when they are first needed.
   *
   * @throws IllegalStateException if the request cannot be sent with the settings
   */
  CountedClient begin(Signed signed) {
    boolean security = signed.request().options().security();
    if (security && !tls.hasIdentity()) {
      throw new IllegalStateException(
          "`security` requires the merchant's certificate, which is not configured; nothing was"
              + " sent. Set merchantCertificate(…).");
    }
    if (security && !"https".equalsIgnoreCase(signed.destination().getScheme())) {
      throw new IllegalStateException(
          "`security` requires https to present the merchant's certificate, but the "
              + (signed.isRouted() ? "gateway" : "base URL")
              + " is "
              + signed.destination().getScheme()
              + "://; nothing was sent.");
    }
    synchronized (lock) {
      CountedClient client = client(security);
      client.begin(); // while locked, so that it is not shut down before
      return client;
    }
  }

  /** Creates the plain client, and loads its TLS context for https. */
  void open(boolean https) {
    synchronized (lock) {
      HttpClient client = client(false).http();
      if (https) {
        var unused = client.sslContext().getDefaultSSLParameters();
      }
    }
  }

  private CountedClient client(boolean security) {
    if (closed) {
      throw new IllegalStateException("This client was closed; nothing was sent.");
    }
    if (security) {
      mutual = mutual == null ? create(tls.mutual(), builder(given)) : mutual;
      return mutual;
    }
    if (given != null) {
      return given;
    }
    plain = plain == null ? create(tls.plain(), builder(null)) : plain;
    return plain;
  }

  /**
   * Returns whether a client reads and writes bodies on the thread of the sockets, which must not
   * block.
   */
  static boolean isOnSelector(HttpClient client) {
    return client.executor().filter(ON_SELECTOR::equals).isPresent();
  }

  /**
   * Returns a builder with the settings of the caller's client if there is one, and defaults
   * otherwise.
   */
  private static HttpClient.Builder builder(@Nullable CountedClient given) {
    return given != null
        ? GivenClient.like(given.http(), CONNECT_TIMEOUT)
        : HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .cookieHandler(new ReceivedHeaders())
            .executor(ON_SELECTOR)
            .sslParameters(
                new SSLParameters()) // equal to the default ones, which would load the context
            .connectTimeout(CONNECT_TIMEOUT);
  }

  private static CountedClient create(SSLContext context, HttpClient.Builder builder) {
    try {
      return CountedClient.own(builder.sslContext(context).build());
    } catch (UncheckedIOException | InternalError e) { // for example, too many open files
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TransportException(
          "No connection can be opened: "
              + Printable.of(String.valueOf(cause.getMessage()), 200)
              + ". Nothing was sent; the call may be repeated.",
          false,
          e);
    }
  }

  /**
   * Replaces a client whose peer did not send HTTP: the JDK does not close such a connection, which
   * only a shutdown of the client, from Java 21 on, frees.
   */
  void replace(CountedClient broken) {
    if (!broken.isReplaceable()) {
      return;
    }
    synchronized (lock) {
      plain = plain == broken ? null : plain;
      mutual = mutual == broken ? null : mutual;
    }
    broken.retire();
  }

  /** Closes the clients that the library created, after running calls have ended. */
  @Override
  public void close() {
    CountedClient first;
    CountedClient second;
    synchronized (lock) {
      closed = true;
      first = plain;
      second = mutual;
      given = null; // before Java 21 connections end when their client is unreachable
      plain = null;
      mutual = null;
    }
    if (first != null) {
      close(first.http());
    }
    if (second != null) {
      close(second.http());
    }
  }

  /**
   * Closes a client, which is possible from Java 21 on; before that, idle connections end by
   * themselves.
   */
  static void close(HttpClient client) {
    if (client instanceof AutoCloseable) {
      try {
        ((AutoCloseable) client).close();
      } catch (Exception e) {
        throw new IllegalStateException("The connections could not be closed.", e);
      }
    }
  }
}
