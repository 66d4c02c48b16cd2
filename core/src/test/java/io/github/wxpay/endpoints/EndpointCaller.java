package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Samples;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls endpoints and compares request and response with what is documented. */
final class EndpointCaller implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields of APIv2 that the client refuses to leave out, or adds. */
  static final Set<String> OWN =
      Set.of(
          "mch_id",
          "mchid",
          "combine_mch_id",
          "appid",
          "sign",
          "nonce_str",
          "sign_type",
          "workwx_sign");

  private static final Set<String> ADDED = Set.of("sign", "nonce_str", "sign_type");

  private static final Set<String> PACKET =
      Set.of(
          "act_name", "mch_billno", "mch_id", "nonce_str", "re_openid", "total_amount", "wxappid");
  private static final Set<String> TRANSFER =
      Set.of(
          "amount",
          "appid",
          "desc",
          "mch_id",
          "nonce_str",
          "openid",
          "partner_trade_no",
          "ww_msg_type");

  private final Sandbox sandbox = Sandbox.builder().https(true).start();
  private final Wxpay wxpay = Clients.of(sandbox.config());
  private final Wxpay brand;
  private final PublicKey platformKey;
  private final EndpointSetup setup;
  private final long seed;
  private final PriorCalls calls;
  private int made;

  EndpointCaller(Path folder, long seed) throws IOException {
    this.seed = seed;
    Map<?, ?> merchant = (Map<?, ?>) sandbox.config().get("merchant");
    Path root = Files.writeString(folder.resolve("root.pem"), (String) merchant.get("ca"));
    this.brand = Clients.of(sandbox.brandConfig()).newBuilder().certificateAuthority(root).build();
    this.platformKey = platformKey(sandbox.config());
    this.setup = new EndpointSetup(sandbox, wxpay, folder);
    this.calls = new PriorCalls(this, setup);
  }

  /** Returns the key that a client prefers: that with an id instead of a certificate's serial. */
  private static PublicKey platformKey(Map<String, ?> config) {
    Map<?, ?> keys = (Map<?, ?>) config.get("certs");
    return keys.entrySet().stream()
        .filter(entry -> entry.getKey().toString().startsWith("PUB_KEY_ID_"))
        .map(entry -> Rsa.publicKey(entry.getValue().toString()))
        .findFirst()
        .orElseThrow();
  }

  EndpointSetup setup() {
    return setup;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Returns a request to an endpoint, after all that it needs was done before. */
  SampleRequest sample(Endpoint endpoint) {
    EndpointSetup.Facts facts = setup.prepare(endpoint);
    calls.make(endpoint.method() + " " + endpoint.path(), facts);
    long own = seed + endpoint.path().hashCode();
    return new SampleRequest(endpoint, samples(endpoint, facts), facts, own);
  }

  /** Asks an endpoint with those facts and returns what was sent and answered, in one object. */
  ObjectNode made(String method, String path, EndpointSetup.Facts facts) {
    Endpoint endpoint = Catalogue.load().endpoint(method, path).orElseThrow();
    long own = seed * 31 + made++;
    Samples samples = Samples.seeded(own, Instant.now()).from(facts::value).sealed(wxpay::encrypt);
    SampleRequest sample = new SampleRequest(endpoint, samples, facts, own);
    ObjectNode all = JSON.createObjectNode();
    sample.variables.forEach(all::put);
    if (sample.body != null) {
      all.setAll(sample.body);
    }
    Response response = send(sample);
    if (response.data().isObject()) {
      all.setAll((ObjectNode) response.data());
    }
    return all;
  }

  Response send(SampleRequest sample) {
    return send(sample, sample.endpoint.method());
  }

  Response send(SampleRequest sample, String verb) {
    return Clients.call(false, chain(sample), verb, sent(sample), options(sample));
  }

  /** Asks an endpoint, waiting in the verb or on the future. */
  void visit(Endpoint endpoint, boolean async) {
    SampleRequest sample = sample(endpoint);
    if (endpoint.kind() == Endpoint.Kind.REDIRECT) {
      redirected(sample, chain(sample));
      return;
    }
    Response response =
        endpoint.kind() == Endpoint.Kind.UPLOAD || endpoint.kind() == Endpoint.Kind.DOWNLOAD
            ? setup.moveFile(sample, chain(sample), options(sample), async)
            : Clients.call(async, chain(sample), endpoint.method(), sent(sample), options(sample));
    List<Recorded> requests = sandbox.requests();
    checkRequest(sample, requests.get(requests.size() - 1));
    assertThat(response.status()).isEqualTo(endpoint.status());
    if (endpoint.kind() == Endpoint.Kind.JSON && endpoint.status() == 200) {
      checkAnswer("", endpoint.response(), response, response.data());
    } else if (endpoint.kind() == Endpoint.Kind.XML) {
      checkTexts(endpoint, response.data());
    }
  }

  private Chain chain(SampleRequest sample) {
    return client(sample.endpoint).chain(sample.chain());
  }

  /** Returns the client for an endpoint: of the merchant, or of the brand. */
  Wxpay client(Endpoint endpoint) {
    return endpoint.isForBrands() ? brand : wxpay;
  }

  private Options options(SampleRequest sample) {
    Endpoint endpoint = sample.endpoint;
    boolean here = endpoint.host().equals("api.mch.weixin.qq.com") || endpoint.hasDynamicUrl();
    Options options = sample.options();
    options = endpoint.hasOldPadding() ? options.pkcs1(true) : options;
    return here ? options : options.baseUrl(sandbox.uri(endpoint.host()).toString());
  }

  private Samples samples(Endpoint endpoint, EndpointSetup.Facts facts) {
    Samples samples =
        Samples.seeded(seed + endpoint.toString().hashCode(), Instant.now())
            .from(facts::value)
            .sealed(cipher(endpoint));
    return endpoint.version() == 2 ? samples.xml() : samples;
  }

  private UnaryOperator<String> cipher(Endpoint endpoint) {
    boolean bank = endpoint.request().stream().anyMatch(Field::isForBank);
    if (endpoint.hasOldPadding()) {
      return text -> Rsa.encryptPkcs1(text, platformKey);
    }
    return bank ? text -> Rsa.encrypt(text, setup.bankKey()) : wxpay::encrypt;
  }

  /** Returns the body as it is sent; what each WeCom payment is signed with is added to it. */
  @Nullable Object sent(SampleRequest sample) {
    if (sample.body == null || sample.endpoint.version() == 3) {
      return sample.body;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    sample
        .body
        .properties()
        .forEach(entry -> fields.put(entry.getKey(), entry.getValue().asText()));
    if (fields.containsKey("workwx_sign")) {
      fields.put("nonce_str", Formatter.nonce());
      fields.put("workwx_sign", workwx(sample, fields));
      sample.body.put("workwx_sign", fields.get("workwx_sign"));
    }
    return fields;
  }

  private String workwx(SampleRequest sample, Map<String, String> fields) {
    Map<String, String> signed = new TreeMap<>(fields);
    signed.keySet().retainAll(sample.endpoint.path().endsWith("redpack") ? PACKET : TRANSFER);
    String text = Formatter.queryStringLike(signed);
    return Hash.md5(text, sandbox.workwxSecret(), "0").toUpperCase(Locale.ROOT);
  }

  private void redirected(SampleRequest sample, Chain chain) {
    URI url = URI.create(chain.url(Options.none().query(sample.query)));
    assertThat(url.getPath()).isEqualTo("/" + sample.endpoint.path());
    assertThat(decoded(url.getRawQuery())).containsAllEntriesOf(sample.query).containsKey("sign");
    sample
        .endpoint
        .fragment()
        .ifPresent(end -> assertThat("#" + url.getRawFragment()).isEqualTo(end));
  }

  private void checkRequest(SampleRequest sample, Recorded seen) {
    assertThat(seen.problem()).isEmpty();
    assertThat(seen.method()).isEqualTo(sample.endpoint.method());
    URI target = URI.create(seen.target());
    if (sample.endpoint.hasDynamicUrl()) {
      return;
    }
    assertThat(target.getRawPath()).isEqualTo(sample.path());
    Map<String, String> query = decoded(target.getRawQuery());
    if (sample.endpoint.version() == 2 && sample.endpoint.method().equals("GET")) {
      assertThat(query).containsAllEntriesOf(sample.query);
    } else {
      assertThat(query).isEqualTo(new TreeMap<>(sample.query));
    }
    if (sample.endpoint.kind() == Endpoint.Kind.JSON) {
      checkJson(sample, seen);
    } else if (sample.endpoint.kind() == Endpoint.Kind.XML && sample.body != null) {
      Map<String, Object> fields = new TreeMap<>(Transformer.toObject(seen.text()));
      fields.keySet().removeAll(ADDED);
      Map<String, Object> meant = new TreeMap<>(sentTexts(sample));
      meant.keySet().removeAll(ADDED);
      assertThat(fields).isEqualTo(meant);
    }
  }

  static Map<String, String> sentTexts(SampleRequest sample) {
    Map<String, String> texts = new TreeMap<>();
    sample.body.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private void checkJson(SampleRequest sample, Recorded seen) {
    if (sample.body == null) {
      assertThat(seen.body()).isEmpty();
      return;
    }
    try {
      assertThat(JSON.readTree(seen.body())).isEqualTo(JSON.readTree(sample.body.toString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (Field field : sample.endpoint.request()) {
      JsonNode value = sample.body.path(field.name());
      if (field.isEncrypted() && value.isTextual()) {
        assertThat(sandbox.decrypt(value.asText())).isNotEmpty();
      }
    }
  }

  /**
   * Requires that all required fields are present, have their type, and can be decrypted if they
   * are encrypted.
   */
  private void checkAnswer(String pointer, List<Field> fields, Response response, JsonNode data) {
    for (Field field : fields) {
      String at = pointer + "/" + field.name();
      JsonNode value = data.path(field.name());
      if (value.isMissingNode() || value.isNull()) {
        assertThat(field.isRequired()).as(at + " is required").isFalse();
        continue;
      }
      assertThat(value.isArray()).as(at + " is an array").isEqualTo(field.isArray());
      for (int i = 0; i < value.size() && field.isArray(); i++) {
        checkOne(at + "/" + i, field, response, value.get(i));
      }
      if (!field.isArray()) {
        checkOne(at, field, response, value);
      }
    }
  }

  private void checkOne(String at, Field field, Response response, JsonNode value) {
    switch (field.elementType()) {
      case "object":
        assertThat(value.isObject()).as(at + " is an object").isTrue();
        checkAnswer(at, field.fields(), response, value);
        break;
      case "integer":
        assertThat(value.isIntegralNumber()).as(at + " is an integer").isTrue();
        break;
      case "number":
        assertThat(value.isNumber()).as(at + " is a number").isTrue();
        break;
      case "boolean":
        assertThat(value.isBoolean()).as(at + " is a boolean").isTrue();
        break;
      default:
        assertThat(value.isTextual()).as(at + " is a string").isTrue();
        if (field.isEncrypted()) {
          assertThat(response.decrypt(at)).as(at).isNotEmpty();
        }
    }
  }

  private static void checkTexts(Endpoint endpoint, JsonNode data) {
    Set<String> head = Set.of("sign", "nonce_str", "err_code", "err_code_des", "return_msg");
    for (Field field : endpoint.response()) {
      if (field.isRequired() && !head.contains(field.name()) && !field.name().contains("$")) {
        assertThat(data.has(field.name())).as(field.name() + " is required").isTrue();
      }
    }
  }

  private static Map<String, String> decoded(@Nullable String query) {
    Map<String, String> decoded = new TreeMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      decoded.put(decode(parts[0]), decode(parts[1]));
    }
    return decoded;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    brand.close();
    wxpay.close();
    sandbox.close();
  }
}
