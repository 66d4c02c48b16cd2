package io.github.wxpay.internal.pipeline;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The merchant, order, refund and transfer that a request names. The signature of a response covers
 * time, nonce and body, but not the request, so the response of another call is authentic too; it
 * is refused if it names another subject. Immutable.
 *
 * <p>Compares top-level fields of the same name, which the platform returns as they were sent.
 * {@code sp_mchid} and {@code mchid} are different fields.
 */
final class SameSubject {
  private static final Set<String> NAMES =
      Set.of("mchid", "out_trade_no", "out_refund_no", "out_bill_no", "transaction_id");

  private static final int SHOWN = 64;

  private final Outgoing request;
  private final Map<String, Set<String>> named;

  private SameSubject(Outgoing request, Map<String, Set<String>> named) {
    this.request = request;
    this.named = named;
  }

  /** Returns a subject with which every response agrees. */
  static SameSubject none(Outgoing request) {
    return new SameSubject(request, Map.of());
  }

  /** Reads the placeholders, the query and the body of a request; ignores invalid values. */
  static SameSubject of(Outgoing request) {
    SameSubject subject = new SameSubject(request, new LinkedHashMap<>());
    subject.addPlaceholders();
    subject.addQuery();
    BodyScalars.read(request.data(), NAMES, subject::add);
    return subject;
  }

  /**
   * Returns a response that names no other merchant, order, refund or transfer than the request.
   *
   * @throws VerificationException if it does
   */
  Incoming require(Incoming response) {
    if (named.isEmpty()) {
      return response;
    }
    fields(response.bytes())
        .forEach(
            (name, value) -> {
              String text = value.strip();
              Set<String> expected = named.getOrDefault(name, Set.of());
              if (!text.isEmpty() && !expected.contains(text)) {
                throw differs(name, text, expected, response);
              }
            });
    return response;
  }

  private void addPlaceholders() {
    request
        .options()
        .values()
        .forEach(
            (name, value) -> {
              boolean isEncoded = request.template().contains("{+" + name + "}");
              add(
                  name,
                  isEncoded ? PathShape.decoded(BodyScalars.text(value)) : BodyScalars.text(value));
            });
  }

  private void addQuery() {
    request.query().forEach((name, value) -> add(name, BodyScalars.text(value)));
    int mark = request.path().indexOf('?');
    if (mark < 0) {
      return;
    }
    for (String entry : request.path().substring(mark + 1).split("&", -1)) {
      String[] pair = entry.split("=", 2);
      if (pair.length == 2) {
        add(pair[0], PathShape.decoded(pair[1]));
      }
    }
  }

  private void add(String name, String value) {
    String text = value.strip();
    if (NAMES.contains(name) && !text.isEmpty()) {
      named.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(text);
    }
  }

  /** Returns the fields of a response that the request has too. */
  private Map<String, String> fields(byte[] body) {
    if (!isXml(body)) {
      return Json.scalars(body, named.keySet());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    try {
      Map<String, Object> message = Transformer.toMessage(new String(body, StandardCharsets.UTF_8));
      if (message != null) {
        named.keySet().forEach(name -> fields.put(name, BodyScalars.text(message.get(name))));
      }
    } catch (MalformedException e) {
      // Not a message of the platform, such as an HTML page: there is nothing to compare.
    }
    return fields;
  }

  private static boolean isXml(byte[] body) {
    return body.length > 0
        && body[0] != '{'
        && BodyFormat.isXml(
            new String(body, 0, Math.min(body.length, 512), StandardCharsets.UTF_8));
  }

  private VerificationException differs(
      String name, String value, Set<String> expected, Incoming response) {
    List<String> shown = new ArrayList<>();
    expected.forEach(text -> shown.add(Printable.of(text, SHOWN)));
    return new VerificationException(
        Reason.UNEXPECTED_CONTENT,
        "The response to "
            + request
            + " has "
            + name
            + " '"
            + Printable.of(value, SHOWN)
            + "', but the request has '"
            + String.join("', '", shown)
            + "'. The signature is valid, but the response belongs to another call: do not use it,"
            + " and query the state.",
        response.status(),
        response.requestId());
  }
}
