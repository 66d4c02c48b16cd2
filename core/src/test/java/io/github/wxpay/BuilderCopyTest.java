package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Hook;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.TlsMaterial;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A setting that the copy forgets is a setting that a derived client silently lacks. */
class BuilderCopyTest {
  @Test
  void copiesEveryFieldOfTheBuilder() throws Exception {
    ClientSettings original = full().settings;

    ClientSettings copy = new ClientSettings(original);

    ClientSettings fresh = new ClientSettings();
    for (Field field : fields()) {
      assertThat(field.get(original))
          .as("full() leaves `%s` at its default: set it there", field.getName())
          .isNotEqualTo(field.get(fresh));
      assertThat(field.get(copy))
          .as("the copy lacks `%s`", field.getName())
          .isEqualTo(field.get(original));
    }
    assertThat(fields()).hasSizeGreaterThanOrEqualTo(14);
  }

  @Test
  void copiesCollections() throws Exception {
    ClientSettings original = full().settings;

    ClientSettings copy = new ClientSettings(original);

    for (Field field : fields()) {
      Object value = field.get(original);
      if ((value instanceof Map && !(value instanceof Provider)) || value instanceof List) {
        assertThat(field.get(copy)).as(field.getName()).isNotSameAs(value);
      }
    }
  }

  @Test
  void derivedBuilderHasAllSettingsOfTheClient() throws Exception {
    ClientSettings original = full().settings;
    original.gateway = ""; // which excludes a backup URL

    ClientSettings derived = new ClientFactory(original).strictly().newBuilder().settings;

    for (Field field : fields()) {
      assertThat(field.get(derived)).as(field.getName()).isEqualTo(field.get(original));
    }
  }

  @Test
  void derivedClientOfADictionaryMayLackTheSameSettings() {
    FakeHttpClient http = FakeHttpClient.succeeding();
    Map<String, Object> v2 =
        Map.of(
            "mchid",
            Fixtures.MCHID,
            "serial",
            "nop",
            "privateKey",
            "",
            "certs",
            Map.of("any", ""),
            "secret",
            Fixtures.SECRET);

    Wxpay derived = Clients.of(v2).newBuilder().httpClient(http).build();
    derived.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID));

    assertThat(http.sent()).hasSize(1);
  }

  @Test
  void derivedBuilderDoesNotChangeItsClient() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay base = Clients.over(http);

    Wxpay derived = base.newBuilder().header("X-Derived", "1").mchid("1900000999").build();
    base.v3().chain("a").get();
    derived.v3().chain("a").get();

    assertThat(http.sent().get(0).header("X-Derived")).isEmpty();
    assertThat(http.sent().get(0).authorization()).contains("mchid=\"1900000109\"");
    assertThat(http.sent().get(1).header("X-Derived")).isEqualTo("1");
    assertThat(http.sent().get(1).authorization()).contains("mchid=\"1900000999\"");
  }

  @Test
  void tableHasValueForEveryField() throws Exception {
    for (Field field : fields()) {
      assertThat(value(field))
          .as("new field `%s` of type %s: give it a value here", field.getName(), field.getType())
          .isNotNull();
    }
  }

  private static WxpayBuilder full() throws Exception {
    WxpayBuilder builder = Clients.builder();
    for (Field field : fields()) {
      if (!Modifier.isFinal(field.getModifiers())) {
        field.set(builder.settings, value(field));
      }
    }
    return builder.hook(request -> request).listener(new CallListener() {});
  }

  /** Returns a value for a field other than its default. */
  private static Object value(Field field) throws Exception {
    Class<?> type = field.getType();
    if (field.getName().equals("serial")) {
      return Fixtures.SERIAL;
    }
    if (field.getName().equals("backupUrl")) {
      return "https://backup.example.com/baseUrl";
    }
    if (field.getName().equals("baseUrl") || field.getName().equals("gateway")) {
      return "https://example.com/" + field.getName();
    }
    if (type == String.class) {
      return field.getName() + "-x";
    }
    if (type == RequestSigner.class) {
      RequestSigner signer = message -> message;
      return signer;
    }
    if (type == Decrypter.class) {
      Decrypter decrypter = ciphertext -> ciphertext;
      return decrypter;
    }
    if (type == X509Certificate.class) {
      return Fixtures.certificate("apiclient_cert.pem");
    }
    if (type == int.class) {
      return 1 << 20;
    }
    if (type == Headers.class) {
      return Headers.of(Map.of("X-A", "1"));
    }
    if (type == Clock.class) {
      return Fixtures.CLOCK;
    }
    if (type == Supplier.class) {
      Supplier<String> nonce = () -> "n";
      return nonce;
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(7);
    }
    if (type == Transport.class) {
      return new Transport(
          TlsMaterial.NONE, FakeHttpClient.answering(Reply.signed("{}")), System::nanoTime);
    }
    if (type == HttpClient.class) {
      return FakeHttpClient.answering(Reply.signed("{}"));
    }
    if (type == TlsMaterial.class) {
      return TlsMaterial.NONE.withAuthority(Fixtures.certificate("apiclient_cert.pem"));
    }
    if (type == Provider.class) {
      return Security.getProvider("SunRsaSign");
    }
    if (type == boolean.class) {
      return !(boolean) field.get(new ClientSettings());
    }
    if (type.isInterface() && !Map.class.equals(type) && !List.class.equals(type)) {
      return Proxy.newProxyInstance(
          type.getClassLoader(),
          new Class<?>[] {type},
          (proxy, method, arguments) ->
              method.getName().equals("equals")
                  ? (Object) (proxy == arguments[0])
                  : method.getName().equals("hashCode") ? (Object) 1 : type.getName());
    }
    return field.get(Clients.builder().hook((Hook) request -> request).settings);
  }

  private static List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    Arrays.stream(ClientSettings.class.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .forEach(fields::add);
    fields.forEach(field -> field.setAccessible(true));
    return fields;
  }
}
