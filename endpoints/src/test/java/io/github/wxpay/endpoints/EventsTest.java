package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Notifications of every documented kind, encrypted and signed as the platform does. */
class EventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MERCHANT =
      Set.of("mchid", "mch_id", "combine_mch_id", "sp_mchid", "combine_mchid");

  private final Wxpay wxpay =
      Clients.once()
          .mchid(Fixtures.MCHID)
          .serial(Fixtures.SERIAL)
          .privateKey(Fixtures.merchantKey())
          .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))
          .secret(Fixtures.SECRET)
          .apiV3Key(Fixtures.API_V3_KEY)
          .clock(Fixtures.CLOCK)
          .build();
  private final TypedCall typed = new TypedCall();

  @Test
  void readsEveryKind() {
    List<String> failures = new ArrayList<>();
    Set<String> types = new TreeSet<>();
    List<NotificationType> kinds = Catalogue.load().notifications();
    for (NotificationType kind : kinds) {
      try {
        types.add(read(kind));
      } catch (RuntimeException | AssertionError e) {
        failures.add("v" + kind.version() + " " + kind.name() + ": " + e);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(kinds).hasSize(112);
    assertThat(types).hasSize(112);
  }

  private String read(NotificationType kind) {
    Samples samples =
        Samples.seeded(kind.name().hashCode(), Instant.ofEpochSecond(Fixtures.NOW))
            .from(
                (pointer, field) ->
                    MERCHANT.contains(field.name())
                        ? TextNode.valueOf(Fixtures.MCHID)
                        : field.name().matches("return_code|result_code")
                            ? TextNode.valueOf("SUCCESS")
                            : null);
    ObjectNode plain =
        (kind.version() == 2 ? samples.xml() : samples).of(kind.payload(), (p, f) -> true);
    Notification notification = kind.version() == 3 ? v3(kind, plain) : v2(kind, plain);

    EventView event = Events.of(notification);

    assertThat(event.notification()).isSameAs(notification);
    assertThat(event).hasToString(notification.toString());
    assertThat(event.getClass().getSimpleName())
        .as("its version where both have the name")
        .startsWith(
            kind.version() == 2
                ? "V2"
                : kind.name().matches("TRANSACTION[.](SUCCESS|FAIL)") ? "V3" : "");
    List<String> wrong = new ArrayList<>();
    typed.read(event, "", kind.payload(), plain, wrong);
    assertThat(wrong).isEmpty();
    return event.getClass().getName();
  }

  private Notification v3(NotificationType kind, ObjectNode plain) {
    JsonNode sealed =
        SealedFields.map(
            kind.payload(),
            plain,
            text -> io.github.wxpay.crypto.Rsa.encrypt(text, Fixtures.merchantPublicKey()));
    String nonce = "abcdefghijkl";
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("id", "EV-1").put("create_time", "2023-11-15T06:13:20+08:00");
    envelope.put("event_type", kind.eventTypes().get(0)).put("resource_type", "encrypt-resource");
    envelope
        .putObject("resource")
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("original_type", kind.originalType())
        .put("nonce", nonce)
        .put("associated_data", kind.associatedData())
        .put(
            "ciphertext",
            AesGcm.encrypt(sealed.toString(), Fixtures.API_V3_KEY, nonce, kind.associatedData()));
    byte[] body = envelope.toString().getBytes(StandardCharsets.UTF_8);
    return wxpay.notifications().parse(headers(Reply.signed(200, body)), body);
  }

  private static Map<String, String> headers(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>();
    reply.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }

  private Notification v2(NotificationType kind, ObjectNode plain) {
    Map<String, String> fields = new LinkedHashMap<>();
    plain.remove("sign");
    plain.properties().forEach(e -> fields.put(e.getKey(), text(e.getValue())));
    if (kind.name().equals("refund-processed")) {
      String key = Hash.md5(Fixtures.SECRET).toLowerCase(Locale.ROOT);
      Map<String, String> refund =
          Map.of(
              "return_code",
              "SUCCESS",
              "appid",
              "wx8888888888888888",
              "mch_id",
              Fixtures.MCHID,
              "nonce_str",
              Fixtures.NONCE,
              "req_info",
              AesEcb.encrypt(Transformer.toXml(fields).replace("xml>", "root>"), key));
      return parse(refund);
    }
    if (!kind.eventTypes().isEmpty()) {
      String nonce = "abcdefghijkl";
      Map<String, String> event = new LinkedHashMap<>();
      event.put("event_id", "EV-1");
      event.put("event_type", kind.eventTypes().get(0));
      event.put("event_algorithm", "AEAD_AES_256_GCM");
      event.put("event_nonce", nonce);
      event.put("event_associated_data", kind.associatedData());
      event.put(
          "event_ciphertext",
          AesGcm.encrypt(plain.toString(), Fixtures.API_V3_KEY, nonce, kind.associatedData()));
      event.put("mch_id", Fixtures.MCHID);
      event.put("nonce_str", Fixtures.NONCE);
      event.put("sign_type", "HMAC-SHA256");
      return parse(signed(event, Hash.ALGO_HMAC_SHA256));
    }
    fields.put("sign_type", "HMAC-SHA256");
    if (plain.has("sign_type")) {
      plain.put("sign_type", "HMAC-SHA256");
    }
    Notification notification = parse(signed(fields, Hash.ALGO_HMAC_SHA256));
    plain.put("sign", fields.get("sign"));
    if (kind.payload().stream().noneMatch(field -> field.name().equals("sign"))) {
      plain.remove("sign");
    }
    return notification;
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static Map<String, String> signed(Map<String, String> fields, String type) {
    fields.put("sign", Hash.sign(type, fields, Fixtures.SECRET));
    return fields;
  }

  private Notification parse(Map<String, String> fields) {
    return wxpay
        .notifications()
        .parse(Map.of(), Transformer.toXml(fields).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsUnknownKindWithoutAType() {
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("id", "EV-1").put("create_time", "2023-11-15T06:13:20+08:00");
    envelope.put("event_type", "NEW.EVENT").put("resource_type", "encrypt-resource");
    envelope
        .putObject("resource")
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("nonce", "abcdefghijkl")
        .put("associated_data", "new")
        .put("ciphertext", AesGcm.encrypt("{\"a\":1}", Fixtures.API_V3_KEY, "abcdefghijkl", "new"));
    byte[] body = envelope.toString().getBytes(StandardCharsets.UTF_8);

    EventView event =
        Events.of(wxpay.notifications().parse(headers(Reply.signed(200, body)), body));

    assertThat(event.getClass()).isEqualTo(EventView.class);
    assertThat(event.require("a")).isEqualTo("1");
  }
}
