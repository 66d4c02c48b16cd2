package io.github.wxpay.internal.v3;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.text.SignedText;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.url.Target;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Signs requests, replies to notifications and call-up parameters of one merchant for APIv3. */
public final class V3Signer {
  private static final Headers DEFAULTS =
      Headers.of(
          Map.of(
              "Accept",
              "application/json, text/plain, application/x-gzip, application/pdf, image/png,"
                  + " image/*;q=0.5",
              "Content-Type",
              "application/json; charset=utf-8"));

  private final Merchant merchant;
  private final PlatformClock clock;
  private final Supplier<String> nonce;

  /** Creates a signer with these sources of time and nonces. */
  public V3Signer(Merchant merchant, PlatformClock clock, Supplier<String> nonce) {
    this.merchant = merchant;
    this.clock = clock;
    this.nonce = nonce;
  }

  /**
   * Signs a request with a new nonce and the time of the clock, moved by its offset, over the bytes
   * and the target that are sent.
   *
   * @param serial the value of {@code Wechatpay-Serial}; empty leaves the header out
   * @param cipher encrypts the sensitive fields of the body
   */
  Task<Signed> sign(Outgoing request, String serial, UnaryOperator<String> cipher) {
    URI uri = request.uri();
    Body body = Body.json(request.data(), request.headers(), request.options(), cipher);
    boolean brand = merchant.mchid().isEmpty() || request.template().startsWith("brand/");
    boolean asBrand = brand && !merchant.brandId().isEmpty();
    long offset = clock.offset();
    return authorization(request.method(), uri, body.signed(), asBrand, offset, request.toString())
        .map(
            authorization ->
                new Signed(request, wire(request, uri, body, serial, authorization), body)
                    .movedBy(offset));
  }

  /**
   * Returns the base64 signature of call-up parameters, over the values of these names in this
   * order. No value may contain a control character: a payer can see the signature, and with a line
   * feed in a value it would be valid for a request to the platform.
   */
  public Task<String> callUpSignature(Map<String, String> params, String... names) {
    Object[] parts = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      parts[i] = SignedText.part(names[i], params.get(names[i]));
    }
    return signature(bytes(Formatter.joinedByLineFeed(parts)), "the parameters");
  }

  /**
   * Returns the Authorization of a reply to a notification, with a signature of timestamp, nonce
   * and body. The time is this machine's.
   */
  public Task<String> replyAuthorization(byte[] body) {
    long timestamp = clock.now().getEpochSecond();
    String once = nonce.get();
    String text = Formatter.response(timestamp, once, new String(body, StandardCharsets.UTF_8));
    return signature(bytes(text), "the reply")
        .map(signature -> scheme(false, once, signature, timestamp));
  }

  /**
   * Returns the Authorization of a request.
   *
   * @param offset the seconds that are added to this machine's time
   */
  Task<String> authorization(
      String method, URI uri, byte[] body, boolean brand, long offset, String what) {
    long timestamp = clock.now().getEpochSecond() + offset;
    String once = nonce.get();
    return signature(message(method, Target.requestTarget(uri), timestamp, once, body), what)
        .map(signature -> scheme(brand, once, signature, timestamp));
  }

  private Task<String> signature(byte[] message, String what) {
    return merchant.sign(message, what).map(Base64.getEncoder()::encodeToString);
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

  private static HttpRequest.Builder wire(
      Outgoing request, URI uri, Body body, String serial, String authorization) {
    Map<String, String> own = new HashMap<>();
    body.contentType().ifPresent(type -> own.put("Content-Type", type));
    if (!serial.isEmpty()) {
      own.put("Wechatpay-Serial", serial);
    }
    own.put("Authorization", authorization);
    HttpRequest.Builder wire = HttpRequest.newBuilder(uri);
    DEFAULTS.with(request.headers()).with(own).forEach(wire::header);
    return wire;
  }

  private static byte[] message(
      String method, String target, long timestamp, String nonce, byte[] body) {
    byte[] head =
        bytes(
            Formatter.joinedByLineFeed(
                SignedText.part("method", method),
                SignedText.part("target", target),
                timestamp,
                SignedText.part("nonce", nonce)));
    return SignedMessage.joined(head, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
