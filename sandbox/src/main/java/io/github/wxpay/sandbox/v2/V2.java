package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.shape.EndpointHints;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of APIv2: reads the fields and checks certificate, merchant, nonce and sign,
 * in this order.
 */
public final class V2 {
  private static final Answer NO_CERTIFICATE =
      Answer.of(
          400,
          "text/html",
          ("<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n"
                  + "<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n"
                  + "<center>No required SSL certificate was sent</center>\r\n"
                  + "</body>\r\n</html>\r\n")
              .getBytes(StandardCharsets.UTF_8));

  private final Credentials credentials;
  private final EndpointHints hints = new EndpointHints();
  private final Endpoints endpoints;

  public V2(
      Credentials credentials,
      Ledger ledger,
      Clock clock,
      MediaStore media,
      ResponseShapes shapes) {
    this.credentials = credentials;
    this.endpoints = new Endpoints(shapes);
    new Orders(ledger).register(endpoints);
    new OrderRefunds(ledger).register(endpoints);
    new Payments(clock, ledger).register(endpoints);
    new Bills(ledger).register(endpoints);
    new Comments(ledger).register(endpoints);
    new Customs(ledger, clock).register(endpoints);
    new Uploads(media).register(endpoints);
    new Browser().register(endpoints);
    endpoints.addRest();
  }

  /** Returns whether a request is of APIv2: one for a path of APIv2, or XML for an unknown path. */
  public boolean serves(Inbound inbound) {
    boolean xml = inbound.hasType("text/xml") || inbound.hasType("application/xml");
    return !inbound.path().startsWith("/v3/")
        && (xml || !endpoints.methods(inbound.path()).isEmpty());
  }

  /** Responds to a request. */
  public Outcome serve(Inbound inbound) {
    Endpoint endpoint = endpoints.find(inbound);
    if (endpoint == null) {
      return unknown(inbound);
    }
    Optional<String> elsewhere = hints.elsewhere(inbound);
    if (elsewhere.isPresent()) {
      return notFound(404, "资源不存在: " + elsewhere.get());
    }
    Map<String, String> fields;
    try {
      fields = fields(inbound, endpoint);
    } catch (IllegalArgumentException e) {
      String words = (endpoint.isUpload() ? "参数错误: " : "XML格式错误: ") + e.getMessage();
      return endpoint.needsCertificate() && inbound.clientSerial() == null
          ? noCertificate()
          : Outcome.objected(V2Request.failed(200, Failure.communication(words)), words);
    }
    V2Request request = request(inbound, endpoint, fields);
    Outcome outcome =
        endpoint.needsCertificate() && inbound.clientSerial() == null
            ? noCertificate()
            : outcome(request);
    return outcome.signing(() -> SignCheck.signing(fields, request.type(), credentials.secret()));
  }

  private Outcome outcome(V2Request request) {
    try {
      check(request);
    } catch (Failure failure) {
      return Outcome.objected(request.fail(failure), failure.summary());
    }
    try {
      return Outcome.verified(endpoints.respond(request));
    } catch (Failure failure) {
      return Outcome.verified(request.fail(failure));
    } catch (LedgerException exception) {
      return Outcome.verified(request.fail(Failure.of(exception)));
    }
  }

  private static Outcome noCertificate() {
    return Outcome.objected(NO_CERTIFICATE, "No required SSL certificate was sent");
  }

  private V2Request request(Inbound inbound, Endpoint endpoint, Map<String, String> fields) {
    SignType named = SignType.of(fields.get("sign_type"));
    SignType type = named == null ? SignType.MD5 : named;
    return new V2Request(inbound, endpoint, new Form(fields), type, credentials);
  }

  /** Returns a failure with a code; the request is neither checked nor executed. */
  public Answer refuse(Inbound inbound, String code, String words) {
    Endpoint endpoint = endpoints.find(inbound);
    try {
      if (endpoint != null) {
        return request(inbound, endpoint, fields(inbound, endpoint))
            .fail(Failure.business(code, words));
      }
    } catch (IllegalArgumentException e) {
      // Without the fields, the merchant is not known, so the response cannot be signed.
    }
    return V2Request.failed(200, Failure.communication(words));
  }

  /** Returns the response with a wrong sign, if it is signed. */
  public static Answer wronglySigned(Answer answer) {
    return DamagedSign.wrong(answer);
  }

  /** Returns the response without its sign. */
  public static Answer unsigned(Answer answer) {
    return DamagedSign.missing(answer);
  }

  private void check(V2Request request) {
    Endpoint endpoint = request.endpoint();
    Map<String, String> fields = request.form().fields();
    String own = credentials.client().serial();
    String presented = request.inbound().clientSerial();
    if (endpoint.needsCertificate() && !own.equals(presented)) {
      throw Failure.communication(
          "证书与商户号不匹配: the client certificate is " + presented + ", not " + own);
    }
    checkMerchant(endpoint.merchantField(), fields);
    if (SignType.of(fields.get("sign_type")) == null) {
      throw Form.wrong("sign_type", "must be MD5 or HMAC-SHA256");
    }
    SignType only = endpoint.signType();
    if (only != null && request.type() != only) {
      throw Form.wrong("sign_type", "must be " + only.wireName());
    }
    checkNonce(endpoint, fields.getOrDefault("nonce_str", ""));
    if (fields.containsKey("sign") || !endpoint.isSignOptional()) {
      SignCheck.check(fields, request.type(), credentials.secret());
    }
  }

  private void checkMerchant(@Nullable String name, Map<String, String> fields) {
    String mchid = name == null ? credentials.mchid() : fields.getOrDefault(name, "");
    if (!mchid.equals(credentials.mchid())) {
      throw Failure.communication(
          mchid.isEmpty()
              ? "缺少参数: " + name + " is required"
              : "商户号不存在: " + name + " must be " + credentials.mchid() + ", not " + mchid);
    }
  }

  private static void checkNonce(Endpoint endpoint, String nonce) {
    if (endpoint.isNonceless()) {
      if (!nonce.isEmpty()) {
        throw Failure.communication("签名错误: this endpoint must not have nonce_str");
      }
    } else if (nonce.isEmpty() ? !endpoint.isNonceOptional() : nonce.length() > 32) {
      throw Failure.communication(
          nonce.isEmpty()
              ? "缺少参数: nonce_str is required"
              : "参数错误: nonce_str must have at most 32 characters");
    }
  }

  private static Map<String, String> fields(Inbound inbound, Endpoint endpoint) {
    if (endpoint.isUpload()) {
      return Uploads.fields(inbound);
    }
    if (!inbound.method().equals("GET")) {
      return Xml.read(inbound.body());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Percent.query(inbound.query())
        .forEach(
            (name, values) -> {
              if (values.size() > 1) {
                throw new IllegalArgumentException(name + " occurs twice");
              }
              fields.put(name, values.get(0));
            });
    return fields;
  }

  private Outcome unknown(Inbound inbound) {
    Set<String> methods = endpoints.methods(inbound.path());
    String words = hints.unknown(inbound, methods);
    return methods.isEmpty()
        ? notFound(404, "资源不存在: " + words)
        : notFound(405, "不支持的请求方法: " + words);
  }

  private static Outcome notFound(int status, String words) {
    return Outcome.objected(V2Request.failed(status, Failure.communication(words)), words);
  }
}
