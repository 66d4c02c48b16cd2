package io.github.wxpay.internal.url;

import java.net.URI;

/**
 * A gateway that receives requests instead of the host for which they are signed, and forwards the
 * part of the URL after its own path. Immutable.
 */
public final class Gateway {
  private final String url;

  private Gateway(String url) {
    this.url = url;
  }

  /** Returns the gateway of a URL that was checked with {@link BaseUrl#check(String, String)}. */
  public static Gateway of(String url) {
    return new Gateway(url);
  }

  /** Returns the URL of a request at the gateway; the path and the query do not change. */
  public URI route(URI uri) {
    return URI.create(url + Target.requestTarget(uri));
  }

  /** Returns the URL. */
  @Override
  public String toString() {
    return url;
  }
}
