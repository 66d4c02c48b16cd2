package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Endpoint.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Compares the catalogue with the numbers that the report about its data states. */
class CountsTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  void hasAllEndpointsAndNotifications() {
    assertThat(CATALOGUE.endpoints()).hasSize(1186).doesNotHaveDuplicates();
    assertThat(CATALOGUE.notifications()).hasSize(112).doesNotHaveDuplicates();
    assertThat(by(Endpoint::version)).isEqualTo(Map.of(2, 136L, 3, 1050L));
    assertThat(
            CATALOGUE.notifications().stream()
                .collect(groupingBy(NotificationType::version, counting())))
        .isEqualTo(Map.of(2, 10L, 3, 102L));
  }

  @Test
  void countsEndpointsByMethodKindAndStatus() {
    assertThat(by(Endpoint::method))
        .isEqualTo(Map.of("POST", 718L, "GET", 417L, "PATCH", 33L, "DELETE", 13L, "PUT", 5L));
    assertThat(by(Endpoint::kind))
        .isEqualTo(
            Map.of(
                Kind.JSON,
                1028L,
                Kind.XML,
                128L,
                Kind.UPLOAD,
                15L,
                Kind.DOWNLOAD,
                12L,
                Kind.REDIRECT,
                3L));
    assertThat(by(Endpoint::status)).isEqualTo(Map.of(200, 1076L, 204, 100L, 202, 7L, 302, 3L));
  }

  @Test
  void countsEndpointsByProperty() {
    assertThat(by(Endpoint::isDeprecated)).containsEntry(true, 65L);
    assertThat(by(endpoint -> endpoint.notice().orElse("")))
        .containsEntry("offline", 30L)
        .containsEntry("redesigned", 25L)
        .containsEntry("closed", 7L)
        .containsEntry("on-request", 6L)
        .containsEntry("abandoned", 3L)
        .containsEntry("no-new-merchants", 3L);
    assertThat(by(Endpoint::needsCertificate)).containsEntry(true, 57L);
    assertThat(by(Endpoint::isNonceless)).containsEntry(true, 19L);
    assertThat(by(endpoint -> endpoint.signType().orElse("")))
        .containsEntry("HMAC-SHA256", 55L)
        .containsEntry("MD5", 2L);
    assertThat(by(Endpoint::headers)).containsEntry(List.of("Wechatpay-Serial"), 120L);
    assertThat(by(Endpoint::isForBrands)).containsEntry(true, 30L);
    assertThat(by(Endpoint::isRequiredKnown)).containsEntry(false, 30L);
    assertThat(by(Endpoint::hasDynamicUrl)).containsEntry(true, 4L);
    assertThat(by(endpoint -> endpoint.hosts().size())).containsEntry(2, 76L);
    assertThat(by(endpoint -> endpoint.either().isEmpty())).containsEntry(false, 19L);
  }

  @Test
  void countsFieldsByPart() {
    assertThat(total(e -> e.query()) + total(e -> e.request()) + total(e -> e.meta()))
        .isEqualTo(10910);
    assertThat(total(e -> e.response()) + total(e -> e.errorResponse())).isEqualTo(18874);
    assertThat(total(e -> e.pathParameters())).isEqualTo(658);
    assertThat(by(endpoint -> endpoint.pathParameters().isEmpty())).containsEntry(false, 555L);
    assertThat(by(e -> encrypted(e.query()) || encrypted(e.request()) || encrypted(e.meta())))
        .containsEntry(true, 121L);
    assertThat(by(endpoint -> encrypted(endpoint.response()))).containsEntry(true, 52L);
  }

  @Test
  void sortsEndpointsAndNotificationsByVersion() {
    assertThat(CATALOGUE.endpoints())
        .isSortedAccordingTo((a, b) -> Integer.compare(a.version(), b.version()));
    assertThat(CATALOGUE.notifications())
        .isSortedAccordingTo((a, b) -> Integer.compare(a.version(), b.version()));
  }

  @Test
  void createsFieldsOnceForManyThreads() throws IOException {
    Catalogue fresh;
    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.txt")) {
      fresh = Catalogue.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    List<Long> totals =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> fresh.endpoints().stream().mapToLong(e -> total(e.response())).sum())
            .collect(Collectors.toList());

    assertThat(totals).containsOnly(total(Endpoint::response));
  }

  @Test
  void returnsUnmodifiableLists() {
    Endpoint endpoint = CATALOGUE.find("申请退款").get(0);

    for (List<?> list :
        List.of(
            CATALOGUE.endpoints(),
            CATALOGUE.notifications(),
            CATALOGUE.find("refund"),
            CATALOGUE.nearest("GET", "v3/certificate"),
            endpoint.request(),
            endpoint.request().get(0).values(),
            endpoint.hosts(),
            endpoint.headers(),
            endpoint.either())) {
      assertThat(list).isUnmodifiable();
    }
  }

  @Test
  void compressesResourceBelowLimit() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    byte[] resource;
    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.txt")) {
      resource = in.readAllBytes();
    }

    try (var deflating = new DeflaterOutputStream(compressed, new Deflater())) {
      deflating.write(resource);
    }

    assertThat(compressed.size()).as("of %d bytes", resource.length).isLessThan(250_000);
  }

  private static <K> Map<K, Long> by(Function<Endpoint, K> key) {
    return CATALOGUE.endpoints().stream().collect(groupingBy(key, counting()));
  }

  private static long total(Function<Endpoint, List<Field>> part) {
    return CATALOGUE.endpoints().stream().mapToLong(e -> total(part.apply(e))).sum();
  }

  private static long total(List<Field> fields) {
    return fields.stream().mapToLong(field -> 1 + total(field.fields())).sum();
  }

  private static boolean encrypted(List<Field> fields) {
    return fields.stream().anyMatch(field -> field.isEncrypted() || encrypted(field.fields()));
  }
}
