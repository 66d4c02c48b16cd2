package shop;

import io.github.wxpay.Reply;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A Spring WebFlux application, which must not block the event loops. */
@SpringBootApplication
public class SpringWebFlux {
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(SpringWebFlux.class, args);
    Shop.listening(context.getEnvironment().getProperty("local.server.port"));
  }

  @Bean
  Shop shop(@Value("${config}") String config) {
    return new Shop(config);
  }

  @RestController
  static class Payments {
    private final Shop shop;

    Payments(Shop shop) {
      this.shop = shop;
    }

    @GetMapping("/order")
    Mono<Map<String, Object>> order(@RequestParam("number") String number) {
      return Mono.fromFuture(() -> shop.orderAsync(number));
    }

    @GetMapping("/query")
    Mono<Map<String, Object>> query(@RequestParam("number") String number) {
      return Mono.fromFuture(() -> shop.queryAsync(number));
    }

    @GetMapping("/received")
    Mono<List<String>> received() {
      return Mono.just(shop.received());
    }

    @PostMapping("/wxpay/notify")
    Mono<ResponseEntity<byte[]>> receive(
        @RequestHeader MultiValueMap<String, String> headers, @RequestBody byte[] body) {
      return Mono.fromFuture(() -> shop.receiveAsync(headers, body)).map(Payments::response);
    }

    private static ResponseEntity<byte[]> response(Reply reply) {
      ResponseEntity.BodyBuilder response = ResponseEntity.status(reply.status());
      reply.headers().forEach(response::header);
      return response.body(reply.body());
    }
  }
}
