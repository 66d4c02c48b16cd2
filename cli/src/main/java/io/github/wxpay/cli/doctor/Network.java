package io.github.wxpay.cli.doctor;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access to the network for the checks, which tests replace. */
public interface Network {
  /**
   * Sends an unsigned GET for {@code v3/certificates} through the proxy of this machine. The
   * platform refuses it, which shows that its host can be reached, and the time of the platform.
   *
   * @param base a base URL
   * @param headers the configured headers, such as those for a proxy
   * @param authority the issuer of the TLS certificate; {@code null} for those of the JDK
   */
  Probe probe(URI base, Map<String, String> headers, @Nullable X509Certificate authority);

  /** Returns a builder of the client of the signed call, with the settings of a client. */
  default WxpayBuilder builder(Wxpay client) {
    return client.newBuilder();
  }
}
