package io.github.wxpay.sandbox.http;

/**
 * Opens a {@link Site} on what it shows. Found by {@link java.util.ServiceLoader}, so that the
 * shown need not know who shows it.
 *
 * @param <T> what the site shows
 */
public interface SiteProvider<T> {
  /** Returns the class of what its sites show. */
  Class<T> type();

  /** Opens a site; it must not use its subject before the first request. */
  Site open(T subject);
}
