package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every endpoint with all of its documented fields: what the typed chain sends is what the dynamic
 * client sends, and what its views read is what the platform responded.
 */
class TypedRequestsTest {
  private static final long SEED = Long.getLong("seed", 20261130);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MERCHANT =
      Set.of("mchid", "mch_id", "combine_mch_id", "sp_mchid", "combine_mchid");
  private static final Set<String> OF_FILE =
      Set.of(
          "filename",
          "file_name",
          "sha256",
          "digest",
          "file_digest",
          "digest_alogrithm",
          "digest_algorithm");
  private static final Set<String> ADDED = Set.of("sign", "nonce_str", "sign_type");

  @TempDir Path folder;

  private Reply reply = Reply.bare(200, "");
  private final FakeHttpClient http = new FakeHttpClient(sent -> reply);
  private final Wxpay wxpay =
      Clients.once()
          .mchid(Fixtures.MCHID)
          .serial(Fixtures.SERIAL)
          .privateKey(Fixtures.merchantKey())
          .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))
          .secret(Fixtures.SECRET)
          .merchantCertificate(
              Fixtures.text("apiclient_cert.pem"), Fixtures.text("apiclient_key.pem"))
          .clock(Fixtures.CLOCK)
          .httpClient(http)
          .build();
  private final TypedCall typed = new TypedCall();
  private final List<String> failures = new ArrayList<>();

  @Test
  void sendsWhatTheDynamicClientSendsAndReadsWhatThePlatformResponds() {
    List<Endpoint> endpoints = Catalogue.load().endpoints();
    int calls = 0;
    for (int round = 0; round < 2; round++) { // overloads alternate
      for (Endpoint endpoint : endpoints) {
        if (!endpoint.hasDynamicUrl()) { // ViewTest downloads these
          calls++;
          try {
            compare(endpoint, SEED + round, calls % 2 == 0, round == 1);
          } catch (RuntimeException | AssertionError e) {
            failures.add(endpoint.method() + " " + endpoint.path() + ": " + e);
          }
        }
      }
    }
    assertThat(failures.stream().limit(20))
        .as("%d of %d calls, -Dseed=%d", failures.size(), calls, SEED)
        .isEmpty();
    assertThat(calls).isEqualTo(2 * 1182);
    List<String> unused = unused();
    assertThat(unused.stream().limit(20)).as("%d methods were not called", unused.size()).isEmpty();
  }

  private void compare(Endpoint endpoint, long seed, boolean async, boolean byOptions) {
    Samples samples =
        Samples.seeded(seed + endpoint.toString().hashCode(), Instant.ofEpochSecond(Fixtures.NOW))
            .from(
                (pointer, field) ->
                    MERCHANT.contains(field.name()) ? TextNode.valueOf(Fixtures.MCHID) : null);
    samples = endpoint.version() == 2 ? samples.xml() : samples;
    TypedCall.Input input = input(endpoint, samples, async, byOptions);
    boolean pkcs1 = isOldPadding(endpoint);
    ObjectNode plain = samples.of(endpoint.response(), (pointer, field) -> true);
    reply = reply(endpoint, plain, pkcs1);

    if (endpoint.kind() == Endpoint.Kind.REDIRECT) {
      compareUrls(endpoint, input);
      return;
    }
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      input.file = folder.resolve("downloaded");
      compareUnsent(endpoint, input);
      return;
    }
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      input.file = file(endpoint);
    }
    if (endpoint.needsCertificate()) { // a connection with a certificate is not that of the fake
      compareUnsent(endpoint, input);
      read(endpoint, dynamic(wxpay, endpoint, input, pkcs1, false), plain);
      return;
    }
    dynamic(wxpay, endpoint, input, pkcs1, false);
    Sent expected = last();
    Object view = typed.call(TypedCall.root(wxpay, endpoint), endpoint, input);
    Sent sent = last();

    assertThat(sent.method()).isEqualTo(expected.method());
    assertThat(sent.uri().getHost()).isEqualTo(expected.uri().getHost());
    assertThat(sent.uri().getRawPath()).isEqualTo(expected.uri().getRawPath());
    assertThat(query(endpoint, sent, pkcs1)).isEqualTo(query(endpoint, expected, pkcs1));
    for (String header : List.of("Wechatpay-Serial", "Idempotency-Key", "Content-Type")) {
      assertThat(header(sent, header)).as(header).isEqualTo(header(expected, header));
    }
    assertThat(body(endpoint, sent, pkcs1)).isEqualTo(body(endpoint, expected, pkcs1));
    endpoint
        .signType()
        .filter(type -> !endpoint.request().isEmpty())
        .ifPresent(type -> assertThat(sent.text()).contains("<sign_type>"));
    assertThat(((ResponseView) view).response().status()).isEqualTo(endpoint.status());
    read(endpoint, view, plain);
  }

  private Path file(Endpoint endpoint) {
    String path = endpoint.path();
    boolean invoice = path.contains("fapiao") || path.contains("invoice");
    String name =
        path.endsWith("/tasks")
            ? "a.txt"
            : invoice ? "a.pdf" : path.contains("video") ? "a.mp4" : "图片 1.png";
    try {
      return Files.write(folder.resolve(name), new byte[] {'B', 'M', 0, 1, 2, 3, '\r', '\n'});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compareUrls(Endpoint endpoint, TypedCall.Input input) {
    input.byOptions = false;
    input.async = false;
    Wxpay constant = wxpay.newBuilder().nonce(() -> Fixtures.NONCE).build();
    Map<String, String> query = new LinkedHashMap<>();
    input.query.properties().forEach(e -> query.put(e.getKey(), e.getValue().asText()));
    assertThat(typed.call(TypedCall.root(constant, endpoint), endpoint, input))
        .isEqualTo(constant.chain("v2/" + endpoint.path()).url(query));
  }

  /** Compares the requests to an endpoint before they are signed. */
  private void compareUnsent(Endpoint endpoint, TypedCall.Input input) {
    List<Outgoing> requests = new ArrayList<>();
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            requests.add(request);
            throw new IllegalStateException("not to be sent");
          }
        };
    Wxpay unsent = wxpay.newBuilder().hook(hook).build();
    for (Runnable call :
        List.<Runnable>of(
            () -> dynamic(unsent, endpoint, input, false, endpoint.needsCertificate()),
            () -> typed.call(TypedCall.root(unsent, endpoint), endpoint, input))) {
      assertThatThrownBy(call::run).hasStackTraceContaining("not to be sent");
    }
    Outgoing expected = requests.get(0);
    Outgoing sent = requests.get(1);
    assertThat(sent).hasToString(expected.toString());
    assertThat(sent.endpoint()).isEqualTo(expected.endpoint());
    assertThat(sent.query()).isEqualTo(expected.query());
    assertThat(sent.options().security()).isEqualTo(endpoint.needsCertificate());
    assertThat(sent.options().nonceless()).isEqualTo(endpoint.isNonceless());
    assertThat(sent.data() == null).isEqualTo(expected.data() == null);
    if (sent.data() instanceof Map) {
      assertThat(texts(sent.data())).isEqualTo(texts(expected.data()));
    }
  }

  private static Map<String, String> texts(Object fields) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) fields).forEach((name, value) -> texts.put(name.toString(), value.toString()));
    texts.keySet().removeAll(ADDED);
    // The samples show this text as it is before it is URL-encoded.
    texts.computeIfPresent(
        "risk_info", (name, text) -> URLDecoder.decode(text, StandardCharsets.UTF_8));
    return texts;
  }

  private void read(Endpoint endpoint, Object view, ObjectNode plain) {
    if (endpoint.response().isEmpty()) {
      return;
    }
    List<String> wrong = new ArrayList<>();
    JsonNode read = endpoint.kind() == Endpoint.Kind.XML ? texts(plain) : plain;
    Object seen = view instanceof Response ? view(endpoint, (Response) view) : view;
    typed.read(seen, "", endpoint.response(), read, wrong);
    assertThat(wrong).isEmpty();
  }

  private Object view(Endpoint endpoint, Response response) {
    Object node = typed.node(TypedCall.root(wxpay, endpoint), endpoint, new TypedCall.Input());
    Verb verb = Verb.of(endpoint.method(), endpoint.path(), "", "");
    return ((Node) node).view(verb, response);
  }

  private static TypedCall.Input input(
      Endpoint endpoint, Samples samples, boolean async, boolean byOptions) {
    TypedCall.Input input = new TypedCall.Input();
    input.async = async;
    input.byOptions = byOptions;
    for (Field field : endpoint.pathParameters()) {
      input.variables.put(field.name(), samples.text(field));
    }
    for (String header : endpoint.headers()) {
      if (!header.equals("Wechatpay-Serial")) {
        input.headers.put(header, "key-1");
      }
    }
    boolean own = endpoint.request().stream().anyMatch(f -> f.name().equals("workwx_sign"));
    Set<String> added = own ? Set.of("sign") : Set.of("sign", "nonce_str");
    input.body =
        endpoint.request().isEmpty() ? null : samples.of(endpoint.request(), (p, f) -> true);
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      ObjectNode meta =
          samples.of(endpoint.meta(), (pointer, field) -> !OF_FILE.contains(field.name()));
      input.meta = meta.isEmpty() ? null : meta;
      input.body = null;
    }
    input.query = endpoint.query().isEmpty() ? null : samples.of(endpoint.query(), (p, f) -> true);
    if (endpoint.version() == 2 && input.body != null) {
      input.body.remove(added);
    }
    if (endpoint.version() == 2 && input.query != null) {
      input.query.remove(added);
    }
    return input;
  }

  /** Sends the same by the dynamic client. */
  private static Response dynamic(
      Wxpay client, Endpoint endpoint, TypedCall.Input input, boolean pkcs1, boolean certificate) {
    Options options = Options.none();
    for (Map.Entry<String, String> variable : input.variables.entrySet()) {
      options = options.with(variable.getKey(), variable.getValue());
    }
    for (Map.Entry<String, String> header : input.headers.entrySet()) {
      options = options.header(header.getKey(), header.getValue());
    }
    if (input.query != null) {
      for (Map.Entry<String, JsonNode> one : input.query.properties()) {
        JsonNode value = one.getValue();
        String text = value.isArray() ? value.get(0).asText() : value.asText();
        boolean secret = TypedCall.field(endpoint.query(), one.getKey()).isEncrypted();
        options = options.query(one.getKey(), secret ? Wxpay.secret(text) : text);
      }
    }
    options = certificate ? options.security(true) : options;
    options = endpoint.isNonceless() ? options.nonceless(true) : options;
    options = pkcs1 ? options.pkcs1(true) : options;
    if (!endpoint.host().equals("api.mch.weixin.qq.com")) {
      options = options.baseUrl("https://" + endpoint.host());
    }
    Object body = input.body;
    if (endpoint.version() == 2
        && !endpoint.method().equals("GET")
        && endpoint.kind() != Endpoint.Kind.UPLOAD) {
      Map<String, String> fields = new LinkedHashMap<>();
      if (input.body == null) {
        fields.put("mch_id", Fixtures.MCHID);
      } else {
        input.body.properties().forEach(e -> fields.put(e.getKey(), e.getValue().asText()));
      }
      body = fields;
    } else if (input.body != null) {
      body = secrets(endpoint.request(), input.body);
    }
    Chain chain = client.chain((endpoint.version() == 2 ? "v2/" : "") + endpoint.path());
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      return body == null
          ? chain.download(input.file, options)
          : chain.download(input.file, body, options);
    }
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      Map<String, Object> meta =
          input.meta == null ? Map.of() : secrets(endpoint.meta(), input.meta);
      return chain.upload(input.file, meta, options);
    }
    return chain.request(endpoint.method(), body, options);
  }

  /** Returns a map in which the encrypted fields are secrets. */
  private static Map<String, Object> secrets(List<Field> fields, JsonNode object) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      Field field = TypedCall.field(fields, entry.getKey());
      JsonNode value = entry.getValue();
      if (value.isArray()) {
        List<Object> list = new ArrayList<>();
        value.forEach(one -> list.add(secret(field, one)));
        map.put(entry.getKey(), list);
      } else {
        map.put(entry.getKey(), secret(field, value));
      }
    }
    return map;
  }

  private static Object secret(Field field, JsonNode value) {
    return value.isObject()
        ? secrets(field.fields(), value)
        : field.isEncrypted() ? Wxpay.secret(value.asText()) : value;
  }

  private static String header(Sent sent, String name) {
    return String.join(",", sent.headers(name)).replaceFirst("boundary=.*", "boundary");
  }

  private Sent last() {
    return http.sent().get(http.sent().size() - 1);
  }

  private static UnaryOperator<String> opened(boolean pkcs1) {
    return text ->
        pkcs1
            ? Rsa.decryptPkcs1(text, Fixtures.platformKey())
            : Rsa.decrypt(text, Fixtures.platformKey());
  }

  private static Map<String, String> query(Endpoint endpoint, Sent sent, boolean pkcs1) {
    Map<String, String> query = new TreeMap<>();
    String raw = sent.uri().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
      String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      boolean secret =
          endpoint.query().stream().anyMatch(f -> f.name().equals(name) && f.isEncrypted());
      query.put(name, secret ? opened(pkcs1).apply(value) : value);
    }
    if (endpoint.version() == 2) {
      query.keySet().removeAll(ADDED);
    }
    return query;
  }

  private static Object body(Endpoint endpoint, Sent sent, boolean pkcs1) {
    if (sent.text().isEmpty()) {
      return "";
    }
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      return form(endpoint, sent, pkcs1);
    }
    if (endpoint.version() == 2) {
      Map<String, Object> fields = new TreeMap<>(Transformer.toObject(sent.text()));
      fields.keySet().removeAll(ADDED);
      return fields;
    }
    return SealedFields.map(endpoint.request(), TypedCall.read(sent.text()), opened(pkcs1));
  }

  /** Returns the meta part in plain, and all other parts. */
  private static List<Object> form(Endpoint endpoint, Sent sent, boolean pkcs1) {
    String boundary = sent.header("Content-Type").replaceFirst(".*boundary=", "");
    List<Object> parts = new ArrayList<>();
    for (String part : sent.text().split(Pattern.quote(boundary), -1)) {
      String content = part.replaceFirst("(?s).*?\r\n\r\n", "").replaceFirst("\r\n--$", "");
      parts.add(
          part.contains("name=\"meta\"")
              ? SealedFields.map(endpoint.meta(), TypedCall.read(content), opened(pkcs1))
              : part);
    }
    return parts;
  }

  private static Reply reply(Endpoint endpoint, ObjectNode plain, boolean pkcs1) {
    if (endpoint.version() == 3) {
      UnaryOperator<String> sealed =
          text ->
              pkcs1
                  ? Rsa.encryptPkcs1(text, Fixtures.merchantPublicKey())
                  : Rsa.encrypt(text, Fixtures.merchantPublicKey());
      String body =
          endpoint.response().isEmpty()
              ? ""
              : SealedFields.map(endpoint.response(), plain, sealed).toString();
      return Reply.signed(endpoint.status(), body.getBytes(StandardCharsets.UTF_8));
    }
    if (endpoint.path().equals("appauth/getaccesstoken")) {
      return Reply.bare(200, plain.put("retcode", 0).toString());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    plain.remove("sign");
    for (String code : List.of("return_code", "result_code")) {
      plain.put(code, "SUCCESS");
    }
    SealedFields.map(
            endpoint.response(), plain, text -> Rsa.encrypt(text, Fixtures.merchantPublicKey()))
        .properties()
        .forEach(e -> fields.put(e.getKey(), text(e.getValue())));
    fields.put("sign", Hash.sign(Hash.ALGO_HMAC_SHA256, fields, Fixtures.SECRET));
    plain.put("sign", fields.get("sign"));
    String xml = Transformer.toXml(fields);
    for (Map.Entry<String, JsonNode> entry : plain.properties()) {
      String name = entry.getKey();
      if (entry.getValue().isContainerNode()) { // nested XML, which a few unsigned responses have
        String nested = elements(name, entry.getValue());
        xml = xml.replaceFirst("<" + name + ">.*?</" + name + ">", nested);
      }
    }
    return Reply.bare(200, xml);
  }

  private static String elements(String name, JsonNode value) {
    StringBuilder xml = new StringBuilder();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      xml.append('<').append(name).append('>');
      one.properties().forEach(e -> xml.append(elements(e.getKey(), e.getValue())));
      xml.append(one.isContainerNode() ? "" : one.asText()).append("</").append(name).append('>');
    }
    return xml.toString();
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static ObjectNode texts(ObjectNode plain) {
    ObjectNode texts = JSON.createObjectNode();
    plain
        .properties()
        .forEach(
            e -> {
              JsonNode value = e.getValue();
              texts.set(
                  e.getKey(), value.isContainerNode() ? value : TextNode.valueOf(value.asText()));
            });
    return texts;
  }

  private static boolean isOldPadding(Endpoint endpoint) {
    return endpoint.hasOldPadding()
        && Stream.of(endpoint.query(), endpoint.request(), endpoint.response())
            .anyMatch(TypedRequestsTest::isEncrypted);
  }

  private static boolean isEncrypted(List<Field> fields) {
    return fields.stream().anyMatch(f -> f.isEncrypted() || isEncrypted(f.fields()));
  }

  /** Returns the setters and accessors of endpoints that were never called. */
  private List<String> unused() {
    Set<String> called =
        typed.called().keySet().stream()
            .map(Method::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Integer> kinds = new HashMap<>();
    List<String> unused = new ArrayList<>();
    for (Class<?> type : Generated.types()) {
      boolean setter = Body.class.isAssignableFrom(type);
      boolean accessor = View.class.isAssignableFrom(type);
      boolean generated = !type.getPackageName().matches(".*[.](endpoints|events)");
      if (!generated || !(setter || accessor)) {
        continue;
      }
      for (Method method : type.getDeclaredMethods()) {
        boolean member =
            Modifier.isPublic(method.getModifiers())
                && !method.isBridge()
                && !method.getName().startsWith("download");
        if (member) {
          kinds.merge(setter ? "setters" : "accessors", 1, Integer::sum);
          if (!called.contains(method.toString())) {
            unused.add(method.toString());
          }
        }
      }
    }
    assertThat(kinds).containsOnly(Map.entry("setters", 9_250), Map.entry("accessors", 12_157));
    return unused;
  }
}
