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

/**
 * APIv2: sends fields as signed XML or a signed query, and checks the codes and the sign of
 * responses.
 */
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
   * @param maxBytes the maximum size of a decompressed response in memory
   */
  public V2(String mchid, String secret, String signType, Supplier<String> nonce, int maxBytes) {
    this.mchid = mchid;
    this.secret = secret;
    this.signer = new V2Signer(mchid, secret, signType, nonce);
    this.maxBytes = maxBytes;
  }

  /** Copies the fields of a request; a form and a query are read when they are signed. */
  @Override
  public Task<Outgoing> freeze(Outgoing request) {
    return Task.of(
        () ->
            request.method().equals("GET") || request.data() instanceof Multipart
                ? request
                : request.withData(signer.fields(request)));
  }

  /** Signs a request with a new nonce, without waiting, since the key is a text. */
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
    return Quirks.file(
        request.template()); // XML and JSON have an end, so their truncation is detected
  }

  /** Returns whether an endpoint has no {@code nonce_str}. */
  public static boolean isNonceless(String path) {
    return Quirks.nonceless(path);
  }

  /**
   * Returns the signed URL of a page for a browser. @throws IllegalArgumentException if a field
   * could be split into others, see {@link #callUpSign}
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
   * Verifies that the codes of a response are success and that its sign is valid and not weaker
   * than the request's. The sign of files and other unsigned responses is not checked.
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
    Incoming response = decompressed(request, received);
    String text = new String(response.bytes(), StandardCharsets.UTF_8);
    if (Quirks.json(path)) {
      ResultCodes.retcode(request, text);
      return response;
    }
    Map<String, Object> fields = fields(request, response, text);
    boolean unsigned = Quirks.unsigned(path);
    if (fields.containsKey("#text")) {
      throw unverified(
          request, response, "has text instead of fields, and no sign" + ResultCodes.page(text));
    }
    String problem = unsigned ? "comes without a sign" : problem(signType, fields);
    ResultCodes.success(request, fields, text, !unsigned && problem.isEmpty());
    if (!unsigned && !problem.isEmpty()) {
      throw unverified(request, response, problem);
    }
    return response;
  }

  private static Map<String, Object> fields(Outgoing request, Incoming response, String text) {
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
              + response.status()
              + " "
              + (problem.endsWith(".") ? problem : problem + ResultCodes.proxy(text) + "."));
    }
    return fields;
  }

  /**
   * Returns the first 4 KiB, decompressed if they are gzip, since a file may be larger than memory.
   */
  private static String start(Incoming response) {
    byte[] start = new byte[4096];
    int length = 0;
    try (InputStream raw = response.open();
        InputStream in = GzipReader.open(raw, Long.MAX_VALUE)) {
      for (int n = in.read(start); n > 0; n = in.read(start, length, start.length - length)) {
        length += n;
      }
    } catch (ZipException | EOFException e) {
      // The reader of a file reports damage; the part before it is sufficient here.
    } catch (IOException e) {
      throw new MalformedException("The response body cannot be read.", e);
    }
    return new String(start, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns a response with its body decompressed if it is gzip without a Content-Encoding. */
  private Incoming decompressed(Outgoing request, Incoming response) {
    try (InputStream raw = response.open();
        InputStream in = GzipReader.open(raw, Long.MAX_VALUE)) {
      if (!(in instanceof GzipReader)) {
        return response;
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
      return response.withBytes(plain);
    } catch (IOException e) {
      throw new MalformedException(
          "The response to " + request + " is gzip, but cannot be decompressed.", e);
    }
  }

  /**
   * Returns the APIv2 sign of fields that a payer can see.
   *
   * @throws IllegalArgumentException if a name or a value contains {@code &} or a control
   *     character: APIv2 signs {@code k=v&k=v} unescaped, so a payer could split the text there and
   *     send the sign with other fields
   */
  public String callUpSign(String type, Map<String, String> fields) {
    return signer.sign(type, V2Signer.unsplittable(fields));
  }

  /**
   * Verifies the fields of a notification and returns its resource.
   *
   * @throws VerificationException if the verification fails
   */
  public JsonNode notification(Map<String, Object> fields, Merchant merchant) {
    if (secret
        .isEmpty()) { // checked here, so that any sender of a notification causes this exception
      // only
      throw V2Notification.failure(
          Reason.BAD_DIGEST,
          "is one of APIv2, which this client cannot verify since it has no APIv2 key. Set"
              + " secret(…)");
    }
    V2Notification notice = new V2Notification(mchid, secret, fields);
    notice.requireOurs();
    if (notice.isRefund()) {
      return notice.refund();
    }
    String minSignType = notice.isEvent() ? Hash.ALGO_HMAC_SHA256 : signer.type(Map.of());
    String problem = problem(minSignType, fields);
    if (!problem.isEmpty()) {
      throw V2Notification.failure(Reason.BAD_DIGEST, problem);
    }
    return notice.isEvent() ? notice.event(merchant.apiV3Key()) : Json.node(fields);
  }

  /** Returns the body of a verified response as a node: the fields of XML, JSON, or a text. */
  public static JsonNode data(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (BodyFormat.isXml(text)) {
      Map<String, Object> fields = Transformer.toObject(text);
      return Json.node(fields);
    }
    return Json.readOrText(body);
  }

  /** Returns the problem of the sign of a response; empty if there is none. */
  private String problem(String minSignType, Map<String, Object> fields) {
    Object sign = fields.get("sign");
    if (!(sign instanceof String) || ((String) sign).isEmpty()) {
      return "has no sign";
    }
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      if (!(field.getValue() instanceof String)) {
        return "has a nested field '"
            + Printable.of(field.getKey(), 64)
            + "', which a sign cannot cover";
      }
    }
    boolean hmac = ((String) sign).length() == 64;
    if (!hmac && minSignType.equals(Hash.ALGO_HMAC_SHA256)) {
      return "is signed with MD5, weaker than the HMAC-SHA256 of the request or the configuration";
    }
    String own = signer.sign(hmac ? Hash.ALGO_HMAC_SHA256 : Hash.ALGO_MD5, fields);
    return Hash.equals(own, (String) sign)
        ? ""
        : "has a sign that does not match its fields and this client's APIv2 key";
  }

  private static VerificationException unverified(
      Outgoing request, Incoming response, String problem) {
    return new VerificationException(
        Reason.BAD_DIGEST,
        "The response to " + request + " " + problem + ". Do not use it; query the state.",
        response.status(),
        response.requestId());
  }

  private static String form(Map<String, String> fields) {
    StringJoiner out = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          if (Scalars.hasUnpairedSurrogate(name + "=" + value)) { // would be encoded as "?"
            throw new IllegalArgumentException(
                "The field '"
                    + Printable.of(name, 64)
                    + "' contains an unpaired surrogate. Do not cut a text between the two halves"
                    + " of a character.");
          }
          out.add(encoded(name) + "=" + encoded(value));
        });
    return out.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
