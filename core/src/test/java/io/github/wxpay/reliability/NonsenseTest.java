package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that does not speak HTTP: the JDK keeps its connection open. */
class NonsenseTest {
  @ParameterizedTest
  @CsvSource({
    "false, garbage",
    "true, garbage",
    "false, HTTP/1.1 abc OK",
    "true, HTTP/9.9 200 OK",
    "false, 'HTTP/1.1 200 OK\r\nContent-Length: x'",
    "true, 'HTTP/1.1 200 OK\r\nContent-Length: x'"
  })
  void closesConnectionOfPeerIfTheJdkCan(boolean async, String head) throws Exception {
    try (RawServer server = new RawServer((request, out) -> write(out, head));
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      for (int i = 0; i < 5; i++) {
        Throwable thrown =
            catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), Map.of("a", 1)));

        assertThat(thrown)
            .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.sent()).isTrue());
      }
      assertThat(server.accepted()).isEqualTo(5);
      if (Runtime.version().feature() >= 21) {
        assertThat(server.awaitHangUp()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callsThatRunWithTheBrokenClientEndUndisturbed(boolean async) throws Exception {
    AtomicReference<String> head = new AtomicReference<>("garbage");
    Reply reply = Reply.signed("{\"a\":1}");
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  if (request.contains("/v3/slow")) {
                    out.write(reply.wire(), 0, 20);
                    out.flush();
                    synchronized (head) {
                      while (!head.get().isEmpty()) {
                        head.wait();
                      }
                    }
                    out.write(reply.wire(), 20, reply.wire().length - 20);
                    return true;
                  }
                  return write(out, head.get());
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      var slow = wxpay.chain("v3/slow").getAsync();
      assertThat(server.awaitRequest()).isTrue();

      assertThat(catchThrowable(() -> Clients.get(async, wxpay.chain("v3/pay")))).isNotNull();
      synchronized (head) {
        head.set("");
        head.notifyAll();
      }

      assertThat(slow.get().status()).isEqualTo(200);
    }
  }

  @Test
  void nextCallSucceeds() {
    AtomicReference<byte[]> next =
        new AtomicReference<>("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  out.write(next.getAndSet(Reply.signed("{}").wire()));
                  return true;
                });
        Wxpay wxpay = Clients.builder().baseUrl(server.url()).build()) {
      assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post(Map.of("a", 1)))).isNotNull();

      assertThat(wxpay.chain("v3/pay").post(Map.of("a", 1)).status()).isEqualTo(200);
    }
  }

  private static boolean write(OutputStream out, String head) throws IOException {
    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return true;
  }
}
