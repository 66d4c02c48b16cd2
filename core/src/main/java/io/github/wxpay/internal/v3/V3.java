package io.github.wxpay.internal.v3;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.http.Body;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.SignedText;
import io.github.wxpay.internal.trust.Failures;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.Suite;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
  private final KeyRing keys;
  private final Clock clock;
  private final Supplier<String> nonce;
  private final V3Verifier verifier;

  /** The protocol for one merchant and the keys it believes. */
  public V3(
      Merchant merchant, KeyRing keys, V3Verifier verifier, Clock clock, Supplier<String> nonce) {
    this.merchant = merchant;
    this.keys = keys;
    this.verifier = verifier;
    this.clock = clock;
    this.nonce = nonce;
  }

  /** The request as it goes out, with a nonce, a time and a signature of its own. */
  public CompletableFuture<HttpRequest.Builder> seal(Outgoing request) {
    merchant.signer(); // what is missing is told before a key is looked for
    Optional<String> named = request.headers().first("Wechatpay-Serial");
    if (named.isPresent()) {
      return seal(request, named.get(), keys.find(named.get()));
    }
    return keys.preferred().thenCompose(key -> seal(request, key.id(), Optional.of(key)));
  }

  /** The same without a word on the key wanted: for the download of the keys themselves. */
  CompletableFuture<HttpRequest.Builder> sealBare(Outgoing request) {
    return seal(request, "", Optional.empty());
  }

  /**
   * The answer (2xx) once it is proved: all but the downloads that the platform does not sign must
   * carry its signature over these very bytes.
   */
  public CompletableFuture<Incoming> open(Outgoing request, Incoming answer) {
    if (Unsigned.matches(request.method(), request.path())) {
      return CompletableFuture.completedFuture(answer);
    }
    if (Statement.matches(request.method(), request.path())) {
      return Statement.proved(verifier, request, answer);
    }
    return verifier
        .verify(answer.headers(), answer.bytes(), answer.status(), "answer to " + request)
        .thenApply(proved -> answer);
  }

  /** A download that is neither signed nor proved, by a link that is all it takes. */
  public static CompletableFuture<HttpRequest.Builder> bare(Outgoing request) {
    return CompletableFuture.completedFuture(HttpRequest.newBuilder(request.uri()).GET());
  }

  /**
   * Returns the base64 signature of call-up parameters, over the values of these names in this
   * order. No value may contain a control character: a payer sees the signature, and with a line
   * feed in a value it would be valid for a request to the platform.
   */
  public CompletableFuture<String> callUpSignature(Map<String, String> params, String... names) {
    Object[] parts = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      parts[i] = SignedText.part(names[i], params.get(names[i]));
    }
    return signature(Formatter.joinedByLineFeed(parts), "the parameters").toCompletableFuture();
  }

  /** The Authorization of an answer to a notification: time, nonce and body are signed. */
  public CompletableFuture<String> replyAuthorization(byte[] body) {
    long timestamp = clock.instant().getEpochSecond();
    String once = nonce.get();
    String text = Formatter.response(timestamp, once, new String(body, StandardCharsets.UTF_8));
    return signature(text, "the reply")
        .thenApply(signature -> scheme(false, once, signature, timestamp))
        .toCompletableFuture();
  }

  private CompletionStage<String> signature(String text, String what) {
    return merchant
        .signer()
        .signAsync(text.getBytes(StandardCharsets.UTF_8))
        .handle((signature, e) -> base64(signature, e, what));
  }

  /** The Authorization of a message, which is signed here. */
  CompletionStage<String> authorization(
      String method, URI uri, byte[] body, boolean brand, String what) {
    long timestamp = clock.instant().getEpochSecond();
    String once = nonce.get();
    byte[] message = message(method, target(uri), timestamp, once, body);
    return merchant
        .signer()
        .signAsync(message)
        .handle((signature, e) -> base64(signature, e, what))
        .thenApply(signature -> scheme(brand, once, signature, timestamp));
  }

  private CompletableFuture<HttpRequest.Builder> seal(
      Outgoing request, String serial, Optional<PlatformKey> key) {
    URI uri = request.uri();
    Body body =
        Body.json(
            request.data(),
            request.headers(),
            request.options().meta(),
            cipher(serial, key, request.options().pkcs1()));
    boolean brand = merchant.mchid().isEmpty() || request.template().startsWith("brand/");
    return authorization(
            request.method(),
            uri,
            body.signed(),
            brand && !merchant.brandId().isEmpty(),
            "" + request)
        .thenApply(authorization -> build(request, uri, body, serial, authorization))
        .toCompletableFuture();
  }

  /** Secrets are encrypted with the very key that Wechatpay-Serial names. */
  private UnaryOperator<String> cipher(String serial, Optional<PlatformKey> key, boolean pkcs1) {
    return plaintext -> {
      PlatformKey held =
          key.orElseThrow(
              () ->
                  new IllegalStateException(
                      "The body holds a secret, but the key '"
                          + Printable.of(serial, 64)
                          + "' is not held."
                          + unusable(serial)));
      return pkcs1
          ? Rsa.encryptPkcs1(plaintext, held.key())
          : Suite.of(held.key()).encrypt(plaintext, held.key());
    };
  }

  private String unusable(String serial) {
    String reason = keys.unusable(serial);
    return reason.isEmpty() ? "" : " " + reason;
  }

  private static HttpRequest.Builder build(
      Outgoing request, URI uri, Body body, String serial, String authorization) {
    Headers headers = DEFAULTS.with(request.headers());
    if (body.contentType().isPresent()) {
      headers = headers.with("Content-Type", body.contentType().get());
    }
    if (!serial.isEmpty()) {
      headers = headers.with("Wechatpay-Serial", serial);
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .method(request.method(), body.publisher(request.options().progress().orElse(null)));
    headers.with("Authorization", authorization).forEach(builder::header);
    return builder;
  }

  private String scheme(boolean brand, String once, String signature, long timestamp) {
    return Formatter.authorization(
        (brand ? "WECHATPAY-BRAND-" : "WECHATPAY2-") + merchant.suite().signing(),
        brand ? "brand_id" : "mchid",
        brand ? merchant.brandId() : merchant.mchid(),
        once,
        signature,
        timestamp,
        merchant.serial());
  }

  private static String base64(byte @Nullable [] signature, @Nullable Throwable e, String what) {
    if (e == null && signature != null) {
      return Base64.getEncoder().encodeToString(signature);
    }
    Throwable cause = e == null ? null : Failures.cause(e);
    if (cause instanceof CryptoException) {
      throw (CryptoException) cause;
    }
    throw new CryptoException(
        "The signer could not sign "
            + what
            + ", so nothing was sent: "
            + (cause == null ? "it returned null" : Printable.of(cause.toString(), 200)),
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
        Formatter.joinedByLineFeed(
                SignedText.part("method", method),
                SignedText.part("target", target),
                timestamp,
                SignedText.part("nonce", nonce))
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes(body);
    out.write('\n');
    return out.toByteArray();
  }
}
