package io.github.wxpay.internal.v3;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Signer;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.http.Body;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.trust.Merchant;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** APIv3: signs a request over the bytes and the target that are sent, and opens its answer. */
public final class V3 {
  private static final Headers DEFAULTS =
      Headers.of(
          Map.of(
              "Accept",
              "application/json, text/plain, application/x-gzip, application/pdf, image/png,"
                  + " image/*;q=0.5",
              "Content-Type",
              "application/json; charset=utf-8"));

  private final Merchant merchant;
  private final Clock clock;
  private final Supplier<String> nonce;
  private final V3Verifier verifier;

  /** The protocol for one merchant. */
  public V3(Merchant merchant, Clock clock, Supplier<String> nonce) {
    this.merchant = merchant;
    this.clock = clock;
    this.nonce = nonce;
    this.verifier = new V3Verifier(merchant.platformKeys(), clock);
  }

  /** The request as it goes out, with a nonce, a time and a signature of its own. */
  public CompletableFuture<HttpRequest> seal(Outgoing request) {
    Signer signer = ready();
    URI uri = request.uri();
    Body body = Body.json(request.data(), request.headers(), request.options().meta());
    long timestamp = clock.instant().getEpochSecond();
    String once = nonce.get();
    byte[] message = message(request.method(), target(uri), timestamp, once, body.signed());
    return signer
        .signAsync(message)
        .handle((signature, e) -> signed(signature, e, request))
        .thenApply(
            signature ->
                build(
                    request,
                    uri,
                    body,
                    Formatter.authorization(
                        merchant.mchid(),
                        once,
                        Base64.getEncoder().encodeToString(signature),
                        timestamp,
                        merchant.serial())))
        .toCompletableFuture();
  }

  /**
   * The answer once it is proved: the status must be 2xx, and all but the downloads that the
   * platform does not sign must carry its signature over these very bytes.
   */
  public Incoming open(Outgoing request, Incoming answer) {
    if (!Unsigned.matches(request.method(), request.path())) {
      verifier.verify(answer.headers(), answer.bytes(), answer.status(), "answer to " + request);
    }
    return answer;
  }

  private Signer ready() {
    if (merchant.mchid().isEmpty() || merchant.serial().isEmpty()) {
      throw new IllegalStateException(
          "APIv3 needs `mchid` and `serial`, and one of them is empty in this client.");
    }
    if (merchant.platformKeys().isEmpty()) {
      throw new IllegalStateException(
          "This client holds no platform key, so no answer of APIv3 could be verified; nothing was"
              + " sent. Give platformKey(id, key), or `certs`.");
    }
    return merchant
        .signer()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This client holds no private key, so it cannot sign for APIv3. Give"
                        + " privateKey(…)."));
  }

  private HttpRequest build(Outgoing request, URI uri, Body body, String authorization) {
    Headers headers = DEFAULTS.with(request.headers());
    if (body.contentType().isPresent()) {
      headers = headers.with("Content-Type", body.contentType().get());
    }
    if (headers.first("Wechatpay-Serial").isEmpty()) {
      headers = headers.with("Wechatpay-Serial", merchant.platformKeys().preferred().orElseThrow());
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).method(request.method(), body.publisher());
    request.options().timeout().ifPresent(builder::timeout);
    headers.with("Authorization", authorization).forEach(builder::header);
    return builder.build();
  }

  private static byte[] signed(byte[] signature, Throwable e, Outgoing request) {
    if (e == null && signature != null) {
      return signature;
    }
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof CryptoException) {
      throw (CryptoException) cause;
    }
    throw new CryptoException(
        "The signer could not sign "
            + request
            + ", so nothing was sent: "
            + (cause == null ? "it returned null" : cause),
        cause);
  }

  private static String target(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static byte[] message(
      String method, String target, long timestamp, String nonce, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 256);
    out.writeBytes(
        Formatter.joinedByLineFeed(method, target, timestamp, nonce)
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes(body);
    out.write('\n');
    return out.toByteArray();
  }
}
