package io.github.wxpay.internal.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.SignedText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Converts the fields of a request to checked texts and adds nonce and sign. */
final class V2Signer {
  static final List<String> MERCHANT = List.of("mch_id", "mchid", "combine_mch_id");

  private final String mchid;
  private final transient String secret;
  private final String signType;
  private final Supplier<String> nonce;

  V2Signer(String mchid, String secret, String signType, Supplier<String> nonce) {
    this.mchid = mchid;
    this.secret = secret;
    this.signType = signType;
    this.nonce = nonce;
  }

  /**
   * Returns the fields of a request as texts, without nonce and sign; the caller's are not
   * modified.
   */
  Map<String, String> fields(Outgoing request) {
    var unused = key(); // reports a missing key before errors of the request
    Map<String, String> fields = texts(source(request));
    if (!request
        .method()
        .equals("GET")) { // the line ends that an XML parser returns (XML 1.0, 2.11)
      fields.replaceAll((name, value) -> value.replace("\r\n", "\n").replace('\r', '\n'));
    }
    ownMerchant(fields, request);
    return fields;
  }

  /** Returns the fields as they are sent, with nonce and sign. */
  Map<String, String> signed(Outgoing request) {
    String key = key();
    Map<String, String> fields = fields(request);
    boolean nonceless = request.options().nonceless() && Quirks.nonceless(request.template());
    boolean form = request.data() instanceof Multipart; // the only upload has no nonce_str
    if (!fields.containsKey("nonce_str") && !nonceless && !form) {
      fields.put("nonce_str", nonce.get());
    }
    if (!fields.containsKey("sign_type") && (form || signType.equals(Hash.ALGO_HMAC_SHA256))) {
      fields.put("sign_type", type(fields));
    }
    fields.put("sign", Hash.sign(type(fields), fields, key));
    return fields;
  }

  /** Requires fields whose text to sign cannot be read as other fields. */
  static Map<String, String> unsplittable(Map<String, String> fields) {
    fields.forEach(
        (name, value) -> {
          if (name.indexOf('&') >= 0 || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                "The field name '"
                    + Printable.of(name, 64)
                    + "' contains '&' or '=', and a payer can see its signature. Remove it.");
          }
          if (SignedText.part(name, value).indexOf('&') >= 0) {
            throw new IllegalArgumentException(
                "The field `"
                    + name
                    + "` contains '&', at which a payer, who sees the signature, could split it"
                    + " into other fields. Remove the '&'; a URL can have one query parameter, or"
                    + " its values in the path.");
          }
        });
    return fields;
  }

  /** Returns the sign of a response's fields. */
  String sign(String type, Map<String, ?> fields) {
    return Hash.sign(type, fields, key());
  }

  /** Returns the sign type in the fields, or else that of the configuration. */
  String type(Map<String, String> fields) {
    String type = fields.getOrDefault("sign_type", signType);
    return type.equals(Hash.ALGO_HMAC_SHA256) ? type : Hash.ALGO_MD5;
  }

  private String key() {
    if (secret.isEmpty()) { // a wrong length was refused when the client was built
      throw new IllegalStateException(
          "This client has no APIv2 key, so it cannot sign for APIv2; nothing was sent. Set"
              + (mchid.isEmpty() ? " mchid(…) and" : "")
              + " secret(…) to the key of the merchant platform.");
    }
    return secret;
  }

  private void ownMerchant(Map<String, String> fields, Outgoing request) {
    String given =
        MERCHANT.stream()
            .map(name -> fields.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    if (!mchid.isEmpty() && !given.equals(mchid)) {
      throw new IllegalArgumentException(
          request
              + (given.isEmpty()
                  ? " has none of the fields " + MERCHANT
                  : " contains the merchant '" + Printable.name(given) + "'")
              + ", but this client is that of "
              + mchid
              + ". Put that number into the fields.");
    }
  }

  private static Map<?, ?> source(Outgoing request) {
    if (request.method().equals("GET")) {
      if (request.path().indexOf('?') >= 0) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(request.template(), 256)
                + "' contains a query, which would not be signed. Pass its parameters as"
                + " `params`.");
      }
      return request.query();
    }
    Object data = request.data();
    if (data instanceof Map && !Json.isTree(data)) {
      return (Map<?, ?>) data;
    }
    if (data instanceof Multipart && !((Multipart) data).names().isEmpty()) {
      return ((Multipart) data).texts();
    }
    boolean object =
        data != null
            && !(data instanceof CharSequence)
            && !(data instanceof Number)
            && !(data instanceof Boolean)
            && !(data instanceof byte[])
            && !(data instanceof Collection)
            && !(data instanceof Multipart);
    JsonNode node = Json.fields(object ? data : null);
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          request
              + ": APIv2 signs fields, so the body must be a Map or an object with fields; got "
              + (data == null ? "null" : Printable.type(data))
              + ".");
    }
    return Json.map(node);
  }

  private static Map<String, String> texts(Map<?, ?> source) {
    Map<String, String> fields = new LinkedHashMap<>();
    source.forEach(
        (name, value) -> {
          if (value != null) { // null is left out of both the sign and the XML
            String text = Names.field(name);
            fields.put(text, Scalars.field(text, Json.scalar(value)));
          }
        });
    return fields;
  }
}
