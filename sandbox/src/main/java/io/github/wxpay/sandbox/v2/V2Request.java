package io.github.wxpay.sandbox.v2;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A request whose fields were read, with the data for its response. */
final class V2Request {
  private static final Pattern INDEX = Pattern.compile("_[0-9]+$");

  private final Inbound inbound;
  private final Endpoint endpoint;
  private final Form form;
  private final SignType type;
  private final Credentials credentials;

  V2Request(Inbound inbound, Endpoint endpoint, Form form, SignType type, Credentials credentials) {
    this.inbound = inbound;
    this.endpoint = endpoint;
    this.form = form;
    this.type = type;
    this.credentials = credentials;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Form form() {
    return form;
  }

  /** Returns the type of the request's sign. */
  SignType type() {
    return type;
  }

  /** Returns the request as received. */
  Inbound inbound() {
    return inbound;
  }

  /** Verifies the second sign of the WeCom endpoints. */
  void checkWorkwx(Set<String> names) {
    SignCheck.checkWorkwx(form.fields(), names, credentials.workwxSecret());
  }

  /** Returns a success with the given fields after the common ones. */
  Answer ok(Map<String, ?> fields) {
    Map<String, Object> all = head();
    all.put("result_code", "SUCCESS");
    all.putAll(fields);
    return signed(all);
  }

  /** Returns a success with those of the given fields that are documented for the response. */
  Answer documented(Map<String, String> fields) {
    Set<String> names = new HashSet<>();
    endpoint.documented().response().forEach(field -> names.add(field.name()));
    Map<String, String> documented = new LinkedHashMap<>(fields);
    documented
        .keySet()
        .removeIf(name -> !names.contains(INDEX.matcher(name).replaceFirst("_\\$n")));
    return ok(documented);
  }

  /** Returns a failure in the format of this endpoint. */
  Answer fail(Failure failure) {
    if (endpoint.isJson()) {
      return json(-1, failure.summary(), "");
    }
    if (!failure.understood()) {
      return failed(200, failure);
    }
    Map<String, Object> all = head();
    all.put("result_code", "FAIL");
    all.put("err_code", failure.code());
    all.put("err_code_des", failure.words());
    all.putAll(failure.extra());
    return signed(all);
  }

  /** Returns a failure without a sign, for a request whose merchant is not known. */
  static Answer failed(int status, Failure failure) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("return_code", "FAIL");
    all.put("return_msg", failure.words());
    all.putAll(failure.extra());
    return xml(status, all);
  }

  /** Returns a JSON response; {@code rest} is the JSON after {@code retmsg}. */
  static Answer json(int retcode, String retmsg, String rest) {
    String quoted = TextNode.valueOf(retmsg).toString();
    String body = "{\"retcode\":" + retcode + ",\"retmsg\":" + quoted + rest + "}";
    return Answer.of(200, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> head() {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("return_code", "SUCCESS");
    head.put("return_msg", "OK");
    for (String name : new String[] {"appid", "mch_appid", "wxappid", "mch_id", "mchid"}) {
      String value = form.optional(name);
      if (value != null) {
        head.put(name, value);
      }
    }
    if (!endpoint.isNonceless()) {
      head.put("nonce_str", Randoms.alphanumeric(32));
    }
    return head;
  }

  private Answer signed(Map<String, Object> all) {
    if (!endpoint.isUnsigned()) {
      Map<String, String> texts = new LinkedHashMap<>();
      all.forEach((name, value) -> texts.put(name, value.toString()));
      all.put("sign", type.sign(texts, credentials.secret()));
    }
    return xml(200, all);
  }

  private static Answer xml(int status, Map<String, Object> all) {
    byte[] body = Xml.write(all).getBytes(StandardCharsets.UTF_8);
    return Answer.of(status, "text/xml; charset=utf-8", body);
  }
}
