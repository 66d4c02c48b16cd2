package io.github.wxpay.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bodies as they are sent and signed. */
class BodyTest {
  private static final Headers FORM = Headers.of(Map.of("Content-Type", "multipart/form-data"));

  @Test
  void createsFormOfMapWithFileNameOfMeta() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("meta", Map.of("filename", "a.mp4"));
    map.put("file", new byte[] {1});
    map.put("none", null);

    Multipart form = Body.form(map, Optional.empty());
    Multipart optional =
        Body.form(Map.of("file", new byte[] {1}), Optional.of("{\"file_name\":\"b.png\"}"));

    assertThat(text(form))
        .contains("filename=\"a.mp4\"\r\nContent-Type: video/mp4\r\n\r\n")
        .contains("name=\"none\"\r\n\r\nnull\r\n");
    assertThat(optional.names()).containsExactly("meta", "file");
    assertThat(optional.get("meta").orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"file_name\":\"b.png\"}");
    assertThat(text(optional)).contains("filename=\"b.png\"\r\nContent-Type: image/png");
  }

  @Test
  void signsMetaOfFormAndAllBytesOfOtherBodies() {
    Map<String, Object> map = Map.of("file", new byte[] {1}, "meta", Map.of("a", 1));

    Body form = Body.json(map, FORM, Options.none(), plain -> plain);
    Body json = Body.json(Map.of("a", 1), Headers.none(), Options.none(), plain -> plain);

    assertThat(form.signed()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
    assertThat(form.contentType().orElseThrow()).startsWith("multipart/form-data; boundary=");
    assertThat(form.publisher().contentLength()).isGreaterThan(form.signed().length);
    assertThat(json.signed()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
    assertThat(json.contentType()).isEmpty();
    assertThat(json).hasToString("7 bytes");
    assertThat(Body.none().publisher().contentLength()).isZero();
  }

  @Test
  void refusesFormThatCannotBeSentBeforeSigning() {
    Multipart form = new Multipart("B1").append("a", "--B1");

    assertThatThrownBy(() -> Body.json(form, FORM, Options.none(), plain -> plain))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The boundary 'B1' occurs in the part 'a'");
  }

  private static String text(Multipart form) {
    return new String(form.bytes(), StandardCharsets.UTF_8);
  }
}
