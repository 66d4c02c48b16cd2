package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.internal.call.CallerCode;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The merchant or brand of a client, with its signer, its decrypter and its keys, which {@code
 * toString()} omits.
 */
public final class Merchant {
  private final String mchid;
  private final String brandId;
  private final String serial;
  private final @Nullable RequestSigner signer;
  private final @Nullable Decrypter decrypter;
  private final @Nullable X509Certificate certificate;
  private final transient String apiV3Key;
  private final Suite suite;

  /** The missing settings that calls of APIv3 require. */
  private final List<String> missing;

  private final CallerCode signing = new CallerCode("signer");
  private final CallerCode decrypting = new CallerCode("decrypter");

  /** Creates a merchant. Missing settings are empty, and fail the calls that require them. */
  public Merchant(
      String mchid,
      String brandId,
      String serial,
      @Nullable RequestSigner signer,
      @Nullable Decrypter decrypter,
      @Nullable X509Certificate certificate,
      String apiV3Key,
      Suite suite) {
    this.mchid = mchid;
    this.brandId = brandId;
    this.serial = serial;
    this.signer = signer;
    this.decrypter = decrypter;
    this.certificate = certificate;
    this.apiV3Key = apiV3Key;
    this.suite = suite;
    this.missing = missing(mchid + brandId, serial, signer);
  }

  private static List<String> missing(String id, String serial, @Nullable RequestSigner signer) {
    List<String> missing = new ArrayList<>();
    if (id.isEmpty()) {
      missing.add("mchid");
    }
    if (serial.isEmpty()) {
      missing.add("serial");
    }
    if (signer == null) {
      missing.add("privateKey");
    }
    return missing;
  }

  /** Returns the merchant's number; empty for a client of a brand only. */
  public String mchid() {
    return mchid;
  }

  /** Returns the brand's number; empty for a client of a merchant only. */
  public String brandId() {
    return brandId;
  }

  /** Returns the serial number of the merchant's certificate. */
  public String serial() {
    return serial;
  }

  /**
   * Returns the cipher suite of the merchant's key, or of the platform's keys if the merchant has
   * none.
   */
  public Suite suite() {
    return suite;
  }

  /**
   * Returns whether a platform key is really the merchant's own, by the key itself, its
   * certificate, the serial number or the name in its certificate. Such a key verifies no message
   * of the platform, but messages that anyone with the merchant's key signed.
   */
  public boolean owns(PlatformKey platform) {
    PrivateKey key = key();
    return (key != null && KeyLoader.isPair(key, platform.key()))
        || (certificate != null
            && Arrays.equals(certificate.getPublicKey().getEncoded(), platform.key().getEncoded()))
        || platform.isOf(mchid)
        || SerialNumber.same(platform.id(), serial);
  }

  /**
   * Returns the signer.
   *
   * @throws IllegalStateException if a setting is missing that calls of APIv3 require
   */
  public RequestSigner signer() {
    if (signer != null && missing.isEmpty()) {
      return signer;
    }
    throw new IllegalStateException(
        "This client cannot sign for APIv3, so nothing was sent. Missing settings: `"
            + String.join("`, `", missing)
            + "`. Set "
            + String.join("(…), ", missing)
            + "(…).");
  }

  /** Returns whether requests of APIv3 can be signed with a key in this process. */
  public boolean hasKey() {
    return missing.isEmpty() && key() != null;
  }

  /** Returns the APIv3 key, which decrypts certificates and notifications. */
  public String apiV3Key() {
    if (apiV3Key.isEmpty()) {
      throw new IllegalStateException(
          "This client has no APIv3 key, with which certificates and notifications are encrypted."
              + " Set apiV3Key(…) to the key of the merchant platform.");
    }
    return apiV3Key;
  }

  /** Returns whether the APIv3 key is configured. */
  public boolean hasApiV3Key() {
    return !apiV3Key.isEmpty();
  }

  /** Returns the plaintext of a base64 text that was encrypted for the merchant. */
  public Task<String> decrypt(String ciphertext) {
    return Task.of(() -> decryption(ciphertext)).then(task -> task);
  }

  private Task<String> decryption(String ciphertext) {
    PrivateKey key = key();
    Decrypter own = decrypter;
    if (own != null) {
      byte[] raw = raw(ciphertext);
      return Task.waiting(decrypting.waitFor(() -> own.decryptAsync(raw)), Merchant::plaintext);
    }
    if (key != null) {
      return Task.value(suite().decrypt(ciphertext, key));
    }
    throw new IllegalStateException(
        "This client cannot decrypt, since it has no private key in this process. Set"
            + " privateKey(…), or decrypter(…) for a key service.");
  }

  /**
   * Returns the plaintext of a base64 text that was encrypted with PKCS#1 v1.5 padding. The private
   * key must be in this process: a {@link Decrypter} is for OAEP.
   */
  public Task<String> decryptPkcs1(String ciphertext) {
    return Task.of(
        () -> {
          PrivateKey key = key();
          if (key == null) {
            throw new IllegalStateException(
                "A response to a call with pkcs1(true) can be decrypted with the private key only,"
                    + " since a Decrypter is for OAEP. Set privateKey(…), or decrypt the"
                    + " ciphertext, which get(…) returns, with the key service.");
          }
          return Rsa.decryptPkcs1(ciphertext, key);
        });
  }

  /** Signs a message with the merchant's key; {@code what} names it in errors. */
  public Task<byte[]> sign(byte[] message, String what) {
    return Task.of(this::signer)
        .then(
            own ->
                Task.waiting(
                    KeyLoader.keyOf(own) == null
                        ? signing.waitFor(() -> own.signAsync(message))
                        : Wait.computing(() -> own.sign(message)),
                    (signature, e) -> signed(signature, e, what)));
  }

  private static byte[] signed(byte @Nullable [] signature, @Nullable Throwable e, String what) {
    if (e == null && signature != null) {
      return signature;
    }
    if (e instanceof CryptoException) {
      throw (CryptoException) e;
    }
    if (e instanceof TimeoutException || e instanceof InterruptedException) {
      throw new TransportException(
          "The signer did not sign "
              + what
              + (e instanceof TimeoutException
                  ? " within " + e.getMessage()
                  : " before the call was interrupted")
              + ", so nothing was sent; the call may be repeated.",
          false,
          e);
    }
    throw new CryptoException(
        "The signer could not sign "
            + what
            + ", so nothing was sent: "
            + (e == null ? "it returned null" : Printable.of(e.toString(), 200)),
        e);
  }

  private static byte[] raw(String ciphertext) {
    try {
      return Base64.getDecoder().decode(ciphertext);
    } catch (IllegalArgumentException e) {
      throw new CryptoException("The ciphertext is not base64, so it cannot be decrypted.");
    }
  }

  private static String plaintext(byte @Nullable [] plain, @Nullable Throwable e) {
    if (e == null && plain != null) {
      return new String(plain, StandardCharsets.UTF_8);
    }
    if (e instanceof TimeoutException) {
      throw new CryptoException(
          "The decrypter did not decrypt within " + e.getMessage() + ". Call it again.", e);
    }
    throw new CryptoException(
        "The decrypter could not decrypt: "
            + (e == null ? "it returned null" : e.getClass().getName()),
        e);
  }

  private @Nullable PrivateKey key() {
    return signer == null ? null : KeyLoader.keyOf(signer);
  }

  /** Returns mchid, brand and serial number, without keys. */
  @Override
  public String toString() {
    return "mchid="
        + mchid
        + (brandId.isEmpty() ? "" : ", brandId=" + brandId)
        + ", serial="
        + serial;
  }
}
