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

/** The JDK's clients: a plain one, and one that presents the merchant's certificate. */
final class HttpClients implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Runs the JDK's own steps on the thread that reads the sockets, which saves handing each
   * response over twice. What may block runs elsewhere, see {@link InOrder}, and so does what
   * follows a future.
   */
  private static final Executor ON_SELECTOR = Runnable::run;

  private final TlsMaterial tls;
  private final Object lock = new Object();
  // transient: the SSLContext of a client holds private keys
  private transient @Nullable CountedClient given;
  private transient @Nullable CountedClient plain;
  private transient @Nullable CountedClient mutual;
  private boolean closed;

  HttpClients(TlsMaterial tls, @Nullable HttpClient given) {
    this.tls = tls;
    this.given = given == null ? null : CountedClient.given(given);
  }

  /**
   * Returns the client for the exchange of a request, which has begun with it: its end must be
   * reported. Clients are created when they are first needed.
   *
   * @throws IllegalStateException if there is no such connection
   */
  CountedClient begin(Signed signed) {
    boolean security = signed.request().options().security();
    if (security && !tls.hasIdentity()) {
      throw new IllegalStateException(
          "`security` asks for the merchant's certificate, and this client has none; nothing was sent."
              + " Give merchantCertificate(…).");
    }
    if (security && !"https".equalsIgnoreCase(signed.destination().getScheme())) {
      throw new IllegalStateException(
          "`security` needs https to present the merchant's certificate, and the "
              + (signed.isRouted() ? "gateway" : "base URL")
              + " is "
              + signed.destination().getScheme()
              + "://; nothing was sent.");
    }
    synchronized (lock) {
      CountedClient client = client(security);
      client.begin(); // with the lock, so that it is not shut down before
      return client;
    }
  }

  /** Creates the plain client, and loads its TLS context if it is for https. */
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

  /** Returns whether a client reads and writes bodies on a thread that must not wait. */
  static boolean isOnSelector(HttpClient client) {
    return client.executor().filter(ON_SELECTOR::equals).isPresent();
  }

  /** Returns the settings of a new client: those of the caller's client if there is one. */
  private static HttpClient.Builder builder(@Nullable CountedClient given) {
    return given != null
        ? GivenClient.like(given.http(), CONNECT_TIMEOUT)
        : HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .cookieHandler(new ReceivedHeaders())
            .executor(ON_SELECTOR)
            .sslParameters(new SSLParameters()) // those of the context: asked for, it is loaded
            .connectTimeout(CONNECT_TIMEOUT);
  }

  private static CountedClient create(SSLContext context, HttpClient.Builder builder) {
    try {
      return CountedClient.own(builder.sslContext(context).build());
    } catch (UncheckedIOException | InternalError e) { // such as of too many open files
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TransportException(
          "No connection can be opened: "
              + Printable.of(String.valueOf(cause.getMessage()), 200)
              + ". Nothing was sent; it may be called again.",
          false,
          e);
    }
  }

  /**
   * Replaces a client whose peer sent no HTTP: the JDK does not close the connection then, and only
   * shutting the whole client down, from Java 21 on, frees it.
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

  /** Ends those that were made here; calls that are running end first. */
  @Override
  public void close() {
    CountedClient first;
    CountedClient second;
    synchronized (lock) {
      closed = true;
      first = plain;
      second = mutual;
      given = null; // before Java 21 the connections end when nothing refers to their client
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
   * A HttpClient can be closed from Java 21 on; before that, idle connections end by themselves.
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
