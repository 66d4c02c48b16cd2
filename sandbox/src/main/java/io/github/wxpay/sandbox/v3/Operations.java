package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.shape.ResponseShapes;
import io.github.wxpay.sandbox.state.CheckedRequest;
import io.github.wxpay.sandbox.state.FieldRules;
import io.github.wxpay.sandbox.state.Operation;
import io.github.wxpay.sandbox.state.OperationRegistry;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of all documented endpoints, by method and path. An endpoint without a registered
 * operation echoes the request in the documented response shape.
 */
final class Operations implements OperationRegistry {
  private final Catalogue catalogue = Catalogue.load();
  private final Routes<Entry> routes = new Routes<>();
  private final RequestReader reader;
  private final ResponseShapes shapes;

  Operations(RequestReader reader, ResponseShapes shapes) {
    this.reader = reader;
    this.shapes = shapes;
  }

  @Override
  public void on(String method, String path, FieldRules rules, Operation<ObjectNode> operation) {
    Endpoint endpoint = documented(method, path);
    routes.add(
        method,
        path,
        new Entry(
            endpoint,
            rules,
            request -> {
              ObjectNode known = operation.respond(request);
              return json(endpoint, () -> shapes.project(endpoint, known));
            }));
  }

  @Override
  public void download(String path, FieldRules rules, Operation<Answer> operation) {
    routes.add("GET", path, new Entry(documented("GET", path), rules, operation));
  }

  @Override
  public void alias(String path, String documented) {
    routes.add("GET", path, Objects.requireNonNull(routes.match("GET", documented)).value());
  }

  /** Adds all documented endpoints that have no operation yet. */
  void addRest() {
    for (Endpoint endpoint : catalogue.endpoints()) {
      if (endpoint.version() == 3) {
        routes.addIfAbsent(
            endpoint.method(),
            endpoint.path(),
            new Entry(
                endpoint,
                FieldRules.NONE,
                request -> json(endpoint, () -> shapes.echo(endpoint, request.fields()))));
      }
    }
  }

  /** Returns the HTTP methods of a path. */
  Set<String> methods(String path) {
    return routes.methods(path);
  }

  /** Returns the response to a request; null if there is no such endpoint. */
  @Nullable Answer respond(Inbound inbound) {
    Routes.Match<Entry> match = routes.match(inbound.method(), inbound.path());
    if (match == null) {
      return null;
    }
    Entry entry = match.value();
    CheckedRequest request = reader.read(inbound, entry.endpoint, match.variables(), entry.rules);
    return entry.operation.respond(request);
  }

  private Endpoint documented(String method, String path) {
    return catalogue
        .endpoint(method, path)
        .filter(found -> found.path().equals(path))
        .orElseThrow(() -> new IllegalArgumentException("not documented: " + method + " " + path));
  }

  // A response without a body has the header, too: WxJava reads it from each successful response.
  private static Answer json(Endpoint endpoint, Supplier<ObjectNode> body) {
    return endpoint.status() == 200
        ? Refusal.json(200, body.get())
        : Answer.of(endpoint.status(), Refusal.CONTENT_TYPE, new byte[0]);
  }

  /** An endpoint with the rules for its requests and its operation. */
  private static final class Entry {
    final Endpoint endpoint;
    final FieldRules rules;
    final Operation<Answer> operation;

    Entry(Endpoint endpoint, FieldRules rules, Operation<Answer> operation) {
      this.endpoint = endpoint;
      this.rules = rules;
      this.operation = operation;
    }
  }
}
