package io.github.wxpay.internal.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.gzip.GzipReader;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.trust.Merchant;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;
import java.util.zip.ZipException;

/** APIv2: fields become signed XML, or a signed query; a response's codes and sign are checked. */
public final class V2 implements Protocol {
  private static final String DEFAULT_BASE = "https://api.mch.weixin.qq.com/";
  private static final Headers DEFAULTS =
      Headers.of(
          Map.of(
              "Accept",
              "text/xml, text/plain, application/json, application/x-gzip",
              "Content-Type",
              "text/xml; charset=utf-8"));

  private final String mchid;
  private final transient String secret;
  private final V2Signer signer;
  private final int maxBytes;

  /**
   * Creates the protocol for one merchant; the APIv2 key may be empty until it is needed.
   *
   * @param maxBytes the largest response in memory when decompressed
   */
  public V2(String mchid, String secret, String signType, Supplier<String> nonce, int maxBytes) {
    this.mchid = mchid;
    this.secret = secret;
    this.signer = new V2Signer(mchid, secret, signType, nonce);
    this.maxBytes = maxBytes;
  }

  /** Signs a request with a new nonce. Nothing of it waits: the key is a text. */
  @Override
  public Task<Signed> sign(Outgoing request) {
    return Task.of(() -> signed(request));
  }

  private Signed signed(Outgoing request) {
    Map<String, String> fields = signer.signed(request);
    Headers headers = DEFAULTS.with(request.headers());
    Body body = Body.none();
    URI uri = request.uri();
    if (request.data() instanceof Multipart) {
      body =
          Body.of(
              ((Multipart) request.data()).withTexts(fields),
              request.options().progress().orElse(null));
      headers = headers.with("Content-Type", body.contentType().orElseThrow());
    } else if (request.method().equals("GET")) {
      uri = URI.create(request.endpoint() + "?" + form(fields));
    } else {
      body = Body.of(Transformer.toXml(fields).getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest.Builder wire = HttpRequest.newBuilder(uri);
    headers.forEach(wire::header);
    return new Signed(request, wire, body, signer.type(fields));
  }

  @Override
  public boolean isUnsigned(Outgoing request) {
    return Quirks.file(request.template()); // XML and JSON have their own end marks
  }

  /** Whether an endpoint takes no {@code nonce_str}. */
  public static boolean isNonceless(String path) {
    return Quirks.nonceless(path);
  }

  /**
   * Returns the signed URL of a page that a browser is sent to.
   *
   * @throws IllegalArgumentException if a field could be split into others, see {@link #callUpSign}
   */
  public String url(Outgoing request) {
    String endpoint = request.endpoint().toString();
    String host = Quirks.host(request.template());
    String base =
        !host.isEmpty() && endpoint.startsWith(DEFAULT_BASE)
            ? host + endpoint.substring(DEFAULT_BASE.length() - 1)
            : endpoint;
    Map<String, String> fields = V2Signer.unsplittable(signer.signed(request));
    return base + "?" + form(fields) + Quirks.fragment(request.template());
  }

  /**
   * Verifies that a response's codes say success and that its sign is right and not weaker than the
   * request's; files, and what the platform does not sign, without the sign.
   */
  @Override
  public Task<Incoming> verify(Signed request, Incoming response) {
    return Task.of(() -> verified(request.request(), request.signType(), response));
  }

  private Incoming verified(Outgoing request, String signType, Incoming received) {
    String path = request.template();
    if (Quirks.file(path) && !BodyFormat.isXml(start(received))) {
      return received;
    }
    Incoming answer = decompressed(request, received);
    String text = new String(answer.bytes(), StandardCharsets.UTF_8);
    if (Quirks.json(path)) {
      ResultCodes.retcode(request, text);
      return answer;
    }
    Map<String, Object> fields = fields(request, answer, text);
    boolean unsigned = Quirks.unsigned(path);
    if (fields.containsKey("#text")) {
      throw unproved(
          request, answer, "has text in the place of fields, and no sign" + ResultCodes.page(text));
    }
    String problem = unsigned ? "comes without a sign" : problem(signType, fields);
    ResultCodes.success(request, fields, text, !unsigned && problem.isEmpty());
    if (!unsigned && !problem.isEmpty()) {
      throw unproved(request, answer, problem);
    }
    return answer;
  }

  private static Map<String, Object> fields(Outgoing request, Incoming answer, String text) {
    Map<String, Object> fields = null;
    String problem = "with a body that is not XML; it is " + BodyFormat.withStart(text);
    try {
      fields = BodyFormat.isXml(text) ? Transformer.toMessage(text) : null;
    } catch (MalformedException e) {
      if (!BodyFormat.isHtml(text)) {
        problem = "with XML that cannot be read: " + e.getMessage();
      }
    }
    if (fields == null) {
      throw new MalformedException(
          request
              + " was answered "
              + answer.status()
              + " "
              + (problem.endsWith(".") ? problem : problem + ResultCodes.proxy(text) + "."));
    }
    return fields;
  }

  /** The first 4 KiB, decompressed if they are gzip: a file may be larger than memory. */
  private static String start(Incoming answer) {
    byte[] start = new byte[4096];
    int length = 0;
    try (InputStream raw = answer.open();
        InputStream in = GzipReader.open(raw, Long.MAX_VALUE)) {
      for (int n = in.read(start); n > 0; n = in.read(start, length, start.length - length)) {
        length += n;
      }
    } catch (ZipException | EOFException e) {
      // A damaged file is for its reader to report; what came before the damage is examined here.
    } catch (IOException e) {
      throw new MalformedException("The response body cannot be read.", e);
    }
    return new String(start, 0, length, StandardCharsets.UTF_8);
  }

  /** A response whose body is gzip without a Content-Encoding that says so, with the plain body. */
  private Incoming decompressed(Outgoing request, Incoming answer) {
    try (InputStream raw = answer.open();
        InputStream in = GzipReader.open(raw, Long.MAX_VALUE)) {
      if (!(in instanceof GzipReader)) {
        return answer;
      }
      byte[] plain = in.readNBytes(maxBytes + 1);
      if (plain.length > maxBytes) {
        throw new MalformedException(
            "The response to "
                + request
                + " is larger than "
                + maxBytes
                + " bytes when decompressed.");
      }
      return answer.withBytes(plain);
    } catch (IOException e) {
      throw new MalformedException(
          "The response to " + request + " is gzip, but cannot be decompressed.", e);
    }
  }

  /**
   * Returns the APIv2 sign of fields that a payer will see.
   *
   * @throws IllegalArgumentException if a name or a value contains {@code &} or a control
   *     character: APIv2 signs {@code k=v&k=v} unescaped, so a payer could split the text there and
   *     send the sign with other fields
   */
  public String callUpSign(String type, Map<String, String> fields) {
    return signer.sign(type, V2Signer.unsplittable(fields));
  }

  /**
   * What a notification's fields are about, once they are proved.
   *
   * @throws VerificationException when they are not
   */
  public JsonNode notification(Map<String, Object> fields, Merchant merchant) {
    if (secret.isEmpty()) { // whoever sends one must not cause another exception
      throw V2Notification.failure(
          Reason.BAD_DIGEST,
          "is one of APIv2, and this client holds no APIv2 key to prove it by; give secret(…)");
    }
    V2Notification notice = new V2Notification(mchid, secret, fields);
    notice.requireOurs();
    if (notice.isRefund()) {
      return notice.refund();
    }
    String least = notice.isEvent() ? Hash.ALGO_HMAC_SHA256 : signer.type(Map.of());
    String problem = problem(least, fields);
    if (!problem.isEmpty()) {
      throw V2Notification.failure(Reason.BAD_DIGEST, problem);
    }
    return notice.isEvent() ? notice.event(merchant.apiV3Key()) : Json.node(fields);
  }

  /** The fields of an opened answer as a node; JSON and files by what they are. */
  public static JsonNode data(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (BodyFormat.isXml(text)) {
      Map<String, Object> fields = Transformer.toObject(text);
      return Json.node(fields);
    }
    return Json.readOrText(body);
  }

  /** What speaks against the sign of an answer; empty when nothing does. */
  private String problem(String least, Map<String, Object> fields) {
    Object sign = fields.get("sign");
    if (!(sign instanceof String) || ((String) sign).isEmpty()) {
      return "has no sign";
    }
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      if (!(field.getValue() instanceof String)) {
        return "has a nested field '"
            + Printable.of(field.getKey(), 64)
            + "', which no sign covers";
      }
    }
    boolean hmac = ((String) sign).length() == 64;
    if (!hmac && least.equals(Hash.ALGO_HMAC_SHA256)) {
      return "is signed with MD5, weaker than the HMAC-SHA256 of the request or the configuration";
    }
    String own = signer.sign(hmac ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5, fields);
    return Hash.equals(own, (String) sign)
        ? ""
        : "has a sign that its fields do not have under this APIv2 key";
  }

  private static VerificationException unproved(Outgoing request, Incoming answer, String problem) {
    return new VerificationException(
        Reason.BAD_DIGEST,
        "The answer to " + request + " " + problem + ". Nothing of it can be believed.",
        answer.status(),
        answer.requestId());
  }

  private static String form(Map<String, String> fields) {
    StringJoiner out = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          if (Scalars.hasUnpairedSurrogate(name + "=" + value)) { // would be encoded as "?"
            throw new IllegalArgumentException(
                "The field '"
                    + Printable.of(name, 64)
                    + "' contains an unpaired surrogate; send whole characters.");
          }
          out.add(encoded(name) + "=" + encoded(value));
        });
    return out.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
