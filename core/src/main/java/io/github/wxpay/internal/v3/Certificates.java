package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Json;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyMaterial;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.PlatformKey;
import java.net.http.HttpRequest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the platform's certificates from {@code v3/certificates}. Each is encrypted under the APIv3
 * key, and the response must be signed with one of those it contains. Only X.509 certificates are
 * taken, never the merchant's own: whoever knows the APIv3 key must not be able to make the client
 * read a file, trust another kind of key, or trust a ciphertext that was made for something else.
 */
public final class Certificates {
  /** The associated data of an encrypted certificate; notifications have another. */
  private static final String PURPOSE = "certificate";

  private final Outgoing request;
  private final V3 v3;
  private final Merchant merchant;
  private final Clock clock;
  private final @Nullable X509Certificate root;

  /** Certificates at a base URL; with a root given, only those that it issued. */
  public Certificates(
      V3 v3,
      Merchant merchant,
      Clock clock,
      String base,
      Headers headers,
      @Nullable X509Certificate root) {
    this.request = Outgoing.of("GET", base, "v3/certificates", headers, null, Options.none());
    this.v3 = v3;
    this.merchant = merchant;
    this.clock = clock;
    this.root = root;
  }

  /** The request, for messages. */
  public Outgoing request() {
    return request;
  }

  /** The request as it goes out. */
  public CompletableFuture<HttpRequest.Builder> seal() {
    merchant.apiV3Key(); // without which the answer could not be read
    return v3.sealBare(request);
  }

  /** The certificates of an answer (2xx), once they and it are proved. */
  public CompletableFuture<Collection<PlatformKey>> open(Incoming answer) {
    List<PlatformKey> brought = new ArrayList<>();
    for (JsonNode entry : Json.read(answer.bytes()).path("data")) {
      brought.add(certificate(entry, answer));
    }
    KeyRing ring = new KeyRing(brought, clock, null);
    return new V3Verifier(ring, clock)
        .verify(answer.headers(), answer.bytes(), answer.status(), "answer to " + request)
        .thenApply(proved -> brought);
  }

  private PlatformKey certificate(JsonNode entry, Incoming response) {
    JsonNode encrypted = entry.path("encrypt_certificate");
    String purpose = encrypted.path("associated_data").asText();
    if (!purpose.equals(PURPOSE)) {
      throw unexpected(
          "has an entry with the associated_data '"
              + Printable.of(purpose, 64)
              + "', where a certificate has '"
              + PURPOSE
              + "'",
          response);
    }
    String pem = Resource.open(merchant, encrypted, "certificate of the platform");
    PlatformKey key = KeyMaterial.downloaded(entry.path("serial_no").asText(), pem);
    if (merchant.owns(key)) {
      throw unexpected("has the merchant's own key or certificate '" + key.id() + "'", response);
    }
    if (root != null) {
      KeyMaterial.requireIssued(key, root);
    }
    return key;
  }

  private VerificationException unexpected(String problem, Incoming response) {
    return new VerificationException(
        Reason.UNEXPECTED_CONTENT,
        "The answer to "
            + request
            + " "
            + problem
            + ". Nothing of it is used; check baseURL, and change the APIv3 key if it may be known.",
        response.status(),
        response.requestId());
  }
}
