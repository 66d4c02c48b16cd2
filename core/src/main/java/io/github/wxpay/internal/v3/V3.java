package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.Suite;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * APIv3: sends JSON that is signed with the merchant's key, and verifies responses with the
 * platform's keys.
 */
public final class V3 implements Protocol {
  private final Merchant merchant;
  private final V3Signer signer;
  private final KeyRing keys;
  private final V3Verifier verifier;

  /** Creates the protocol for one merchant and the platform's keys that it trusts. */
  public V3(Merchant merchant, V3Signer signer, KeyRing keys, V3Verifier verifier) {
    this.merchant = merchant;
    this.signer = signer;
    this.keys = keys;
    this.verifier = verifier;
  }

  /**
   * Signs a request. Its sensitive fields are encrypted with the key that its header {@code
   * Wechatpay-Serial} names, or else with the preferred one.
   */
  @Override
  public Task<Signed> sign(Outgoing request) {
    var unused = merchant.signer(); // check the settings before downloading certificates
    Optional<String> named = request.headers().first("Wechatpay-Serial");
    if (named.isPresent()) {
      return sign(request, named.get(), keys.find(named.get()));
    }
    return keys.preferred().then(key -> sign(request, key.id(), Optional.of(key)));
  }

  private Task<Signed> sign(Outgoing request, String serial, Optional<PlatformKey> key) {
    boolean pkcs1 = request.options().pkcs1();
    return signer.sign(request, serial, plaintext -> encrypted(plaintext, serial, key, pkcs1));
  }

  private String encrypted(
      String plaintext, String serial, Optional<PlatformKey> key, boolean pkcs1) {
    if (key.isEmpty()) {
      String reason = keys.unusable(serial);
      throw new IllegalStateException(
          "The body contains a secret, but the key '"
              + Printable.of(serial, 64)
              + "' is not configured."
              + (reason.isEmpty() ? "" : " " + reason));
    }
    return pkcs1
        ? Rsa.encryptPkcs1(plaintext, key.get().key())
        : Suite.of(key.get().key()).encrypt(plaintext, key.get().key());
  }

  /**
   * Loads the classes that sign and verify: signs a request that is not sent, and verifies an
   * invalid response with the configured keys. Does not call a signer of the caller.
   */
  public void warmUp(Outgoing request) {
    if (merchant.hasKey()) {
      var unused = signer.sign(request, "", plaintext -> plaintext).run();
    }
    String wrong = Base64.getEncoder().encodeToString(new byte[256]);
    for (String id : keys.ids()) {
      Map<String, String> headers =
          Map.of(
              "Wechatpay-Serial",
              id,
              "Wechatpay-Timestamp",
              Long.toString(verifier.now().getEpochSecond()),
              "Wechatpay-Nonce",
              "0",
              "Wechatpay-Signature",
              wrong);
      var unused = verifier.unverified(Headers.received(headers), new byte[0]);
    }
  }

  /**
   * Verifies a response over the bytes that were received. Only the downloads that the platform
   * does not sign are returned without verification.
   */
  @Override
  public Task<Incoming> verify(Signed signed, Incoming response) {
    Outgoing request = signed.request();
    if (isUnsigned(request)) {
      return Task.value(response);
    }
    if (Statement.matches(request.method(), request.path())) {
      return Statement.verify(verifier, request, response);
    }
    return verifier
        .verify(response.headers(), response.bytes(), response.status(), "response to " + request)
        .map(key -> response);
  }

  @Override
  public boolean isUnsigned(Outgoing request) {
    return Unsigned.matches(request.method(), request.path());
  }

  @Override
  public String unverified(Incoming response) {
    return verifier.unverified(response.headers(), response.bytes());
  }
}
