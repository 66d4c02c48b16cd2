package io.github.wxpay.testing;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** The JDK's client without a network: keeps what is sent, and answers at once. */
public final class FakeHttpClient extends HttpClient {
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Redirect redirects;
  private final Function<Sent, Reply> answers;

  /**
   * Returns a client that responds with the result of a function, whose exception fails the
   * exchange.
   */
  public FakeHttpClient(Function<Sent, Reply> answers) {
    this(Redirect.NEVER, answers);
  }

  private FakeHttpClient(Redirect redirects, Function<Sent, Reply> answers) {
    this.redirects = redirects;
    this.answers = answers;
  }

  /** Returns a client that responds to every request with this response. */
  public static FakeHttpClient answering(Reply reply) {
    return new FakeHttpClient(request -> reply);
  }

  /** Returns a client that responds to each call of both protocols with a success and no field. */
  public static FakeHttpClient succeeding() {
    return new FakeHttpClient(
        sent -> sent.target().startsWith("/v3/") ? Reply.signed("{}") : succeedingReply());
  }

  /** Returns a successful response of APIv2 without a field. */
  public static Reply succeedingReply() {
    return succeedingReply(Map.of());
  }

  /** Returns a successful response of APIv2 with these fields. */
  public static Reply succeedingReply(Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("return_code", "SUCCESS");
    all.put("result_code", "SUCCESS");
    all.put("sign", Hash.sign(Hash.ALGO_MD5, all, Fixtures.SECRET));
    return Reply.bare(200, Transformer.toXml(all));
  }

  /** Returns a client that follows redirects. */
  public static FakeHttpClient redirecting(Redirect redirects) {
    return new FakeHttpClient(redirects, request -> Reply.signed("{}"));
  }

  /** Returns the requests that were sent so far. */
  public List<Sent> sent() {
    return sent;
  }

  /** Returns the only request that was sent. */
  public Sent only() {
    if (sent.size() != 1) {
      throw new AssertionError("Not one request was sent, but " + sent.size());
    }
    return sent.get(0);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    Sent one = new Sent(request);
    sent.add(one);
    try {
      Reply reply = answers.apply(one);
      HttpHeaders headers = HttpHeaders.of(framed(reply), (name, value) -> true);
      HttpResponse.BodySubscriber<T> subscriber = handler.apply(new Info(reply.status(), headers));
      subscriber.onSubscribe(new Nothing());
      byte[] body = reply.body();
      int half = body.length / 2;
      subscriber.onNext(List.of(ByteBuffer.wrap(body, 0, half)));
      subscriber.onNext(List.of(ByteBuffer.wrap(body, half, body.length - half)));
      subscriber.onComplete();
      return subscriber
          .getBody()
          .<HttpResponse<T>>thenApply(value -> new Answer<>(request, reply, headers, value))
          .toCompletableFuture();
    } catch (RuntimeException e) {
      Throwable cause = e.getCause();
      return CompletableFuture.failedFuture(cause != null ? cause : e);
    }
  }

  /** Returns the headers of a reply with its length, as a server sends it. */
  private static Map<String, List<String>> framed(Reply reply) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Length", List.of(String.valueOf(reply.body().length)));
    headers.putAll(reply.headers());
    return headers;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  /** Throws as the JDK's client does: an exception of the exchange inside an IOException. */
  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    try {
      return sendAsync(request, handler).get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof HttpTimeoutException || cause instanceof ConnectException) {
        throw (IOException) cause;
      }
      throw new IOException(cause.getMessage(), cause);
    }
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return redirects;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public SSLParameters sslParameters() {
    return new SSLParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private static final class Info implements HttpResponse.ResponseInfo {
    private final int status;
    private final HttpHeaders headers;

    Info(int status, HttpHeaders headers) {
      this.status = status;
      this.headers = headers;
    }

    @Override
    public int statusCode() {
      return status;
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }

  private static final class Answer<T> implements HttpResponse<T> {
    private final HttpRequest request;
    private final Reply reply;
    private final HttpHeaders headers;
    private final T body;

    Answer(HttpRequest request, Reply reply, HttpHeaders headers, T body) {
      this.request = request;
      this.reply = reply;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int statusCode() {
      return reply.status();
    }

    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public T body() {
      return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }
}
