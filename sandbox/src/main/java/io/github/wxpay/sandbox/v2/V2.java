package io.github.wxpay.sandbox.v2;

import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.ExpectedText;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Outcome;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.media.MediaStore;
import io.github.wxpay.sandbox.shape.EndpointHints;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.v2.Endpoint.Trait;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The XML side: reads the fields, checks certificate, merchant, nonce and sign, in this order. */
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
  private final EndpointHints directory = new EndpointHints();
  private final Routes<Endpoint> routes = new Routes<>();
  private final Documented documented;

  public V2(
      Credentials credentials,
      Ledger ledger,
      Clock clock,
      MediaStore media,
      ResponseShapes shapes) {
    this.credentials = credentials;
    new Orders(ledger).register(routes);
    new OrderRefunds(ledger).register(routes);
    new Payments(clock, ledger).register(routes);
    new Bills(ledger).register(routes);
    new Comments(ledger).register(routes);
    new Uploads(media).register(routes);
    new Customs(ledger, clock).register(routes);
    new Browser().register(routes);
    documented = new Documented(shapes);
    documented.addRest(routes);
  }

  /** Returns whether the request is for this side: a path of ours, or XML for a path of nobody. */
  public boolean serves(Inbound inbound) {
    boolean xml = inbound.hasType("text/xml") || inbound.hasType("application/xml");
    return !inbound.path().startsWith("/v3/") && (xml || !routes.methods(inbound.path()).isEmpty());
  }

  /** Answers a request. */
  public Outcome serve(Inbound inbound) {
    return outcome(inbound).signing(() -> signing(inbound));
  }

  private @Nullable ExpectedText signing(Inbound inbound) {
    Routes.Match<Endpoint> match = routes.match(inbound.method(), inbound.path());
    if (match == null) {
      return null;
    }
    try {
      Map<String, String> fields = fields(inbound, match.value());
      SignType type = SignType.of(fields.get("sign_type"));
      return SignCheck.signing(fields, type == null ? SignType.MD5 : type, credentials.secret());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Outcome outcome(Inbound inbound) {
    Routes.Match<Endpoint> match = routes.match(inbound.method(), inbound.path());
    if (match == null) {
      return unknown(inbound);
    }
    Optional<String> elsewhere = directory.elsewhere(inbound);
    if (elsewhere.isPresent()) {
      return nowhere(404, "资源不存在: " + elsewhere.get());
    }
    Endpoint endpoint = match.value();
    if (endpoint.is(Trait.CERTIFICATE) && inbound.clientSerial() == null) {
      return Outcome.objected(NO_CERTIFICATE, "No required SSL certificate was sent");
    }
    Map<String, String> fields;
    try {
      fields = fields(inbound, endpoint);
    } catch (IllegalArgumentException e) {
      String words = (endpoint.is(Trait.MULTIPART) ? "参数错误: " : "XML格式错误: ") + e.getMessage();
      return Outcome.objected(V2Request.failed(200, Failure.communication(words)), words);
    }
    SignType named = SignType.of(fields.get("sign_type"));
    SignType type = named == null ? SignType.MD5 : named;
    V2Request ask = new V2Request(inbound, endpoint, new Form(fields), type, credentials);
    try {
      check(inbound, endpoint, fields, named);
    } catch (Failure failure) {
      return Outcome.objected(ask.fail(failure), failure.summary());
    }
    try {
      documented.checkTypes(ask);
      return Outcome.verified(endpoint.handler().handle(ask));
    } catch (Failure failure) {
      return Outcome.verified(ask.fail(failure));
    } catch (LedgerException trouble) {
      return Outcome.verified(ask.fail(Failure.of(trouble)));
    }
  }

  /** Returns a failure with that code; the request is neither checked nor heard. */
  public Answer refuse(Inbound inbound, String code, String words) {
    Routes.Match<Endpoint> match = routes.match(inbound.method(), inbound.path());
    try {
      if (match != null) {
        Form form = new Form(fields(inbound, match.value()));
        SignType named = SignType.of(form.fields().get("sign_type"));
        SignType type = named == null ? SignType.MD5 : named;
        V2Request ask = new V2Request(inbound, match.value(), form, type, credentials);
        return ask.fail(Failure.business(code, words));
      }
    } catch (IllegalArgumentException e) {
      // Whose request it is cannot be read, so nothing can be signed.
    }
    return V2Request.failed(200, Failure.communication(words));
  }

  /** Returns the answer, if it is signed, with a sign that is not right. */
  public static Answer wronglySigned(Answer answer) {
    return Spoiler.wrong(answer);
  }

  /** Returns the answer without its sign. */
  public static Answer unsigned(Answer answer) {
    return Spoiler.missing(answer);
  }

  private void check(
      Inbound inbound, Endpoint endpoint, Map<String, String> fields, @Nullable SignType type) {
    String own = credentials.client().serial();
    if (endpoint.is(Trait.CERTIFICATE) && !own.equals(inbound.clientSerial())) {
      throw Failure.communication(
          "证书与商户号不匹配: the client certificate is " + inbound.clientSerial() + ", not " + own);
    }
    String name = merchantField(endpoint);
    String mchid = fields.getOrDefault(name, "");
    if (!endpoint.is(Trait.NO_MCHID) && !mchid.equals(credentials.mchid())) {
      throw Failure.communication(
          mchid.isEmpty()
              ? "缺少参数: " + name + " is required"
              : "商户号不存在: " + name + " must be " + credentials.mchid() + ", not " + mchid);
    }
    if (type == null) {
      throw Form.wrong("sign_type", "must be MD5 or HMAC-SHA256");
    }
    if (endpoint.is(Trait.HMAC_ONLY) && type != SignType.HMAC_SHA256) {
      throw Form.wrong("sign_type", "must be HMAC-SHA256");
    }
    if (endpoint.is(Trait.MD5_ONLY) && type != SignType.MD5) {
      throw Form.wrong("sign_type", "must be MD5");
    }
    checkNonce(endpoint, fields.getOrDefault("nonce_str", ""));
    if (!(endpoint.is(Trait.SIGN_OPTIONAL) && !fields.containsKey("sign"))) {
      SignCheck.check(fields, type, credentials.secret());
    }
  }

  private static String merchantField(Endpoint endpoint) {
    if (endpoint.is(Trait.COMBINE_MCHID)) {
      return "combine_mch_id";
    }
    return endpoint.is(Trait.MCHID) ? "mchid" : "mch_id";
  }

  private static void checkNonce(Endpoint endpoint, String nonce) {
    if (endpoint.is(Trait.NONCELESS)) {
      if (!nonce.isEmpty()) {
        throw Failure.communication("签名错误: this endpoint takes no nonce_str");
      }
    } else if (nonce.isEmpty() ? !endpoint.is(Trait.NONCE_OPTIONAL) : nonce.length() > 32) {
      throw Failure.communication(
          nonce.isEmpty()
              ? "缺少参数: nonce_str is required"
              : "参数错误: nonce_str must have at most 32 characters");
    }
  }

  private static Map<String, String> fields(Inbound inbound, Endpoint endpoint) {
    if (endpoint.is(Trait.MULTIPART)) {
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
                throw new IllegalArgumentException(name + " stands there twice");
              }
              fields.put(name, values.get(0));
            });
    return fields;
  }

  private Outcome unknown(Inbound inbound) {
    Set<String> methods = routes.methods(inbound.path());
    String words = directory.unknown(inbound, methods);
    return methods.isEmpty() ? nowhere(404, "资源不存在: " + words) : nowhere(405, "不支持的请求方法: " + words);
  }

  private static Outcome nowhere(int status, String words) {
    return Outcome.objected(V2Request.failed(status, Failure.communication(words)), words);
  }
}
