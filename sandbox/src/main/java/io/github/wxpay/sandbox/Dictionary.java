package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.PlatformKey;
import io.github.wxpay.sandbox.crypto.Suite;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of a client for a sandbox, as the dictionary of {@code Wxpay.of}. */
final class Dictionary {
  private final Credentials credentials;
  private final URI uri;
  private final boolean https;

  Dictionary(Credentials credentials, URI uri, boolean https) {
    this.credentials = credentials;
    this.uri = uri;
    this.https = https;
  }

  Map<String, Object> ofMerchant(boolean withPlatformKeys) {
    Map<String, String> merchant = new LinkedHashMap<>();
    merchant.put("cert", credentials.client().certificatePem());
    merchant.put("key", credentials.client().privateKeyPem());
    if (https) {
      merchant.put("ca", credentials.authority().certificatePem());
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mchid", credentials.mchid());
    config.put("serial", credentials.merchant().serial());
    config.put("privateKey", credentials.merchant().privateKeyPem());
    if (withPlatformKeys) {
      config.put("certs", certs());
    }
    config.put("secret", credentials.secret());
    config.put("apiV3Key", credentials.apiV3Key());
    config.put("baseURL", uri.toString());
    config.put("merchant", merchant);
    return config;
  }

  Map<String, Object> ofBrand() {
    if (credentials.suite() != Suite.RSA) {
      throw new IllegalStateException("brands sign with RSA only; start the sandbox without sm2()");
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("brandId", credentials.brandId());
    config.put("serial", credentials.brand().serial());
    config.put("privateKey", credentials.brand().privateKeyPem());
    config.put("certs", certs());
    config.put("apiV3Key", credentials.apiV3Key());
    config.put("baseURL", uri.toString());
    return config;
  }

  private Map<String, String> certs() {
    Map<String, String> certs = new LinkedHashMap<>();
    for (PlatformKey key : credentials.platform().valid()) {
      certs.put(key.id(), key.pem());
    }
    return certs;
  }
}
