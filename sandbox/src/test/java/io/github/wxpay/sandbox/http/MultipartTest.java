package io.github.wxpay.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which multipart bodies the reader accepts and refuses. */
class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=\"b 1\"";

  private static Map<String, Multipart.Part> read(String body) {
    return Multipart.read(TYPE, body.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsPartsByteForByte() {
    Map<String, Multipart.Part> parts =
        read(
            "--b 1~content-disposition: form-data; name=\"meta\"~~{~}~"
                + "~--b 1~Content-Type: x/y~Content-Disposition: form-data; filename=\"f\";"
                + " name=\"file\"~~~--b 1--~");
    assertThat(parts).containsOnlyKeys("meta", "file");
    assertThat(parts.get("meta").text()).isEqualTo("{\r\n}\r\n");
    assertThat(parts.get("meta").fileName()).isNull();
    assertThat(parts.get("file").bytes()).isEmpty();
    assertThat(parts.get("file").fileName()).isEqualTo("f");
    assertThat(parts.get("file").type()).isEqualTo("x/y");
    assertThat(read("--b 1--")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", ";", "; ", ";\n", "\n", "content-disposition:", "form-data;", "\""})
  void refusesMegabyteOfHostileHeadersInTime(String piece) {
    String hostile = piece.repeat((1 << 20) / piece.length());
    String body = "--b 1~Content-Disposition: form-data;" + hostile + "~~x~--b 1--";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> read(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("multipart: a part has no Content-Disposition"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Multipart.read("multipart/form-data" + hostile, new byte[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("multipart: the Content-Type has no boundary"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--b 1~|multipart: a part does not end with the boundary, see byte 5",
        "--b 1~x~--b 1--|multipart: a part has no headers, see byte 7",
        "--b 1~A: b~~x~--b 1--|multipart: a part has no Content-Disposition: form-data;"
            + " name=\"…\", see byte 7",
        "--b 1~Content-Disposition: form-data; name=\"a\"~~~--b 1~Content-Disposition: form-data;"
            + " name=\"a\"~~~--b 1--|multipart: two parts are named a",
        "--b 1--x|multipart: the closing boundary must be followed by -- and end the body,"
            + " see byte 5"
      })
  void refusesMalformedBody(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
