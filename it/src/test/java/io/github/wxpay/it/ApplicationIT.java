package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An application of each framework, as a process: it orders and queries at a sandbox of this JVM,
 * returns {@code r.map()} as JSON, and receives the sandbox's notifications with their headers.
 */
class ApplicationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "spring-boot-2, SpringMvc, 'Spring Boot {spring-boot}, MVC, Jackson {jackson-databind}'",
    "spring-boot-3, SpringMvc, 'Spring Boot {spring-boot}, MVC, Jackson {jackson-databind}'",
    "spring-boot-4, SpringMvc, 'Spring Boot {spring-boot}, MVC,"
        + " Jackson {tools/jackson/core/jackson-databind}"
        + " and {fasterxml/jackson/core/jackson-databind}'",
    "spring-webflux, SpringWebFlux,"
        + " 'Spring Boot {spring-boot}, WebFlux, Jackson {jackson-databind}'",
    "tomcat, TomcatServlet, Tomcat {tomcat-embed-core}",
    "vertx, VertxServer, Vert.x {vertx-core}",
    "netty, NettyServer, Netty {netty-codec-http}"
  })
  void ordersQueriesAndReceivesNotifications(String environment, String type, String name)
      throws Exception {
    String classPath = JavaProgram.classPath(environment);
    Path classes =
        JavaProgram.compile(
            folder,
            classPath,
            "applications/shop/Shop.java",
            "applications/shop/" + type + ".java");
    Path config = folder.resolve("wxpay.json");
    try (Sandbox sandbox = Sandbox.start()) {
      Files.write(config, JSON.writeValueAsBytes(sandbox.config()));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-Dfile.encoding=UTF-8",
                  "-Djava.io.tmpdir=" + folder,
                  "-cp",
                  classes + File.pathSeparator + classPath,
                  "shop." + type));
      if (type.startsWith("Spring")) {
        arguments.addAll(
            List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--config=" + config));
      } else {
        arguments.add(config.toString());
      }
      try (Application application = Application.start(folder, arguments)) {
        checkOrders(application, sandbox);
        checkNotifications(application, sandbox);
      }
    }
    Results.note(
        Results.Group.FRAMEWORK,
        JavaProgram.named(name, environment),
        "order, query, notifications of both protocols",
        "下单、查单、两种协议的回调通知");
  }

  private static void checkOrders(Application application, Sandbox sandbox) throws Exception {
    JsonNode order = JSON.readTree(application.get("/order?number=shop-1"));
    assertThat(order.path("code_url").asText()).startsWith("weixin:");
    assertThat(order.size()).isEqualTo(1);
    sandbox.pay("shop-1");
    JsonNode query = JSON.readTree(application.get("/query?number=shop-1"));
    assertThat(query.path("trade_state").asText()).isEqualTo("SUCCESS");
    assertThat(query.path("amount").path("total").isInt()).isTrue();
    assertThat(query.path("amount").path("total").asInt()).isEqualTo(1);
  }

  private static void checkNotifications(Application application, Sandbox sandbox)
      throws Exception {
    URI receiver = application.uri("/wxpay/notify");
    SignedNotification sent =
        sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", "shop-1"));

    Delivery delivery = sandbox.deliver(receiver, sent);
    assertThat(delivery.problem()).as(application.toString()).isEmpty();
    assertThat(delivery.status()).as(application.toString()).isEqualTo(204);

    Delivery second =
        sandbox.deliver(
            receiver,
            sandbox.notification("v2/transaction-success", Map.of("out_trade_no", "shop-2")));
    assertThat(second.problem()).as(application.toString()).isEmpty();
    assertThat(second.text()).contains("<return_code>", "SUCCESS");

    assertThat(changed(receiver, sent)).as(application.toString()).isEqualTo(401);

    assertThat(JSON.readTree(application.get("/received")))
        .extracting(JsonNode::asText)
        .containsExactly("TRANSACTION.SUCCESS shop-1", "APIv2 shop-2");
  }

  /** Returns the status for a notification whose body was changed on its way. */
  private static int changed(URI receiver, SignedNotification sent) throws Exception {
    String body = sent.text().replace("encrypt-resource", "encrypt-Resource");
    assertThat(body).isNotEqualTo(sent.text());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver)
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    sent.headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("Content-Length")) {
                request.header(name, value);
              }
            });
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
