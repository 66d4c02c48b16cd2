package shop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Vert.x server, which must not block the event loop. */
public final class VertxServer {
  private VertxServer() {}

  public static void main(String[] args) {
    Shop shop = new Shop(args[0]);
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(request -> request.body().onSuccess(body -> handle(shop, request, body)))
        .listen(0, "127.0.0.1")
        .onSuccess(server -> Shop.listening(server.actualPort()))
        .onFailure(Throwable::printStackTrace);
  }

  private static void handle(Shop shop, HttpServerRequest request, Buffer body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : request.headers().names()) {
      headers.put(name, request.headers().getAll(name));
    }
    Future.fromCompletionStage(
            shop.handle(request.path(), request.getParam("number"), headers, body.getBytes()))
        .onSuccess(
            result -> {
              request.response().setStatusCode(result.status);
              result.headers.forEach(request.response()::putHeader);
              request.response().end(Buffer.buffer(result.body));
            })
        .onFailure(
            e -> {
              e.printStackTrace();
              request.response().setStatusCode(500).end();
            });
  }
}
