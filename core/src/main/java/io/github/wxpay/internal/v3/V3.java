package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
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
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * APIv3: sends JSON that is signed with the merchant's key, and verifies responses with the
 * platform's keys.
 */
public final class V3 implements Protocol {
  private static final String SERIAL = "Wechatpay-Serial";

  private final Merchant merchant;
  private final V3Signer signer;
  private final KeyRing keys;
  private final V3Verifier verifier;
  private final PlatformClock clock;

  /** Creates the protocol for one merchant and the platform's keys that it trusts. */
  public V3(
      Merchant merchant, V3Signer signer, KeyRing keys, V3Verifier verifier, PlatformClock clock) {
    this.merchant = merchant;
    this.signer = signer;
    this.keys = keys;
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * Writes the body of a request. Sensitive values of its body and its query are encrypted with the
   * key that its header {@code Wechatpay-Serial} names, or else with the preferred one, which the
   * header then names.
   */
  @Override
  public Task<Outgoing> freeze(Outgoing request) {
    var unused = merchant.signer(); // check the settings before downloading certificates
    Optional<String> named = request.headers().first(SERIAL);
    if (named.isPresent()) {
      return Task.of(() -> frozen(request, named.get(), keys.find(named.get())));
    }
    return keys.preferred()
        .map(key -> frozen(request.withHeader(SERIAL, key.id()), key.id(), Optional.of(key)));
  }

  private Outgoing frozen(Outgoing request, String serial, Optional<PlatformKey> key) {
    UnaryOperator<String> cipher = cipher(request, serial, () -> key);
    Outgoing open =
        Secret.isIn(request.query())
            ? request.withQuery(Secret.encrypted(request.query(), cipher))
            : request;
    if (open.data() == null) {
      return open;
    }
    Body body = Body.json(open.data(), open.headers(), open.options(), cipher);
    return body.isFixed() ? open.withData(body) : open;
  }

  /** Signs a frozen request; only a form still contains sensitive fields. */
  @Override
  public Task<Signed> sign(Outgoing frozen) {
    String serial = frozen.headers().first(SERIAL).orElse("");
    return signer.sign(frozen, serial, cipher(frozen, serial, () -> keys.find(serial)));
  }

  /** Returns a cipher that looks up its key when it encrypts, which few requests do. */
  private UnaryOperator<String> cipher(
      Outgoing request, String serial, Supplier<Optional<PlatformKey>> key) {
    boolean pkcs1 = request.options().pkcs1();
    return plaintext -> encrypted(plaintext, serial, key.get(), pkcs1);
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
      var unused = verifier.unverified(Headers.received(headers), new byte[0], 0);
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
    return (Statement.matches(request.method(), request.path())
            ? Statement.verify(verifier, signed, response)
            : verifier
                .verify(
                    response.headers(),
                    response.bytes(),
                    response.status(),
                    signed.clockOffset(),
                    "response to " + request)
                .map(key -> response))
        .map(this::seen);
  }

  private Incoming seen(Incoming verified) {
    V3Verifier.timestamp(verified.headers()).ifPresent(clock::seen);
    return verified;
  }

  @Override
  public boolean isUnsigned(Outgoing request) {
    return Unsigned.matches(request.method(), request.path());
  }

  @Override
  public String unverified(Signed signed, Incoming response) {
    return verifier.unverified(response.headers(), response.bytes(), signed.clockOffset());
  }

  @Override
  public boolean learns(Signed signed, Incoming response, long millis) {
    OptionalLong shown = V3Verifier.timestamp(response.headers());
    return shown.isPresent()
        && clock.isOffBy(shown.getAsLong(), signed.clockOffset(), millis)
        && isSigned(signed.request(), response)
        && clock.learn(shown.getAsLong(), signed.clockOffset());
  }

  private boolean isSigned(Outgoing request, Incoming response) {
    boolean statement =
        response.status() / 100 == 2 && Statement.matches(request.method(), request.path());
    try {
      return verifier.isSigned(
          response.headers(), statement ? Statement.signedText(response) : response.bytes());
    } catch (MalformedException e) { // a file that is too large to be a signed body
      return false;
    }
  }

  @Override
  public String advice(Signed signed, Incoming response) {
    return response.status() == 401
        ? clock.advice(
            response.headers(), signed.clockOffset(), unverified(signed, response).isEmpty())
        : "";
  }
}
