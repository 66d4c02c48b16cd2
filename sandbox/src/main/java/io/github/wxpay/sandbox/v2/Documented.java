package io.github.wxpay.sandbox.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Problem;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.crypto.BankKey;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.v2.Endpoint.Trait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Endpoints as the catalogue has them; the answer echoes the request in the documented shape. */
final class Documented {
  // What the answer's head or its end says already.
  private static final Set<String> HEAD =
      Set.of(
          "return_code",
          "return_msg",
          "result_code",
          "err_code",
          "err_code_des",
          "nonce_str",
          "sign");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Catalogue catalogue = Catalogue.load();
  private final ResponseShapes shapes;

  Documented(ResponseShapes shapes) {
    this.shapes = shapes;
  }

  /** Adds all documented endpoints that are not there yet. */
  void addRest(Routes<Endpoint> routes) {
    for (io.github.wxpay.catalogue.Endpoint endpoint : catalogue.endpoints()) {
      if (endpoint.version() == 2) {
        routes.addIfAbsent(endpoint.method(), endpoint.path(), handled(endpoint));
      }
    }
  }

  private Endpoint handled(io.github.wxpay.catalogue.Endpoint endpoint) {
    List<Trait> traits = new ArrayList<>();
    if (endpoint.needsCertificate()) {
      traits.add(Trait.CERTIFICATE);
    }
    if (endpoint.isNonceless()) {
      traits.add(Trait.NONCELESS);
    }
    if (endpoint.isUnsigned()) {
      traits.add(Trait.UNSIGNED);
    }
    if (endpoint.kind() == io.github.wxpay.catalogue.Endpoint.Kind.REDIRECT) {
      traits.add(Trait.NONCE_OPTIONAL);
    }
    endpoint
        .signType()
        .ifPresent(type -> traits.add(type.equals("MD5") ? Trait.MD5_ONLY : Trait.HMAC_ONLY));
    traits.addAll(merchant(endpoint));
    return Endpoint.of(ask -> answer(endpoint, ask), traits.toArray(new Trait[0]));
  }

  private static List<Trait> merchant(io.github.wxpay.catalogue.Endpoint endpoint) {
    boolean get = endpoint.method().equals("GET");
    List<String> names = new ArrayList<>();
    (get ? endpoint.query() : endpoint.request()).forEach(field -> names.add(field.name()));
    if (names.contains("mch_id")) {
      return List.of();
    }
    if (names.contains("mchid")) {
      return List.of(Trait.MCHID);
    }
    return List.of(names.contains("combine_mch_id") ? Trait.COMBINE_MCHID : Trait.NO_MCHID);
  }

  private Answer answer(io.github.wxpay.catalogue.Endpoint endpoint, V2Request ask) {
    // Without nonce and sign: the same request shall have the same answer.
    ObjectNode fields = NODES.objectNode();
    ask.form().parameters().forEach(fields::put);
    for (Problem problem : problems(ask)) {
      if (problem.kind() == Problem.Kind.MISSING) {
        throw Failure.communication("缺少参数: " + name(problem) + " " + problem.message());
      }
    }
    checkSealed(endpoint.request(), fields);
    if (endpoint.status() == 302) {
      String id = Randoms.alphanumeric(28);
      return Answer.empty(302).with("Location", "weixin://wxpay/entrust?pre_entrustweb_id=" + id);
    }
    fields.put("sign_type", ask.type().wireName());
    if (endpoint.path().equals("risk/getpublickey")) {
      fields.put("pub_key", BankKey.publicKey());
    }
    Map<String, Object> answered = texts(shapes.echo(endpoint, fields));
    answered.keySet().removeAll(HEAD);
    return ask.ok(answered);
  }

  /** Checks that each field is of its documented type, of any endpoint. */
  void checkTypes(V2Request ask) {
    for (Problem problem : problems(ask)) {
      if (problem.kind() == Problem.Kind.WRONG_TYPE) {
        throw Form.wrong(name(problem), problem.message());
      }
    }
  }

  private List<Problem> problems(V2Request ask) {
    boolean get = ask.inbound().method().equals("GET");
    ObjectNode body = NODES.objectNode();
    ask.form().fields().forEach(body::put);
    return catalogue.problems(
        ask.inbound().method(), ask.inbound().path(), query(ask), get ? null : body);
  }

  private static Map<String, String> query(V2Request ask) {
    Map<String, String> query = new LinkedHashMap<>();
    Percent.query(ask.inbound().query()).forEach((name, values) -> query.put(name, values.get(0)));
    return query;
  }

  private static String name(Problem problem) {
    return problem.pointer().substring(Math.min(1, problem.pointer().length()));
  }

  private static void checkSealed(List<Field> fields, ObjectNode given) {
    for (Field field : fields) {
      String value = given.path(field.name()).asText();
      if (field.isForBank() && !value.isEmpty()) {
        try {
          BankKey.decrypt(value);
        } catch (IllegalArgumentException e) {
          throw Form.wrong(
              field.name(), "is not encrypted with the key that risk/getpublickey answers");
        }
      }
    }
  }

  private static Map<String, Object> texts(JsonNode object) {
    Map<String, Object> texts = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> texts.put(name, text(object.get(name))));
    return texts;
  }

  // XML has no arrays: of a list one element stands there.
  private static Object text(JsonNode node) {
    if (node.isObject()) {
      return texts(node);
    }
    return node.isArray() && !node.isEmpty() ? text(node.get(0)) : node.asText();
  }
}
