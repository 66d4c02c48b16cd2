package io.github.wxpay.testing;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Complete clients, and calls that are made in both ways. */
public final class Clients {
  private Clients() {}

  /** Returns an empty builder whose clients send every call once. */
  public static WxpayBuilder once() {
    return Wxpay.builder().retry(Retry.none());
  }

  /** Returns the client of a dictionary, which sends every call once. */
  public static Wxpay of(Map<String, ?> dictionary) {
    Map<String, Object> once = new LinkedHashMap<>(dictionary);
    once.put("retry", 1);
    return Wxpay.of(once);
  }

  /** Returns a complete builder with a fixed clock, whose clients send every call once. */
  public static WxpayBuilder builder() {
    return once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
        .clock(Fixtures.CLOCK);
  }

  /**
   * Returns a builder without a platform key, which downloads certificates, at a fixed time and
   * sends every call once.
   */
  public static WxpayBuilder downloading() {
    return once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .apiV3Key(Fixtures.API_V3_KEY)
        .clock(Fixtures.CLOCK);
  }

  /** Returns a client with a JDK client, which may be a fake. */
  public static Wxpay over(HttpClient http) {
    return builder().httpClient(http).build();
  }

  /** Calls, waiting in the verb or on the future; what fails, fails with the same exception. */
  public static Response call(
      boolean async, Chain chain, String method, Object body, Options options) {
    if (!async) {
      return chain.request(method, body, options);
    }
    return join(chain.requestAsync(method, body, options));
  }

  /** Waits for a future; what fails, fails with the exception that the verb would throw. */
  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }

  /** Sends a GET request, blocking or asynchronously. */
  public static Response get(boolean async, Chain chain) {
    return call(async, chain, "GET", null, Options.none());
  }

  /** Sends a POST request, blocking or asynchronously. */
  public static Response post(boolean async, Chain chain, Object body) {
    return call(async, chain, "POST", body, Options.none());
  }
}
