package io.github.wxpay.sandbox.page;

import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.http.Site;
import io.github.wxpay.sandbox.http.SiteProvider;

/** Opens the page of a sandbox. */
public final class PageProvider implements SiteProvider<Sandbox> {
  /** Creates the provider, as {@link java.util.ServiceLoader} does. */
  public PageProvider() {}

  @Override
  public Class<Sandbox> type() {
    return Sandbox.class;
  }

  @Override
  public Site open(Sandbox sandbox) {
    return new Page(sandbox);
  }
}
