package io.github.wxpay.internal.url;

import java.net.URI;

/**
 * A gateway that takes requests in place of the host that they are signed for, and passes on what
 * follows its own path. Immutable.
 */
public final class Gateway {
  private final String url;

  private Gateway(String url) {
    this.url = url;
  }

  /** Returns the gateway at a URL that {@link BaseUrl#check(String, String)} has returned. */
  public static Gateway of(String url) {
    return new Gateway(url);
  }

  /** Returns the URL of a request at the gateway: the path and the query stay as they are. */
  public URI route(URI uri) {
    return URI.create(url + Target.requestTarget(uri));
  }

  /** The URL. */
  @Override
  public String toString() {
    return url;
  }
}
