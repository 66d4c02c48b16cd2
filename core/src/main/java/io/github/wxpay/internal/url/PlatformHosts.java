package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The hosts of the platform, for all rules that depend on the host of a URL. */
public final class PlatformHosts {
  private static final Set<String> API =
      Set.of(
          "api.mch.weixin.qq.com",
          "api2.mch.weixin.qq.com",
          "apihk.mch.weixin.qq.com",
          "apius.mch.weixin.qq.com",
          "api.wechatpay.cn",
          "api2.wechatpay.cn");

  private static final List<String> DOMAINS =
      List.of("weixin.qq.com", "wechatpay.cn", "tenpay.com");

  private PlatformHosts() {}

  /** Returns whether a host is one of the API, to which signed requests are sent. */
  public static boolean isApi(String host) {
    return API.contains(plain(host));
  }

  /**
   * Returns whether a host is in a domain of the platform: of the API, of its pages or of its
   * files.
   *
   * @param host a host name without a port; case and a trailing dot are ignored
   */
  public static boolean isPlatform(String host) {
    String plain = plain(host);
    return DOMAINS.stream().anyMatch(name -> plain.equals(name) || plain.endsWith("." + name));
  }

  /**
   * Returns a host of the platform, in lower case.
   *
   * @throws IllegalArgumentException if it is another host
   */
  public static String check(String host) {
    String plain = plain(Objects.requireNonNull(host, "host == null"));
    if (!plain.matches("[a-z0-9.-]+") || !isPlatform(plain)) {
      throw new IllegalArgumentException(
          "`host` must be a documented host of the platform, such as fraud.mch.weixin.qq.com,"
              + " without scheme and port; got '"
              + Printable.name(host)
              + "'. For another address set `baseURL`.");
    }
    return plain;
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
