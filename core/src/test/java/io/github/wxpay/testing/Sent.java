package io.github.wxpay.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it left the library. */
public final class Sent {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "WECHATPAY2-SHA256-RSA2048 mchid=\"([^\"]*)\",serial_no=\"([^\"]*)\","
              + "timestamp=\"([0-9]+)\",nonce_str=\"([^\"]*)\",signature=\"([^\"]*)\"");

  private final HttpRequest request;
  private final byte[] body;

  Sent(HttpRequest request) {
    this.request = request;
    this.body = request.bodyPublisher().map(Sent::drained).orElse(new byte[0]);
  }

  public String method() {
    return request.method();
  }

  public URI uri() {
    return request.uri();
  }

  /** Returns path and query as in the request line. */
  public String target() {
    String query = uri().getRawQuery();
    return uri().getRawPath() + (query == null ? "" : "?" + query);
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public List<String> headers(String name) {
    return request.headers().allValues(name);
  }

  public String header(String name) {
    return request.headers().firstValue(name).orElse("");
  }

  public String authorization() {
    return header("Authorization");
  }

  public String signature() {
    return parts().group(5);
  }

  public String nonce() {
    return parts().group(4);
  }

  /** Returns whether the signature covers method, target, time, nonce and these bytes. */
  public boolean isSignedOver(byte[] bytes) {
    Matcher parts = parts();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        (method() + "\n" + target() + "\n" + parts.group(3) + "\n" + parts.group(4) + "\n")
            .getBytes(StandardCharsets.UTF_8));
    message.writeBytes(bytes);
    message.write('\n');
    return Fixtures.verifies(message.toByteArray(), parts.group(5), Fixtures.merchantPublicKey());
  }

  /** Returns whether the signature covers all that was sent. */
  public boolean isSigned() {
    return isSignedOver(body);
  }

  private Matcher parts() {
    Matcher matcher = AUTHORIZATION.matcher(authorization());
    if (!matcher.matches()) {
      throw new AssertionError("The Authorization header is malformed.");
    }
    return matcher;
  }

  private static byte[] drained(HttpRequest.BodyPublisher publisher) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    publisher.subscribe(
        new Flow.Subscriber<ByteBuffer>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(ByteBuffer buffer) {
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            out.writeBytes(chunk);
          }

          @Override
          public void onError(Throwable e) {
            throw new AssertionError(e);
          }

          @Override
          public void onComplete() {}
        });
    return out.toByteArray();
  }
}
