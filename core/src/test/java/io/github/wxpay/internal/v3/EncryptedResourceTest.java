package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.Suite;
import io.github.wxpay.testing.Fixtures;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptedResourceTest {
  private static final String KEY = Fixtures.API_V3_KEY;
  private static final String IV = "0123456789ab";
  private static final String PLAIN = "{\"a\":\"\u5f20\"}";

  @Test
  void decryptsWithTheCipherOfTheSuite() {
    JsonNode aes = resource("AEAD_AES_256_GCM", AesGcm.encrypt(PLAIN, KEY, IV, "aad"), "aad");
    JsonNode sm4 = resource("AEAD_SM4_GCM", Sm4Gcm.encrypt(PLAIN, KEY, IV, "aad"), "aad");

    assertThat(EncryptedResource.decrypt(merchant(KEY, Suite.RSA), aes, "a")).isEqualTo(PLAIN);
    assertThat(EncryptedResource.decrypt(merchant(KEY, Suite.SM), sm4, "a")).isEqualTo(PLAIN);
    assertRefused(
        merchant(KEY, Suite.SM),
        aes,
        Reason.WRONG_ALGORITHM,
        "The resource is encrypted with 'AEAD_AES_256_GCM', but the cipher of this client's keys is"
            + " AEAD_SM4_GCM.");
  }

  @Test
  void decryptsWithoutAssociatedData() {
    JsonNode resource = resource("AEAD_AES_256_GCM", AesGcm.encrypt(PLAIN, KEY, IV, ""), null);

    assertThat(EncryptedResource.decrypt(merchant(KEY, Suite.RSA), resource, "a")).isEqualTo(PLAIN);
  }

  @Test
  void refusesResourceOfAnotherKeyOrWithoutKey() {
    JsonNode resource = resource("AEAD_AES_256_GCM", AesGcm.encrypt(PLAIN, KEY, IV, "aad"), "aad");

    assertRefused(
        merchant("x".repeat(32), Suite.RSA),
        resource,
        Reason.WRONG_API_V3_KEY,
        "The resource was not encrypted with this client's APIv3 key. Compare it with the one on"
            + " the merchant platform (API security); it has 32 bytes, and is not the APIv2 key.");
    assertRefused(
        merchant("", Suite.RSA),
        resource,
        Reason.WRONG_API_V3_KEY,
        "The resource is encrypted with an APIv3 key, and this client has none. Set apiV3Key(…) to"
            + " the key of the merchant platform.");
  }

  @Test
  void refusesMissingOrChangedFields() {
    for (String name : new String[] {"ciphertext", "nonce", "associated_data"}) {
      Map<String, Object> fields = fields("AEAD_AES_256_GCM");
      fields.put(name, "AAAA");
      assertRefused(
          merchant(KEY, Suite.RSA),
          Json.node(fields),
          Reason.WRONG_API_V3_KEY,
          "The resource was not encrypted with this client's APIv3 key.");
    }
    assertRefused(
        merchant(KEY, Suite.RSA),
        Json.node(Map.of()),
        Reason.WRONG_ALGORITHM,
        "The resource is encrypted with '', but the cipher");
  }

  @Test
  void showsAlgorithmOnOneShortLine() {
    assertRefused(
        merchant(KEY, Suite.RSA),
        Json.node(fields("a\n" + "b".repeat(100))),
        Reason.WRONG_ALGORITHM,
        "The resource is encrypted with 'a?" + "b".repeat(62) + "…', but");
  }

  private static void assertRefused(
      Merchant merchant, JsonNode resource, Reason reason, String start) {
    assertThatThrownBy(() -> EncryptedResource.decrypt(merchant, resource, "resource"))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith(start)
        .hasNoCause();
  }

  private static JsonNode resource(String algorithm, String ciphertext, String aad) {
    Map<String, Object> fields = fields(algorithm);
    fields.put("ciphertext", ciphertext);
    fields.put("associated_data", aad);
    fields.values().removeIf(value -> value == null);
    return Json.node(fields);
  }

  private static Map<String, Object> fields(String algorithm) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("algorithm", algorithm);
    fields.put("ciphertext", AesGcm.encrypt(PLAIN, KEY, IV, "aad"));
    fields.put("nonce", IV);
    fields.put("associated_data", "aad");
    return fields;
  }

  private static Merchant merchant(String apiV3Key, Suite suite) {
    return new Merchant(Fixtures.MCHID, "", Fixtures.SERIAL, null, null, null, apiV3Key, suite);
  }
}
