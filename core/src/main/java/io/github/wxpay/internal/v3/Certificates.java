package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Downloads the platform certificates of {@code v3/certificates}. Each is encrypted with the APIv3
 * key, and the response must be signed with one of them. Only X.509 certificates are accepted,
 * never the merchant's own: an attacker who knows the APIv3 key must not be able to make the client
 * read a file, trust another kind of key, or trust a ciphertext of another purpose.
 */
public final class Certificates implements Protocol {
  /** The associated data of an encrypted certificate, which differs from that of notifications. */
  private static final String PURPOSE = "certificate";

  private final Outgoing request;
  private final V3Signer signer;
  private final Merchant merchant;
  private final PlatformClock clock;
  private final @Nullable X509Certificate root;
  private final transient @Nullable Provider provider;

  /**
   * Creates the download of certificates from a base URL; with a root certificate, only those that
   * it issued.
   *
   * @param provider the provider that verifies the response; {@code null} for the JDK
   */
  public Certificates(
      V3Signer signer,
      Merchant merchant,
      PlatformClock clock,
      String base,
      Headers headers,
      @Nullable X509Certificate root,
      @Nullable Provider provider) {
    this.request = Outgoing.of("GET", base, "v3/certificates", headers, null, Options.none());
    this.signer = signer;
    this.merchant = merchant;
    this.clock = clock;
    this.root = root;
    this.provider = provider;
  }

  /** Returns the request of the download. */
  public Outgoing request() {
    return request;
  }

  /**
   * Signs without the header {@code Wechatpay-Serial}, since the client may not have a platform
   * key.
   */
  @Override
  public Task<Signed> sign(Outgoing download) {
    var unused = merchant.apiV3Key(); // required to read the response
    return signer.sign(
        download,
        "",
        plaintext -> {
          throw new IllegalStateException("A certificate download has no sensitive field.");
        });
  }

  /** Verifies a response with the certificates that it contains. */
  @Override
  public Task<Incoming> verify(Signed download, Incoming response) {
    return Task.of(
            () ->
                new V3Verifier(
                    new KeyRing(read(response), clock.machine(), null), clock.machine(), provider))
        .then(
            verifier ->
                verifier.verify(
                    response.headers(),
                    response.bytes(),
                    response.status(),
                    download.clockOffset(),
                    "response to " + request))
        .map(key -> response);
  }

  /** Reads the certificates of a verified response by their serial numbers, spelled as there. */
  public Map<String, X509Certificate> bySerial(Incoming response) {
    Map<String, X509Certificate> certificates = new LinkedHashMap<>();
    for (JsonNode entry : Json.read(response.bytes()).path("data")) {
      certificates.putIfAbsent(
          entry.path("serial_no").asText(),
          certificate(entry, response).certificate().orElseThrow());
    }
    return Collections.unmodifiableMap(certificates);
  }

  /** Reads the certificates of a verified response. */
  public Collection<PlatformKey> read(Incoming response) {
    List<PlatformKey> certificates = new ArrayList<>();
    for (JsonNode entry : Json.read(response.bytes()).path("data")) {
      certificates.add(certificate(entry, response));
    }
    return certificates;
  }

  @Override
  public String unverified(Signed download, Incoming response) {
    return "errors of a certificate download are not verified";
  }

  @Override
  public String advice(Signed download, Incoming response) {
    if (response.status() == 401) {
      return clock.advice(response.headers(), download.clockOffset(), false);
    }
    return response.status() == 404
        ? ". This merchant has a platform public key and no certificates. Set"
            + " platformKey(\"PUB_KEY_ID_…\", …) to the key shown on the merchant platform."
        : "";
  }

  private PlatformKey certificate(JsonNode entry, Incoming response) {
    JsonNode encrypted = entry.path("encrypt_certificate");
    String purpose = encrypted.path("associated_data").asText();
    if (!purpose.equals(PURPOSE)) {
      throw unexpected(
          "has an entry with the associated_data '"
              + Printable.of(purpose, 64)
              + "', but a certificate has '"
              + PURPOSE
              + "'",
          response);
    }
    String pem = EncryptedResource.decrypt(merchant, encrypted, "certificate of the platform");
    PlatformKey key = KeyLoader.downloaded(entry.path("serial_no").asText(), pem);
    if (merchant.owns(key)) {
      throw unexpected("has the merchant's own key or certificate '" + key.id() + "'", response);
    }
    if (root != null) {
      KeyLoader.requireIssued(key, root);
    }
    return key;
  }

  private VerificationException unexpected(String problem, Incoming response) {
    return new VerificationException(
        Reason.UNEXPECTED_CONTENT,
        "The response to "
            + request
            + " "
            + problem
            + ". It is not used; check `baseURL`, and change the APIv3 key if others may know it.",
        response.status(),
        response.requestId());
  }
}
