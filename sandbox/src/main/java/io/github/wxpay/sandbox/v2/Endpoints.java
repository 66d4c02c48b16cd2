package io.github.wxpay.sandbox.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Problem;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.crypto.BankKey;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All documented endpoints of APIv2. An endpoint without a handler echoes the request in the
 * documented shape of its response.
 */
final class Endpoints {
  // Fields that are at the start or the end of each response.
  private static final Set<String> HEAD =
      Set.of(
          "return_code",
          "return_msg",
          "result_code",
          "err_code",
          "err_code_des",
          "nonce_str",
          "sign");

  private final Catalogue catalogue = Catalogue.load();
  private final Routes<Endpoint> routes = new Routes<>();
  private final ResponseShapes shapes;

  Endpoints(ResponseShapes shapes) {
    this.shapes = shapes;
  }

  /**
   * Adds an endpoint with a handler.
   *
   * @param path the path, spelled as in the catalogue
   * @throws IllegalArgumentException if the catalogue does not have the endpoint
   */
  void on(String method, String path, Handler handler) {
    io.github.wxpay.catalogue.Endpoint documented =
        catalogue
            .endpoint(method, path)
            .filter(found -> found.path().equals(path))
            .orElseThrow(
                () -> new IllegalArgumentException("the catalogue has no " + method + " " + path));
    routes.add(method, path, new Endpoint(documented, handler));
  }

  /** Adds all documented endpoints that were not added with a handler. */
  void addRest() {
    for (io.github.wxpay.catalogue.Endpoint documented : catalogue.endpoints()) {
      if (documented.version() == 2) {
        routes.addIfAbsent(documented.method(), documented.path(), new Endpoint(documented, null));
      }
    }
  }

  /** Returns the endpoint of a request, null if there is none. */
  @Nullable Endpoint find(Inbound inbound) {
    Routes.Match<Endpoint> match = routes.match(inbound.method(), inbound.path());
    return match == null ? null : match.value();
  }

  /** Returns the methods of a path. */
  Set<String> methods(String path) {
    return routes.methods(path);
  }

  /**
   * Returns the response to a request, whose fields must be of their documented types.
   *
   * @throws Failure if a field is invalid or the request is rejected
   */
  Answer respond(V2Request request) {
    List<Problem> problems = problems(request);
    for (Problem problem : problems) {
      if (problem.kind() == Problem.Kind.WRONG_TYPE) {
        throw Form.wrong(name(problem), problem.reason());
      }
    }
    Handler handler = request.endpoint().handler();
    return handler == null ? echo(request, problems) : handler.handle(request);
  }

  private Answer echo(V2Request request, List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.kind() == Problem.Kind.MISSING) {
        throw Failure.communication("缺少参数: " + name(problem) + " " + problem.reason());
      }
    }
    io.github.wxpay.catalogue.Endpoint endpoint = request.endpoint().documented();
    // Without nonce and sign, so that the same request has the same response.
    ObjectNode fields = Json.object();
    request.form().parameters().forEach(fields::put);
    checkEncrypted(endpoint.request(), fields);
    if (endpoint.status() == 302) {
      String id = Randoms.alphanumeric(28);
      return Answer.empty(302).with("Location", "weixin://wxpay/entrust?pre_entrustweb_id=" + id);
    }
    fields.put("sign_type", request.type().wireName());
    if (endpoint.path().equals("risk/getpublickey")) {
      fields.put("pub_key", BankKey.publicKey());
    }
    Map<String, Object> answered = texts(shapes.echo(endpoint, fields));
    answered.keySet().removeAll(HEAD);
    return request.ok(answered);
  }

  private List<Problem> problems(V2Request request) {
    Inbound inbound = request.inbound();
    Map<String, String> fields = request.form().fields();
    if (inbound.method().equals("GET")) {
      return catalogue.problems("GET", inbound.path(), fields, null);
    }
    ObjectNode body = Json.object();
    fields.forEach(body::put);
    Map<String, String> query = new LinkedHashMap<>();
    Percent.query(inbound.query()).forEach((name, values) -> query.put(name, values.get(0)));
    return catalogue.problems(inbound.method(), inbound.path(), query, body);
  }

  private static String name(Problem problem) {
    return problem.pointer().substring(Math.min(1, problem.pointer().length()));
  }

  private static void checkEncrypted(List<Field> fields, ObjectNode given) {
    for (Field field : fields) {
      String value = given.path(field.name()).asText();
      if (field.isForBank() && !value.isEmpty()) {
        try {
          BankKey.decrypt(value);
        } catch (IllegalArgumentException e) {
          throw Form.wrong(field.name(), "is not encrypted with the key of risk/getpublickey");
        }
      }
    }
  }

  private static Map<String, Object> texts(JsonNode object) {
    Map<String, Object> texts = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> texts.put(name, text(object.get(name))));
    return texts;
  }

  // XML has no arrays, so a list is shown by one element.
  private static Object text(JsonNode node) {
    if (node.isObject()) {
      return texts(node);
    }
    return node.isArray() && !node.isEmpty() ? text(node.get(0)) : node.asText();
  }
}
