package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one sealed request and receives its answer, within a time and a size: the only room that
 * does input and output. Redirects are never followed, since the signature is for one target alone.
 */
public final class Transport implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int LIMIT = 32 << 20;

  private final TlsMaterial tls;
  private final @Nullable HttpClient given;
  private final Object lock = new Object();
  private @Nullable HttpClient plain;
  private @Nullable HttpClient mutual;
  private boolean closed;

  /** A transport with connections of its own; with a client given, that is the plain one. */
  public Transport(TlsMaterial tls, @Nullable HttpClient given) {
    this.tls = tls;
    this.given = given;
  }

  /** A client of the caller's that may be used. */
  public static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would carry a signature elsewhere; build it with"
              + " followRedirects(NEVER).");
    }
    return client;
  }

  /**
   * Sends a request; the answer comes whole or the future fails, after {@code timeout} at the
   * latest. Cancelling the future ends the exchange.
   *
   * @param security whether the merchant's certificate is to be presented (mutual TLS)
   */
  public CompletableFuture<Incoming> send(HttpRequest request, Duration timeout, boolean security) {
    HttpClient client = client(security, request.uri());
    BodyCollector body = new BodyCollector(LIMIT);
    CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, info -> body);
    CompletableFuture<Incoming> answer =
        exchange
            .thenApply(Transport::incoming)
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        answer.whenComplete(
            (incoming, e) -> {
              if (e != null) {
                body.abort();
                exchange.cancel(true);
              }
            });
    return answer;
  }

  /** One client a material, made when it is first needed. */
  private HttpClient client(boolean security, URI uri) {
    if (security && !tls.hasIdentity()) {
      throw new IllegalStateException(
          "`security` asks for the merchant's certificate, and this client has none; nothing was sent."
              + " Give merchantCertificate(…).");
    }
    if (security && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalStateException(
          "`security` needs https to present the merchant's certificate, and the base URL is "
              + uri.getScheme()
              + "://; nothing was sent.");
    }
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("This client was closed; nothing was sent.");
      }
      if (security) {
        mutual = mutual == null ? create(tls.mutual()) : mutual;
        return mutual;
      }
      if (given != null) {
        return given;
      }
      plain = plain == null ? create(tls.plain()) : plain;
      return plain;
    }
  }

  private static HttpClient create(@Nullable SSLContext context) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    return context == null ? builder.build() : builder.sslContext(context).build();
  }

  /** What a failure of {@link #send} means to the caller of {@code what}. */
  public static WxpayException failure(Throwable e, String what, String host) {
    if (e instanceof WxpayException) {
      return (WxpayException) e;
    }
    boolean late = e instanceof TimeoutException || e instanceof HttpTimeoutException;
    if (notSent(e)) {
      return new TransportException(
          what
              + " did not reach "
              + host
              + ": "
              + (late ? "no connection in time" : reason(e))
              + ". Nothing was sent; it may be called again.",
          false,
          e);
    }
    return new TransportException(
        what
            + " was sent to "
            + host
            + ", but "
            + (late ? "no whole answer came in time" : "no whole answer came: " + reason(e))
            + ". Its outcome is unknown: query the state before you send it again.",
        true,
        e);
  }

  /** Ends the connections that are this transport's own; calls that are running end first. */
  @Override
  public void close() {
    HttpClient first;
    HttpClient second;
    synchronized (lock) {
      closed = true;
      first = plain;
      second = mutual;
    }
    close(first);
    close(second);
  }

  /**
   * A HttpClient can be closed from Java 21 on; before that, idle connections end by themselves.
   */
  private static void close(@Nullable HttpClient client) {
    if (client instanceof AutoCloseable) {
      try {
        ((AutoCloseable) client).close();
      } catch (Exception e) {
        throw new IllegalStateException("The connections could not be closed.", e);
      }
    }
  }

  private static boolean notSent(@Nullable Throwable e) {
    return e != null
        && (e instanceof ConnectException
            || e instanceof HttpConnectTimeoutException
            || e instanceof SSLHandshakeException
            || notSent(e.getCause()));
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }

  private static Incoming incoming(HttpResponse<byte[]> response) {
    byte[] bytes = response.body();
    try {
      bytes = decoded(response, bytes);
    } catch (MalformedException e) {
      if (response.statusCode() < 300) {
        throw e;
      }
      // An error's status says more than its body: that stays as it came.
    }
    return Incoming.of(response.statusCode(), response.headers().map(), bytes);
  }

  private static byte[] decoded(HttpResponse<byte[]> response, byte[] raw) {
    byte[] bytes = raw;
    List<String> encodings = response.headers().allValues("Content-Encoding");
    for (String encoding : encodings) {
      if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
        bytes = unpacked(bytes, GZIPInputStream::new);
      } else if (encoding.equalsIgnoreCase("deflate")) {
        bytes = unpacked(bytes, InflaterInputStream::new);
      } else if (!encoding.equalsIgnoreCase("identity") && !encoding.isBlank()) {
        throw new MalformedException(
            "The answer is encoded as '" + encoding + "', which was not asked for.");
      }
    }
    return bytes;
  }

  private interface Unpacking {
    InputStream over(InputStream packed) throws IOException;
  }

  private static byte[] unpacked(byte[] packed, Unpacking unpacking) {
    if (packed.length == 0) {
      return packed;
    }
    try (InputStream in = unpacking.over(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(LIMIT);
      if (in.read() >= 0) {
        throw new MalformedException(
            "The answer is larger than " + LIMIT + " bytes when unpacked.");
      }
      return bytes;
    } catch (IOException e) {
      throw new MalformedException("The answer says it is packed, but cannot be unpacked.", e);
    }
  }
}
