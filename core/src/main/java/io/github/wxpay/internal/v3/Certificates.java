package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Json;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
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
 * The platform's certificates from {@code v3/certificates}: each is encrypted under the APIv3 key,
 * which proves it, and the answer must be signed by one of those it brings.
 */
public final class Certificates {
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
  public CompletableFuture<HttpRequest> seal() {
    merchant.apiV3Key(); // without which the answer could not be read
    return v3.sealBare(request);
  }

  /** The certificates of an answer (2xx), once they and it are proved. */
  public CompletableFuture<Collection<PlatformKey>> open(Incoming answer) {
    List<PlatformKey> brought = new ArrayList<>();
    for (JsonNode entry : Json.read(answer.bytes()).path("data")) {
      brought.add(certificate(entry));
    }
    KeyRing ring = new KeyRing(brought, clock, null);
    return new V3Verifier(ring, clock)
        .verify(answer.headers(), answer.bytes(), answer.status(), "answer to " + request)
        .thenApply(proved -> brought);
  }

  private PlatformKey certificate(JsonNode entry) {
    String pem =
        Resource.open(merchant, entry.path("encrypt_certificate"), "certificate of the platform");
    PlatformKey key = KeyMaterial.platformKey(entry.path("serial_no").asText(), pem);
    if (root != null) {
      KeyMaterial.requireIssued(pem, root);
    }
    return key;
  }
}
