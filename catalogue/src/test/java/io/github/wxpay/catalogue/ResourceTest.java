package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares each attribute of the catalogue with the data from which it was generated. */
class ResourceTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  private final List<String> differences = new ArrayList<>();

  @Test
  void hasEveryAttributeOfEveryEndpoint() throws IOException {
    JsonNode rows = Corrections.apply(Corrections.text(), rows("catalogue.json"));
    assertThat(rows).hasSameSizeAs(CATALOGUE.endpoints());

    for (int i = 0; i < rows.size(); i++) {
      compare(rows.get(i), CATALOGUE.endpoints().get(i));
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void hasEveryAttributeOfEveryNotification() throws IOException {
    JsonNode rows = Corrections.apply(Corrections.ofNotifications(), rows("webhooks.json"));
    assertThat(rows).hasSameSizeAs(CATALOGUE.notifications());

    for (int i = 0; i < rows.size(); i++) {
      compare(rows.get(i), CATALOGUE.notifications().get(i));
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void generatesEqualResource() throws IOException {
    String remade = Remake.of(SourceData.catalogue());

    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.txt")) {
      assertThat(remade.getBytes(StandardCharsets.UTF_8)).isEqualTo(in.readAllBytes());
    }
  }

  private void compare(JsonNode row, Endpoint e) {
    String at = row.path("method").asText() + " " + row.path("path").asText();
    same(at, row.path("method").asText(), e.method());
    same(at, row.path("path").asText(), e.path());
    same(at, row.path("title").asText(), e.title());
    same(at, row.path("version").asText(), "v" + e.version());
    same(at, row.path("kind").asText(), e.kind().name().toLowerCase(Locale.ROOT));
    same(at, texts(row.path("status")), List.of(String.valueOf(e.status())));
    same(at, row.path("host").asText("api.mch.weixin.qq.com"), e.host());
    same(at, row.has("altHost") ? 2 : 1, e.hosts().size());
    same(at, row.path("altHost").asText(e.host()), e.hosts().get(e.hosts().size() - 1));
    same(at, row.path("deprecated").asBoolean(), e.isDeprecated());
    same(at, row.path("cert").asBoolean(), e.needsCertificate());
    same(at, row.path("nonceless").asBoolean(), e.isNonceless());
    same(at, row.path("unsigned").asBoolean(), e.isUnsigned());
    same(at, row.path("noAuth").asBoolean(), e.isOpen());
    same(at, row.path("dynamicUrl").asBoolean(), e.hasDynamicUrl());
    same(at, row.path("requiredKnown").asBoolean(true), e.isRequiredKnown());
    same(at, row.path("auth").asText().startsWith("WECHATPAY-BRAND"), e.isForBrands());
    same(at, optional(row.path("signType")), e.signType());
    same(at, optional(row.path("signedDigest")), e.signedDigest());
    same(at, optional(row.path("produces")), e.produces());
    same(at, optional(row.path("fragment")), e.fragment());
    same(at, optional(row.path("notice").path("state")), e.notice());
    same(at, texts(row.path("headers")), e.headers());
    same(at, texts(row.path("headersOptional")), e.optionalHeaders());
    List<List<String>> either = new ArrayList<>();
    row.path("either").forEach(group -> either.add(texts(group)));
    same(at, either, e.either());
    fields(at + " path", row.path("pathParams"), e.pathParameters());
    fields(at + " query", row.path("query"), e.query());
    fields(at + " request", row.path("request"), e.request());
    fields(at + " meta", row.path("meta"), e.meta());
    fields(at + " response", row.path("response"), e.response());
    fields(at + " error", row.path("errorResponse"), e.errorResponse());
  }

  private void compare(JsonNode row, NotificationType n) {
    String at = row.path("name").asText();
    same(at, row.path("name").asText(), n.name());
    same(at, row.path("title").asText(), n.title());
    same(at, row.path("version").asText(), "v" + n.version());
    same(at, texts(row.path("event_type")), n.eventTypes());
    same(at, texts(row.path("original_type")), n.originalTypes());
    same(at, texts(row.path("signature")), n.signTypes());
    same(at, row.path("encrypted").asText(), n.encryptedField());
    first(at, row.path("summary"), n.summary());
    first(at, row.path("original_type"), n.originalType());
    first(at, row.path("associated_data"), n.associatedData());
    same(at, row.path("deprecated").asBoolean(), n.isDeprecated());
    same(at, row.path("oneOf").asBoolean(), n.isOneOf());
    same(at, row.path("ack").path("business").asBoolean(), n.isAnsweredWithData());
    same(at, row.path("ack").has("headers"), n.isAnsweredSigned());
    fields(at + " payload", row.path("payload"), n.payload());
    fields(at + " reply", row.path("ack").path("fields"), n.reply());
  }

  // Attributes that the data lack come from notifications.tsv.
  private void first(String at, JsonNode list, String actual) {
    same(at, list.path(0).asText(actual), actual);
  }

  private void fields(String at, JsonNode rows, List<Field> fields) {
    same(at, rows.size(), fields.size());
    for (int i = 0; i < Math.min(rows.size(), fields.size()); i++) {
      JsonNode row = rows.get(i);
      Field field = fields.get(i);
      String name = at + "/" + row.path("name").asText();
      same(name, row.path("name").asText(), field.name());
      same(name, row.path("type").asText(), field.type());
      same(name, row.path("required").asBoolean(), field.isRequired());
      same(name, row.path("encrypted").asBoolean(), field.isEncrypted());
      same(name, row.path("cipher").asText().equals("v2-bank-pubkey"), field.isForBank());
      same(name, row.path("oneOf").asBoolean(), field.isOneOf());
      same(name, row.path("urlencoded").asBoolean(), field.isUrlencoded());
      same(name, row.path("format").asText(), field.format());
      same(name, row.path("json").asText(), field.json());
      same(name, texts(row.path("enum")), field.values());
      same(name, number(row.path("minLength")), boxed(field.minLength()));
      same(name, number(row.path("maxLength")), boxed(field.maxLength()));
      same(name, row.path("bytes").asBoolean(), field.isLengthInBytes());
      same(name, number(row.path("minimum")), boxed(field.minimum()));
      same(name, number(row.path("maximum")), boxed(field.maximum()));
      same(name, optional(row.path("pattern")), field.pattern().map(Pattern::pattern));
      fields(name, row.path("fields"), field.fields());
    }
  }

  private void same(String at, Object documented, Object actual) {
    if (!documented.equals(actual)) {
      differences.add(at + ": " + documented + " is " + actual);
    }
  }

  private static Optional<String> optional(JsonNode node) {
    return Optional.ofNullable(node.textValue());
  }

  private static Optional<Long> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.longValue()) : Optional.empty();
  }

  private static Optional<Long> boxed(OptionalInt length) {
    return length.isPresent() ? Optional.of((long) length.getAsInt()) : Optional.empty();
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode rows(String file) throws IOException {
    return new ObjectMapper().readTree(SourceData.catalogue().resolve(file).toFile());
  }
}
