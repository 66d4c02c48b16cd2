package io.github.wxpay.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.Clients;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** Returns the sandbox's merchant as a builder, which a test may change. */
final class Accounts {
  private Accounts() {}

  /**
   * Returns all settings of the merchant, with the platform's certificates and public key only if
   * it has them.
   */
  static WxpayBuilder of(Sandbox sandbox, boolean withPlatformKeys) {
    Map<String, Object> config = sandbox.config(withPlatformKeys);
    WxpayBuilder builder =
        Clients.once()
            .mchid(text(config, "mchid"))
            .serial(text(config, "serial"))
            .privateKey(text(config, "privateKey"))
            .apiV3Key(text(config, "apiV3Key"))
            .secret(text(config, "secret"))
            .baseUrl(text(config, "baseURL"));
    if (withPlatformKeys) {
      ((Map<?, ?>) config.get("certs"))
          .forEach((id, pem) -> builder.platformKey((String) id, (String) pem));
    }
    return builder;
  }

  /** Returns the serial of the platform's certificate. */
  static String certificate(Sandbox sandbox) {
    return held(sandbox, false);
  }

  /** Returns the ID of the platform's public key. */
  static String publicKey(Sandbox sandbox) {
    return held(sandbox, true);
  }

  /** Returns the merchant's RSA key, read without the library. */
  static PrivateKey key(Sandbox sandbox) {
    String pem = text(sandbox.config(), "privateKey").replaceAll("-----[A-Z ]+-----|\\s", "");
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode order(Wxpay wxpay, String number) {
    return OrderJson.of(number, 1).put("mchid", wxpay.mchid());
  }

  static String text(Map<String, Object> config, String name) {
    return (String) config.get(name);
  }

  private static String held(Sandbox sandbox, boolean publicKey) {
    return ((Map<?, ?>) sandbox.config().get("certs"))
        .keySet().stream()
            .map(String.class::cast)
            .filter(id -> id.startsWith("PUB_KEY_ID_") == publicKey)
            .findFirst()
            .orElseThrow();
  }
}
