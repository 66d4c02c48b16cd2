package io.github.wxpay.benchmarks.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final String POST =
      "POST /v3/a HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 3\r\nAuthorization: s x\r\n\r\n{1}";

  @Test
  void readsRequestsOneAfterAnother() {
    byte[] bytes = bytes(POST + "GET /v3/b?c=1 HTTP/1.1\r\n\r\n");

    Request first = Request.read(bytes, 0, bytes.length);
    Request second = Request.read(bytes, first.end(), bytes.length);

    assertThat(first.method() + " " + first.target()).isEqualTo("POST /v3/a");
    assertThat(first.authorization()).isEqualTo("s x");
    assertThat(first.body()).isEqualTo("{1}");
    assertThat(second.method() + " " + second.target()).isEqualTo("GET /v3/b?c=1");
    assertThat(second.hasAuthorization()).isFalse();
    assertThat(second.body()).isEmpty();
    assertThat(second.end()).isEqualTo(bytes.length);
  }

  @Test
  void waitsForTheRestOfRequest() {
    byte[] bytes = bytes(POST);

    for (int limit = 0; limit < bytes.length; limit++) {
      assertThat(Request.read(bytes, 0, limit)).as("%d bytes", limit).isSameAs(Request.INCOMPLETE);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
