package io.github.wxpay.benchmarks.client;

import io.github.wxpay.benchmarks.Settings;
import java.net.InetAddress;
import org.apache.http.conn.DnsResolver;
import org.apache.http.impl.client.HttpClientBuilder;

/**
 * The stub under the name of the platform, for clients that sign only what is sent to {@code
 * *.mch.weixin.qq.com}.
 */
final class PlatformHost {
  private PlatformHost() {}

  static String url(Settings settings) {
    return settings.url().replace("127.0.0.1", "api.mch.weixin.qq.com");
  }

  /** Resolves every name to this machine for a client. Uses no lambda, which slows down a start. */
  static void resolve(HttpClientBuilder builder) {
    builder.setDnsResolver(
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) {
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
          }
        });
  }
}
