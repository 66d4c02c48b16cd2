package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every endpoint, called through its types at a sandbox with TLS that asks for client certificates:
 * what the sandbox saw is what was meant, and the views read what it responded.
 */
class TypedSandboxTest {
  private static final long SEED = Long.getLong("seed", 20261128);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ADDED = Set.of("sign", "nonce_str", "sign_type");

  @TempDir Path folder;

  private final TypedCall typed = new TypedCall();

  @Test
  void callsEveryEndpointByItsTypes() throws IOException {
    List<String> failures = new ArrayList<>();
    int done = 0;
    try (EndpointCaller caller = new EndpointCaller(folder, SEED)) {
      for (Endpoint endpoint : Catalogue.load().endpoints()) {
        if (endpoint.hasDynamicUrl()) {
          continue;
        }
        try {
          visit(caller, endpoint, done % 2 == 1);
        } catch (RuntimeException | AssertionError e) {
          failures.add(endpoint.method() + " " + endpoint.path() + ": " + e);
        }
        done++;
      }
    }
    assertThat(failures.stream().limit(10))
        .as("%d of %d endpoints, -Dseed=%d", failures.size(), done, SEED)
        .isEmpty();
    assertThat(done).isEqualTo(1182);
  }

  /** The endpoints whose URL comes from a response have no verb; see also {@code ViewTest}. */
  @Test
  void downloadsABillByTheViewWithItsLink() throws IOException {
    String day = LocalDate.now(ZoneOffset.ofHours(8)).toString();
    try (EndpointCaller caller = new EndpointCaller(folder, SEED)) {
      Endpoint endpoint = Catalogue.load().endpoint("GET", "v3/bill/tradebill").orElseThrow();
      V3 v3 = V3.of(caller.client(endpoint));

      var bill = v3.bill().tradebill().get(query -> query.billDate(day));
      bill.download(folder.resolve("bill"));
      bill.downloadAsync(folder.resolve("later")).join();

      List<Recorded> requests = caller.sandbox().requests();
      assertThat(requests.get(requests.size() - 1).target()).startsWith("/v3/billdownload/file?");
      assertThat(folder.resolve("bill")).isNotEmptyFile();
      assertThat(folder.resolve("later")).hasSameBinaryContentAs(folder.resolve("bill"));
    }
  }

  private void visit(EndpointCaller caller, Endpoint endpoint, boolean async) throws IOException {
    SampleRequest sample = caller.sample(endpoint);
    Sandbox sandbox = caller.sandbox();
    Wxpay client = caller.client(endpoint);
    TypedCall.Input input = input(caller, sample);
    input.async = async && endpoint.kind() != Endpoint.Kind.REDIRECT;
    Object view = typed.call(TypedCall.root(client, endpoint), endpoint, input);
    if (endpoint.kind() == Endpoint.Kind.REDIRECT) {
      URI url = URI.create((String) view);
      assertThat(url.getPath()).isEqualTo("/" + endpoint.path());
      assertThat(decoded(url.getRawQuery())).containsAllEntriesOf(sample.query);
      return;
    }
    List<Recorded> requests = sandbox.requests();
    Recorded seen = requests.get(requests.size() - 1);
    assertThat(seen.problem()).isEmpty();
    assertThat(seen.method()).isEqualTo(endpoint.method());
    URI target = URI.create(seen.target());
    assertThat(target.getRawPath()).isEqualTo(sample.path());
    compareQuery(sandbox, sample, target);
    compareBody(sandbox, sample, seen);
    assertThat(((ResponseView) view).response().status()).isEqualTo(endpoint.status());
    boolean read = endpoint.kind() == Endpoint.Kind.JSON || endpoint.kind() == Endpoint.Kind.UPLOAD;
    if (read && !endpoint.response().isEmpty() && endpoint.version() == 3) {
      JsonNode plain =
          SealedFields.map(
              endpoint.response(),
              ((ResponseView) view).json(),
              endpoint.hasOldPadding()
                  ? text -> Rsa.decryptPkcs1(text, merchantKey(sandbox))
                  : caller.client(endpoint)::decrypt);
      List<String> wrong = new ArrayList<>();
      typed.read(view, "", endpoint.response(), plain, wrong);
      assertThat(wrong).isEmpty();
    }
  }

  private static PrivateKey merchantKey(Sandbox sandbox) {
    return Rsa.privateKey(sandbox.config().get("privateKey").toString());
  }

  private TypedCall.Input input(EndpointCaller caller, SampleRequest sample) throws IOException {
    Endpoint endpoint = sample.endpoint;
    TypedCall.Input input = new TypedCall.Input();
    input.variables.putAll(sample.variables);
    for (String header : endpoint.headers()) {
      if (!header.equals("Wechatpay-Serial")) {
        input.headers.put(header, "sample-" + endpoint.path().hashCode());
      }
    }
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      input.file = caller.setup().file(endpoint);
      input.meta = sample.meta.isEmpty() ? null : JSON.valueToTree(sample.meta);
      input.meta = input.meta == null ? null : opened(caller, endpoint.meta(), input.meta);
    } else if (!endpoint.request().isEmpty()) {
      input.body = opened(caller, endpoint.request(), sample.body);
      Object sent = caller.sent(sample);
      if (sent instanceof Map && sample.body.has("workwx_sign")) {
        input.body.put("workwx_sign", sample.body.path("workwx_sign").asText());
        input.body.put("nonce_str", ((Map<?, ?>) sent).get("nonce_str").toString());
      }
    }
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      input.file = folder.resolve("downloaded");
    }
    if (!endpoint.query().isEmpty()) {
      ObjectNode query = JSON.createObjectNode();
      sample.query.forEach(query::put);
      input.query = opened(caller, endpoint.query(), query);
    }
    return input;
  }

  private static ObjectNode opened(EndpointCaller caller, List<Field> fields, ObjectNode sealed) {
    return (ObjectNode) SealedFields.map(fields, sealed, caller.sandbox()::decrypt);
  }

  private static void compareQuery(Sandbox sandbox, SampleRequest sample, URI target) {
    Map<String, String> query = decoded(target.getRawQuery());
    Map<String, String> meant = new TreeMap<>(sample.query);
    for (Field field : sample.endpoint.query()) {
      if (field.isEncrypted()) {
        query.computeIfPresent(field.name(), (name, value) -> sandbox.decrypt(value));
        meant.computeIfPresent(field.name(), (name, value) -> sandbox.decrypt(value));
      }
    }
    if (sample.endpoint.version() == 2) {
      query.keySet().removeAll(ADDED);
      meant.keySet().removeAll(ADDED);
    }
    assertThat(query).isEqualTo(meant);
  }

  private static void compareBody(Sandbox sandbox, SampleRequest sample, Recorded seen) {
    Endpoint endpoint = sample.endpoint;
    if (endpoint.kind() == Endpoint.Kind.UPLOAD || sample.body == null) {
      return;
    }
    if (endpoint.version() == 2) {
      Map<String, Object> fields = new TreeMap<>(Transformer.toObject(seen.text()));
      Map<String, Object> meant = new TreeMap<>(EndpointCaller.sentTexts(sample));
      for (Map<String, Object> one : List.of(fields, meant)) {
        one.keySet().removeAll(ADDED);
        // The samples show this text as it is before it is URL-encoded.
        one.computeIfPresent(
            "risk_info",
            (name, text) -> URLDecoder.decode(text.toString(), StandardCharsets.UTF_8));
      }
      assertThat(fields).isEqualTo(meant);
    } else {
      assertThat(
              SealedFields.map(endpoint.request(), TypedCall.read(seen.text()), sandbox::decrypt))
          .isEqualTo(
              SealedFields.map(
                  endpoint.request(), TypedCall.read(sample.body.toString()), sandbox::decrypt));
    }
  }

  private static Map<String, String> decoded(String query) {
    Map<String, String> decoded = new TreeMap<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      decoded.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return decoded;
  }
}
