package io.github.wxpay.internal.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.testing.Fixtures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class V2SignerTest {
  private static final String HMAC = "HMAC-SHA256";
  private static final String MD5 = "MD5";
  private static final String PATH = "pay/orderquery";

  private final AtomicInteger nonces = new AtomicInteger();
  private final V2Signer signer = signer(Fixtures.MCHID, Fixtures.SECRET, MD5);

  // Nonce, sign type and sign

  @ParameterizedTest
  @ValueSource(strings = {MD5, HMAC})
  void addsNonceSignTypeAndSign(String type) {
    Map<String, String> given = new LinkedHashMap<>(Map.of("mch_id", Fixtures.MCHID));

    Map<String, String> fields =
        signer(Fixtures.MCHID, Fixtures.SECRET, type).signed(post(PATH, given));

    Map<String, String> expected = new LinkedHashMap<>(given);
    expected.put("nonce_str", "nonce1");
    if (type.equals(HMAC)) {
      expected.put("sign_type", HMAC);
    }
    expected.put("sign", Hash.sign(type, expected, Fixtures.SECRET));
    assertThat(fields).containsExactlyEntriesOf(expected);
    assertThat(given).as("the caller's").containsOnlyKeys("mch_id");
  }

  @Test
  void keepsNonceAndSignTypeOfTheCaller() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("mch_id", Fixtures.MCHID);
    given.put("nonce_str", "mine");
    given.put("sign_type", HMAC);

    Map<String, String> fields = signer.signed(post(PATH, given));

    assertThat(fields)
        .containsEntry("nonce_str", "mine")
        .containsEntry("sign_type", HMAC)
        .containsEntry("sign", Hash.sign(HMAC, given, Fixtures.SECRET));
    given.put("sign_type", MD5);
    assertThat(signer(Fixtures.MCHID, Fixtures.SECRET, HMAC).signed(post(PATH, given)))
        .containsEntry("sign_type", MD5)
        .containsEntry("sign", Hash.sign(MD5, given, Fixtures.SECRET));
    assertThat(nonces).hasValue(0);
  }

  @Test
  void leavesOutNonceOnlyWhereCallAndEndpointSaySo() {
    Map<String, String> fields = Map.of("mch_id", Fixtures.MCHID);
    Options nonceless = Options.none().nonceless(true);

    assertThat(signer.signed(post("papay/deletecontract", fields, nonceless)))
        .doesNotContainKey("nonce_str");
    assertThat(signer.signed(post("papay/deletecontract", fields, Options.none())))
        .containsKey("nonce_str");
    assertThat(signer.signed(post(PATH, fields, nonceless))).containsKey("nonce_str");
  }

  @Test
  void signsFormWithSignTypeAndWithoutNonce() {
    Multipart form =
        new Multipart().append("mch_id", Fixtures.MCHID).append("media", new byte[1], "a.png");

    Map<String, String> fields = signer.signed(post("secapi/mch/uploadmedia", form));

    assertThat(fields)
        .containsOnlyKeys("mch_id", "sign_type", "sign")
        .containsEntry("sign_type", MD5);
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, HMAC-SHA256, HMAC-SHA256",
    "MD5, MD5, MD5",
    "HMAC-SHA256, MD5, MD5",
    "MD5, other, MD5",
    "HMAC-SHA256, other, MD5",
    "HMAC-SHA256, , HMAC-SHA256",
    "MD5, , MD5"
  })
  void readsSignTypeOfFieldsOrConfiguration(
      String configured, @Nullable String given, String expected) {
    Map<String, String> fields = given == null ? Map.of() : Map.of("sign_type", given);

    assertThat(signer(Fixtures.MCHID, Fixtures.SECRET, configured).type(fields))
        .isEqualTo(expected);
  }

  @Test
  void signsFieldsOfResponse() {
    Map<String, String> fields = Map.of("a", "1");

    assertThat(signer.sign(HMAC, fields)).isEqualTo(Hash.sign(HMAC, fields, Fixtures.SECRET));
    assertThat(signer.sign(MD5, fields)).isEqualTo(Hash.sign(MD5, fields, Fixtures.SECRET));
  }

  @Test
  void requiresTheApiV2Key() {
    Outgoing request = post(PATH, Map.of("mch_id", Fixtures.MCHID));
    String message =
        "This client has no APIv2 key, so it cannot sign for APIv2; nothing was sent. Set";

    for (String mchid : List.of("", Fixtures.MCHID)) {
      V2Signer without = signer(mchid, "", MD5);
      String rest = mchid.isEmpty() ? " mchid(…) and secret(…)" : " secret(…)";
      assertThatThrownBy(() -> without.fields(request))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message + rest + " to the key of the merchant platform.");
      assertThatThrownBy(() -> without.signed(request)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> without.sign(MD5, Map.of()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> without.fields(post(PATH, null)))
          .as("before errors of the request")
          .isInstanceOf(IllegalStateException.class);
    }
  }

  // Fields

  @Test
  void convertsFieldsOfMapsTreesAndObjects() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("mch_id", Fixtures.MCHID);
    map.put("total_fee", 100);
    map.put("flag", true);
    map.put("none", null);

    for (Object data : List.of(map, Json.node(map), new Order())) {
      assertThat(signer.fields(post(PATH, data)))
          .as(data.getClass().getName())
          .isEqualTo(Map.of("mch_id", Fixtures.MCHID, "total_fee", "100", "flag", "true"));
    }
  }

  @Test
  void requiresNamesOfFields() {
    Map<String, Object> nameless = new HashMap<>();
    nameless.put(null, "1");

    assertThatThrownBy(() -> signer.fields(post(PATH, nameless)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("field name == null");
  }

  @Test
  void readsFieldsOfQuery() {
    Outgoing get =
        request("GET", PATH, Options.none().query(Map.of("mch_id", Fixtures.MCHID, "a", "1\r\n2")));

    assertThat(signer.fields(get)).isEqualTo(Map.of("mch_id", Fixtures.MCHID, "a", "1\r\n2"));
    for (String path : List.of(PATH + "?a=1", "?a=1", PATH + "?")) {
      assertThatThrownBy(() -> signer.fields(request("GET", path, Options.none())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'"
                  + path
                  + "' contains a query, which would not be signed. Pass its parameters as"
                  + " `params`.");
    }
  }

  @Test
  void convertsLineEndsOfXmlAsItsParserDoes() {
    Map<String, String> fields = Map.of("mch_id", Fixtures.MCHID, "a", "1\r\n2\r3\n4");

    assertThat(signer.fields(post(PATH, fields))).containsEntry("a", "1\n2\n3\n4");
  }

  @ParameterizedTest
  @MethodSource("bodiesWithoutFields")
  void refusesBodyWithoutFields(@Nullable Object data, String got) {
    assertThatThrownBy(() -> signer.fields(post(PATH, data)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "POST pay/orderquery: APIv2 signs fields, so the body must be a Map or an object with"
                + " fields; got "
                + got
                + ".");
  }

  static Stream<Object[]> bodiesWithoutFields() {
    return Stream.of(
        new Object[] {null, "null"},
        new Object[] {"{\"a\":1}", "of type String"},
        new Object[] {1, "of type Integer"},
        new Object[] {true, "of type Boolean"},
        new Object[] {new byte[1], "of type byte[]"},
        new Object[] {new ArrayList<>(), "of type java.util.ArrayList"},
        new Object[] {new Multipart(), "of type io.github.wxpay.http.Multipart"});
  }

  // The merchant

  @ParameterizedTest
  @ValueSource(strings = {"mch_id", "mchid", "combine_mch_id"})
  void requiresOwnMerchant(String name) {
    assertThat(signer.fields(post(PATH, Map.of(name, Fixtures.MCHID))))
        .containsEntry(name, Fixtures.MCHID);
    assertThatThrownBy(() -> signer.fields(post(PATH, Map.of(name, "other"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "POST pay/orderquery contains the merchant 'other', but this client is that of "
                + Fixtures.MCHID
                + ". Put that number into the fields.");
    assertThatThrownBy(() -> signer.fields(post(PATH, Map.of(name, ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "POST pay/orderquery has none of the fields [mch_id, mchid, combine_mch_id], but this"
                + " client is that of "
                + Fixtures.MCHID
                + ". Put that number into the fields.");
  }

  @Test
  void acceptsAnyMerchantIfTheClientHasNone() {
    assertThat(signer("", Fixtures.SECRET, MD5).fields(post(PATH, Map.of("mch_id", "other"))))
        .containsEntry("mch_id", "other");
  }

  // Call-up parameters

  @Test
  void refusesParametersThatAPayerCouldSplit() {
    Map<String, String> good = Map.of("a", "1=2");

    assertThat(V2Signer.unsplittable(good)).isSameAs(good);
    for (String name : List.of("a&b", "a=b", "&", "=")) {
      assertThatThrownBy(() -> V2Signer.unsplittable(Map.of(name, "1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The field name '"
                  + name
                  + "' contains '&' or '=', and a payer can see its signature. Remove it.");
    }
    for (String value : List.of("1&b=2", "&")) {
      assertThatThrownBy(() -> V2Signer.unsplittable(Map.of("a", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The field `a` contains '&', at which a payer, who sees");
    }
    assertThatThrownBy(() -> V2Signer.unsplittable(Map.of("a", "1\n2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("`a` contains a control character");
  }

  private V2Signer signer(String mchid, String secret, String signType) {
    return new V2Signer(mchid, secret, signType, () -> "nonce" + nonces.incrementAndGet());
  }

  private static Outgoing post(String path, @Nullable Object data) {
    return post(path, data, Options.none());
  }

  private static Outgoing post(String path, @Nullable Object data, Options options) {
    return Outgoing.of(
        "POST", "https://api.mch.weixin.qq.com", path, Headers.none(), data, options);
  }

  private static Outgoing request(String method, String path, Options options) {
    return Outgoing.of(
        method, "https://api.mch.weixin.qq.com", path, Headers.none(), null, options);
  }

  /** An object of a caller. */
  public static final class Order {
    public String getMch_id() {
      return Fixtures.MCHID;
    }

    public int getTotal_fee() {
      return 100;
    }

    public boolean getFlag() {
      return true;
    }
  }
}
