package io.github.wxpay.sandbox.http;

/**
 * Creates a {@link Site} for a subject. Found by {@link java.util.ServiceLoader}, so that the
 * subject does not depend on the site.
 *
 * @param <T> the class of the subject
 */
public interface SiteProvider<T> {
  /** Returns the class of the subject of its sites. */
  Class<T> type();

  /** Creates a site, which must not use its subject before the first request. */
  Site open(T subject);
}
