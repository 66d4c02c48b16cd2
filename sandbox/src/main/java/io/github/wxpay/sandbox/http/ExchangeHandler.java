package io.github.wxpay.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.github.wxpay.sandbox.crypto.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
final class ExchangeHandler {
  private static final int LARGEST_BODY = 32 << 20;

  private final String host;
  private final HttpExchange exchange;
  private final int port;
  private final RequestThreads threads;
  private final DelayedTasks later;
  private final @Nullable TcpFrontend front;

  ExchangeHandler(
      String host,
      HttpExchange exchange,
      int port,
      RequestThreads threads,
      DelayedTasks later,
      @Nullable TcpFrontend front) {
    this.host = host;
    this.exchange = exchange;
    this.port = port;
    this.threads = threads;
    this.later = later;
    this.front = front;
  }

  Inbound head() {
    return inbound(new byte[0]);
  }

  /** Goes on; what is thrown in the server's own thread makes it close the connection. */
  void go(RequestHandler reception) throws IOException {
    int most = (int) Math.min(reception.most(), LARGEST_BODY + 1L);
    byte[] body = read(most);
    if (body.length > LARGEST_BODY) {
      // Closing reads some of the rest, so that the limits stay until then.
      exchange.sendResponseHeaders(413, -1);
      exchange.close();
      return;
    }
    threads.complete();
    Inbound inbound = inbound(body);
    at(reception.pause(), () -> answer(reception.answer(inbound)));
  }

  private byte[] read(int most) throws IOException {
    InputStream in = exchange.getRequestBody();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 << 10];
    while (body.size() < most) {
      int count = in.read(buffer, 0, Math.min(buffer.length, most - body.size()));
      if (count < 0) {
        break;
      }
      threads.received(count);
      body.write(buffer, 0, count);
    }
    return body.toByteArray();
  }

  private void answer(Answer answer) throws IOException {
    at(answer.wire().waiting(), () -> send(answer));
  }

  private void send(Answer answer) throws IOException {
    if (answer.body().pauses()) {
      later.aside(guarded(() -> write(answer)));
    } else {
      write(answer);
    }
  }

  private void at(Duration wait, Step step) throws IOException {
    if (wait.isZero()) {
      step.go();
    } else {
      later.after(wait, guarded(step));
    }
  }

  private Runnable guarded(Step step) {
    return () -> {
      try {
        step.go();
      } catch (IOException | RuntimeException e) {
        abort();
      }
    };
  }

  // A body that breaks off must not be ended in order. The JDK's server closes the connection if
  // ending fails, so a stream is put there that fails.
  private void abort() {
    exchange.getResponseBody();
    exchange.setStreams(
        null,
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void close() throws IOException {
            throw new IOException("broken off");
          }
        });
    exchange.close();
  }

  private void write(Answer answer) throws IOException {
    if (front != null && answer.wire().isReset()) {
      front.reset(exchange.getRemoteAddress().getPort());
    }
    if (answer.wire().isSilent()) {
      throw new IOException("no answer");
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (front != null) {
      // A fault at the start of a connection then meets the next call for sure. The server of
      // Java 11 sends this header and keeps the connection, so that the front door ends it.
      exchange.getResponseHeaders().set("Connection", "close");
      front.last(exchange.getRemoteAddress().getPort());
    }
    Body body = answer.body();
    // Length -1 means none; 0 means chunked.
    boolean bodiless = body.length() == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : Math.max(body.length(), 0));
    if (!bodiless) {
      OutputStream out = exchange.getResponseBody();
      body.writeTo(out);
      out.close();
    }
    exchange.close();
  }

  private Inbound inbound(byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    String scheme = exchange instanceof HttpsExchange ? "https" : "http";
    return new Inbound(
        host,
        scheme + "://127.0.0.1:" + port + "/",
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        Collections.unmodifiableMap(headers),
        body,
        clientSerial());
  }

  private @Nullable String clientSerial() {
    if (!(exchange instanceof HttpsExchange)) {
      return null;
    }
    try {
      Certificate[] chain = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
      return Identity.serialOf((X509Certificate) chain[0]);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /** Something that goes on with the conversation. */
  private interface Step {
    void go() throws IOException;
  }
}
