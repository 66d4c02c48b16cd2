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

/** A Spring MVC application for all versions of Spring Boot. */
@SpringBootApplication
public class SpringMvc {
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(SpringMvc.class, args);
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
    Map<String, Object> order(@RequestParam("number") String number) {
      return shop.order(number);
    }

    @GetMapping("/query")
    Map<String, Object> query(@RequestParam("number") String number) {
      return shop.query(number);
    }

    @GetMapping("/received")
    List<String> received() {
      return shop.received();
    }

    @PostMapping("/wxpay/notify")
    ResponseEntity<byte[]> receive(
        @RequestHeader MultiValueMap<String, String> headers, @RequestBody byte[] body) {
      Reply reply = shop.receive(headers, body);
      ResponseEntity.BodyBuilder response = ResponseEntity.status(reply.status());
      reply.headers().forEach(response::header);
      return response.body(reply.body());
    }
  }
}
