package io.github.wxpay;

import io.github.wxpay.internal.pipeline.Pipeline;
import io.github.wxpay.internal.pipeline.Protocol;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.KeyMaterial;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.PlatformKeys;
import io.github.wxpay.internal.v2.V2;
import io.github.wxpay.internal.v3.V3;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import org.jspecify.annotations.Nullable;

/** Checks what needs several settings at once, and puts the rooms together. */
final class Assembly {
  private final WxpayBuilder settings;
  private final @Nullable PrivateKey key;

  Assembly(WxpayBuilder settings) {
    // A copy: the builder may go on to other clients.
    this.settings = new WxpayBuilder(settings);
    this.key = settings.signer == null ? null : KeyMaterial.keyOf(settings.signer);
  }

  /** The client, once everything is there that one of the protocols needs. */
  Wxpay strictly() {
    require(!settings.mchid.isEmpty(), "mchid", "the merchant's number");
    String serial = serial();
    boolean v3 = !serial.isEmpty() || settings.signer != null || !settings.platformKeys.isEmpty();
    if (v3 || settings.secret.isEmpty()) {
      require(
          !serial.isEmpty(), "serial", "the serial of the merchant's certificate (or certificate)");
      require(settings.signer != null, "privateKey", "the merchant's private key");
      require(
          !settings.platformKeys.isEmpty(), "platformKey", "a key or certificate of the platform");
    }
    return client();
  }

  /** The client of a dictionary, where parts may be missing until they are needed. */
  Wxpay client() {
    String serial = serial();
    refuseOwnKey(serial);
    boolean owner = settings.transport == null;
    Transport transport =
        settings.transport == null
            ? new Transport(settings.tls, settings.httpClient)
            : settings.transport;
    settings.transport = transport;
    Merchant merchant =
        new Merchant(
            settings.mchid,
            serial,
            settings.signer,
            new PlatformKeys(settings.platformKeys.values()));
    V3 v3 = new V3(merchant, settings.clock, settings.nonce);
    V2 v2 = new V2(settings.mchid, settings.secret, settings.signType, settings.nonce);
    Caller caller =
        new Caller(
            new Pipeline(transport, settings.timeout, settings.hooks),
            Protocol.of(v3::seal, v3::open),
            Protocol.of(v2::seal, v2::open),
            v2::url,
            settings.baseUrl,
            settings.headers);
    return new Wxpay(caller, settings, merchant, transport, owner);
  }

  private String serial() {
    X509Certificate certificate = settings.certificate;
    if (certificate == null) {
      return settings.serial;
    }
    String certified = KeyMaterial.serial(certificate);
    if (!settings.serial.isEmpty() && !settings.serial.equalsIgnoreCase(certified)) {
      throw new IllegalStateException(
          "`serial` is "
              + settings.serial
              + ", but the merchant's certificate has "
              + certified
              + ".");
    }
    if (key != null && !KeyMaterial.match(key, certificate.getPublicKey())) {
      throw new IllegalStateException(
          "The private key does not belong to the merchant's certificate "
              + certified
              + ". Take apiclient_key.pem and apiclient_cert.pem of one download.");
    }
    return certified;
  }

  /** The merchant's own certificate in the platform's place would verify nothing, or itself. */
  private void refuseOwnKey(String serial) {
    for (PlatformKey platform : settings.platformKeys.values()) {
      boolean same = key instanceof RSAKey && KeyMaterial.match(key, platform.key());
      if (platform.id().equals(serial) || same) {
        throw new IllegalStateException(
            "The platform key '"
                + platform.id()
                + "' is the merchant's own. Take the platform's public key (PUB_KEY_ID_…,"
                + " pub_key.pem) or its certificate instead.");
      }
    }
  }

  private static void require(boolean there, String name, String what) {
    if (!there) {
      throw new IllegalStateException(
          "`"
              + name
              + "` is missing: "
              + what
              + ". APIv3 needs mchid, serial, privateKey and a platformKey; APIv2 needs mchid and"
              + " secret.");
    }
  }
}
