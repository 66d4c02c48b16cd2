package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Problem;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.Operation;
import io.github.wxpay.sandbox.state.OperationRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Endpoints as the catalogue has them: what is documented as required must be there, of its type,
 * encrypted where it must be; the answer has the documented status and shape. A {@link Operation}
 * says what is known of an answer; without one the answer echoes the request.
 */
final class Documented implements OperationRegistry {
  private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/)");

  private final Catalogue catalogue = Catalogue.load();
  private final Routes<Handler> routes;
  private final ResponseShapes shapes;
  private final Sensitive sensitive;

  Documented(Routes<Handler> routes, ResponseShapes shapes, Sensitive sensitive) {
    this.routes = routes;
    this.shapes = shapes;
    this.sensitive = sensitive;
  }

  @Override
  public void on(String method, String path, Operation own, Set<String> optional) {
    Endpoint endpoint =
        catalogue
            .endpoint(method, path)
            .filter(found -> found.path().equals(path))
            .orElseThrow(() -> new IllegalArgumentException(method + " " + path));
    routes.add(
        method,
        path,
        call -> {
          CheckedRequest asked = check(endpoint, call, optional);
          return answer(endpoint, own.answer(asked), true);
        });
  }

  /** Adds all documented endpoints that are not there yet. */
  void addRest() {
    for (Endpoint endpoint : catalogue.endpoints()) {
      if (endpoint.version() == 3) {
        routes.addIfAbsent(
            endpoint.method(),
            endpoint.path(),
            call -> answer(endpoint, check(endpoint, call, Set.of()).fields(), false));
      }
    }
  }

  private Answer answer(Endpoint endpoint, ObjectNode known, boolean projected) {
    if (endpoint.status() != 200) {
      return Answer.empty(endpoint.status());
    }
    ObjectNode body = projected ? shapes.project(endpoint, known) : shapes.echo(endpoint, known);
    return Json.answer(endpoint.status(), body);
  }

  private CheckedRequest check(Endpoint endpoint, V3Request call, Set<String> optional) {
    ObjectNode query = call.query().node();
    boolean empty = endpoint.request().isEmpty() && call.isBodiless();
    ObjectNode body = empty ? Json.object() : call.body().node();
    for (String header : endpoint.headers()) {
      if (!header.equals("Wechatpay-Serial") && call.header(header) == null) {
        throw Refusal.field("header", header, "", "is required");
      }
    }
    refuse(
        endpoint,
        call,
        query,
        body,
        problem ->
            problem.kind() == Problem.Kind.MISSING
                && !optional.contains(INDEX.matcher(problem.pointer()).replaceAll("/*")));
    ObjectNode plain = body.deepCopy();
    open(call, "", endpoint.request(), plain);
    open(call, "", endpoint.query(), query);
    // What the path says comes last: no field of the body may make it another's.
    ObjectNode fields = query.setAll(plain);
    call.variables().forEach((name, value) -> fields.put(name, Percent.decode(value)));
    return new CheckedRequest(endpoint, call.mchid(), fields, plain);
  }

  /** Checks that each field that is there is of its documented type, of any endpoint. */
  void checkTypes(V3Request call) {
    Optional<Endpoint> endpoint = catalogue.endpoint(call.method(), call.path());
    if (endpoint.filter(found -> found.kind() == Endpoint.Kind.JSON).isPresent()) {
      ObjectNode body = call.isBodiless() ? Json.object() : call.body().node();
      refuse(endpoint.get(), call, call.query().node(), body, Documented::isOfWrongType);
    }
  }

  private static boolean isOfWrongType(Problem problem) {
    return problem.kind() == Problem.Kind.WRONG_TYPE;
  }

  private void refuse(
      Endpoint endpoint,
      V3Request call,
      ObjectNode query,
      ObjectNode body,
      Predicate<Problem> unwanted) {
    for (Problem problem :
        catalogue.problems(endpoint.method(), call.path(), call.query().map(), body)) {
      if (unwanted.test(problem)) {
        throw refusal(endpoint, problem, query, body);
      }
    }
  }

  private static Refusal refusal(
      Endpoint endpoint, Problem problem, ObjectNode query, ObjectNode body) {
    boolean queried = problem.location() == Problem.Location.QUERY;
    JsonNode value = (queried ? query : body).at(problem.pointer());
    Optional<Field> field =
        field(queried ? endpoint.query() : endpoint.request(), problem.pointer());
    boolean hidden = field.map(Documented::holdsSecret).orElse(false) || value.isMissingNode();
    String shown = hidden ? "" : value.isTextual() ? value.textValue() : value.toString();
    return Refusal.field(
        problem.location().name().toLowerCase(Locale.ROOT),
        problem.pointer(),
        shown,
        problem.message());
  }

  private static boolean holdsSecret(Field field) {
    return field.isEncrypted() || field.fields().stream().anyMatch(Documented::holdsSecret);
  }

  private static Optional<Field> field(List<Field> fields, String pointer) {
    Optional<Field> found = Optional.empty();
    List<Field> here = fields;
    for (String name : pointer.substring(Math.min(1, pointer.length())).split("/", -1)) {
      Optional<Field> next = here.stream().filter(field -> field.name().equals(name)).findFirst();
      if (next.isPresent()) {
        found = next;
        here = next.get().fields();
      }
    }
    return found;
  }

  /** Decrypts, in place, what came encrypted. */
  private void open(V3Request call, String pointer, List<Field> fields, ObjectNode node) {
    for (Field field : fields) {
      JsonNode value = node.get(field.name());
      String at = pointer + "/" + field.name();
      if (value == null || value.isNull()) {
        continue;
      }
      if (field.isEncrypted() && value.isTextual()) {
        node.put(field.name(), sensitive.open(call, at, value.textValue()));
      } else if (field.isEncrypted() && value.isArray()) {
        openAll(call, at, (ArrayNode) value);
      } else if (value instanceof ObjectNode) {
        open(call, at, field.fields(), (ObjectNode) value);
      } else if (value.isArray()) {
        for (int i = 0; i < value.size(); i++) {
          if (value.get(i) instanceof ObjectNode) {
            open(call, at + "/" + i, field.fields(), (ObjectNode) value.get(i));
          }
        }
      }
    }
  }

  private void openAll(V3Request call, String pointer, ArrayNode array) {
    for (int i = 0; i < array.size(); i++) {
      array.set(
          i, TextNode.valueOf(sensitive.open(call, pointer + "/" + i, array.get(i).asText())));
    }
  }
}
