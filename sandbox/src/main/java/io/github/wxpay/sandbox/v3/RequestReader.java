package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Problem;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Reads requests: parses query and body, checks them by the catalogue and the endpoint's rules, and
 * decrypts encrypted fields. Refuses errors in this order: headers, types, missing fields, limits,
 * rules, ciphertexts.
 */
final class RequestReader {
  private static final Set<Problem.Kind> LIMITS =
      Set.of(
          Problem.Kind.TOO_SHORT,
          Problem.Kind.TOO_LONG,
          Problem.Kind.TOO_SMALL,
          Problem.Kind.TOO_LARGE,
          Problem.Kind.NOT_MATCHING);

  private final Parser parser;
  private final Checker checker;
  private final Sensitive sensitive;
  private final String mchid;

  RequestReader(Sensitive sensitive, String mchid) {
    this(Json::read, Catalogue.load()::problems, sensitive, mchid);
  }

  RequestReader(Parser parser, Checker checker, Sensitive sensitive, String mchid) {
    this.parser = parser;
    this.checker = checker;
    this.sensitive = sensitive;
    this.mchid = mchid;
  }

  CheckedRequest read(
      Inbound inbound, Endpoint endpoint, Map<String, String> variables, FieldRules rules) {
    checkHeaders(inbound, endpoint);
    ObjectNode path = Json.object();
    variables.forEach((name, value) -> path.put(name, Percent.decode(value)));
    ObjectNode query = query(inbound);
    ObjectNode body = body(inbound, endpoint);
    // The catalogue has no older addresses of an endpoint, so check by its documented path.
    String documented = path.isEmpty() ? endpoint.path() : inbound.path();
    List<Problem> problems = checker.problems(endpoint.method(), documented, texts(query), body);
    CheckedRequest request = request(inbound, endpoint, path, query, body);
    refuse(request, problems, Set.of(Problem.Kind.WRONG_TYPE));
    refuse(request, problems, Set.of(Problem.Kind.MISSING));
    refuse(request, problems, LIMITS);
    rules.check(request);
    BinaryOperator<String> opener = sensitive.opener(inbound, endpoint);
    decrypt(opener, "", endpoint.query(), query);
    decrypt(opener, "", endpoint.request(), body);
    decrypt(opener, "/meta", endpoint.meta(), body);
    return request(inbound, endpoint, path, query, body);
  }

  // The path comes last, so that no field of the body can replace its values.
  private CheckedRequest request(
      Inbound inbound, Endpoint endpoint, ObjectNode path, ObjectNode query, ObjectNode body) {
    ObjectNode fields = Json.object();
    fields.setAll(query);
    fields.setAll(body);
    fields.setAll(path);
    return new CheckedRequest(endpoint, mchid, inbound, fields, body);
  }

  private static void checkHeaders(Inbound inbound, Endpoint endpoint) {
    boolean upload = endpoint.kind() == Endpoint.Kind.UPLOAD;
    for (String header : endpoint.headers()) {
      // Most requests have no encrypted field, so they need not name the key.
      boolean required = upload || !header.equals("Wechatpay-Serial");
      if (required && inbound.header(header) == null) {
        throw Refusal.field("header", header, "", "is required");
      }
    }
  }

  private static ObjectNode query(Inbound inbound) {
    ObjectNode query = Json.object();
    Percent.query(inbound.query())
        .forEach(
            (name, values) -> {
              if (values.size() > 1) {
                throw Refusal.field("query", "/" + name, values.get(1), "occurs twice");
              }
              query.put(name, values.get(0));
            });
    return query;
  }

  private static Map<String, String> texts(ObjectNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> texts.put(name, object.get(name).asText()));
    return texts;
  }

  /**
   * Returns the body, or that part of an upload that describes the file; empty if there is none.
   */
  private ObjectNode body(Inbound inbound, Endpoint endpoint) {
    switch (endpoint.kind()) {
      case DOWNLOAD:
        return Json.object();
      case UPLOAD:
        mustHaveType(inbound, "multipart/form-data");
        return object("/meta", Upload.meta(inbound.parts(), endpoint));
      default:
        if (endpoint.request().isEmpty() && inbound.body().length == 0) {
          return Json.object();
        }
        mustHaveType(inbound, "application/json");
        return object("/", inbound.body());
    }
  }

  private static void mustHaveType(Inbound inbound, String type) {
    if (!inbound.hasType(type)) {
      throw new Refusal(415, "PARAM_ERROR", "Http头Content-Type有误: Content-Type must be " + type);
    }
  }

  private ObjectNode object(String pointer, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    try {
      JsonNode node = parser.parse(json);
      if (node instanceof ObjectNode) {
        return (ObjectNode) node;
      }
      throw Refusal.field("body", pointer, text, "must be a JSON object");
    } catch (IOException e) {
      throw Refusal.field("body", pointer, text, "is not well-formed JSON");
    }
  }

  private static void refuse(
      CheckedRequest request, List<Problem> problems, Set<Problem.Kind> kinds) {
    for (Problem problem : problems) {
      if (kinds.contains(problem.kind())) {
        String pointer = problem.pointer();
        String place = pointer.substring(Math.min(1, pointer.length()));
        throw request.wrong(place, problem.reason());
      }
    }
  }

  /** Replaces encrypted values by their plain text. */
  private static void decrypt(
      BinaryOperator<String> opener, String pointer, List<Field> fields, ObjectNode node) {
    for (Field field : fields) {
      JsonNode value = node.path(field.name());
      String at = pointer + "/" + field.name();
      if (field.isEncrypted() && value.isTextual()) {
        node.put(field.name(), opener.apply(at, value.textValue()));
      } else if (value instanceof ObjectNode) {
        decrypt(opener, at, field.fields(), (ObjectNode) value);
      } else if (value instanceof ArrayNode) {
        decrypt(opener, at, field, (ArrayNode) value);
      }
    }
  }

  private static void decrypt(
      BinaryOperator<String> opener, String pointer, Field field, ArrayNode array) {
    for (int i = 0; i < array.size(); i++) {
      String at = pointer + "/" + i;
      if (field.isEncrypted()) {
        array.set(i, TextNode.valueOf(opener.apply(at, array.get(i).asText())));
      } else if (array.get(i) instanceof ObjectNode) {
        decrypt(opener, at, field.fields(), (ObjectNode) array.get(i));
      }
    }
  }

  /** Parses JSON. */
  interface Parser {
    JsonNode parse(byte[] json) throws IOException;
  }

  /** Checks a request by the catalogue. */
  interface Checker {
    List<Problem> problems(String method, String path, Map<String, String> query, JsonNode body);
  }
}
