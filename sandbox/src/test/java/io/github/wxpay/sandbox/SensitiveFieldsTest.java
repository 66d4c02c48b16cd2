package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests encrypted fields of requests and responses. */
@WxpaySandbox
class SensitiveFieldsTest {
  private static final String OAEP = "OAEPWithSHA-1AndMGF1Padding";
  private static final String TRANSFERS = "/v3/fund-app/mch-transfer/transfer-bills";
  private static final String RECEIVERS = "/v3/profitsharing/receivers/add";
  private static final MerchantCrypto RSA = new MerchantCrypto(false);
  private final Sandbox sandbox;

  SensitiveFieldsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> certs() {
    return (Map<String, String>) sandbox.config().get("certs");
  }

  private String anyId() {
    return certs().keySet().iterator().next();
  }

  private String encrypt(String plain, String id) throws Exception {
    return MerchantCrypto.rsa(plain, RSA.publicKey(certs().get(id)), OAEP);
  }

  private static String transfer(String number, long amount, String name) {
    ObjectNode transfer = OrderJson.transfer(number, amount);
    return (name.isEmpty() ? transfer : transfer.put("user_name", name)).toString();
  }

  private static String receiver(String type, String name) {
    return "{\"appid\":\"wx1\",\"type\":\""
        + type
        + "\",\"account\":\"a\",\"relation_type\":\"STORE\""
        + (name.isEmpty() ? "" : ",\"name\":\"" + name + "\"")
        + "}";
  }

  private SandboxResponse post(String path, String body, String serial) throws Exception {
    return SignedRequest.of(sandbox).header("Wechatpay-Serial", serial).post(path, body);
  }

  private String decrypted(String ciphertext) throws Exception {
    return MerchantCrypto.oaep(
        ciphertext, RSA.privateKey((String) sandbox.config().get("privateKey")));
  }

  @Test
  void returnsEncryptedNameOfTransfer() throws Exception {
    int number = 0;
    for (String id : certs().keySet()) {
      String bill = "bill" + number++;
      SandboxResponse created = post(TRANSFERS, transfer(bill, 100, encrypt("张三", id)), id);
      assertThat(created.status()).isEqualTo(200);
      assertThat(created.get("/state")).isEqualTo("WAIT_USER_CONFIRM");
      // The same name in another ciphertext is a repetition.
      SandboxResponse again = post(TRANSFERS, transfer(bill, 100, encrypt("张三", id)), id);
      assertThat(again.get("/transfer_bill_no")).isEqualTo(created.get("/transfer_bill_no"));
      SandboxResponse other = post(TRANSFERS, transfer(bill, 100, encrypt("李四", id)), id);
      assertThat(other.get("/code")).isEqualTo("INVALID_REQUEST");

      SandboxResponse found = SignedRequest.of(sandbox).get(TRANSFERS + "/out-bill-no/" + bill);
      assertThat(decrypted(found.get("/user_name"))).isEqualTo("张三");
      assertThat(found.get("/transfer_amount")).isEqualTo("100");
    }
    SandboxResponse none = SignedRequest.of(sandbox).get(TRANSFERS + "/out-bill-no/none");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.get("/code")).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"张三", "not base64!", "AAAA", ""})
  void refusesPlaintextNameWithoutShowingIt(String name) throws Exception {
    if (name.isEmpty()) {
      SandboxResponse large = post(TRANSFERS, transfer("large", 200_000, ""), anyId());
      assertThat(large.get("/message")).isEqualTo("参数错误: body /user_name is required");
      assertThat(post(TRANSFERS, transfer("small", 199_999, ""), "").status()).isEqualTo(200);
      return;
    }
    SandboxResponse reply = post(TRANSFERS, transfer("clear", 100, name), anyId());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(reply.get("/message"))
        .isEqualTo("请确认待处理的消息是否为加密后的密文: body /user_name is not encrypted for " + anyId());
    assertThat(reply.get("/detail/field")).isEqualTo("/user_name");
    assertThat(reply.text()).doesNotContain("张三");
  }

  @Test
  void requiresSerialOfKeyThatEncrypted() throws Exception {
    String name = encrypt("张三", anyId());
    SandboxResponse missing = post(TRANSFERS, transfer("b1", 100, name), "");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.get("/message"))
        .isEqualTo(
            "参数错误: header Wechatpay-Serial is required: name the key that encrypts /user_name");
    SandboxResponse foreign = post(TRANSFERS, transfer("b1", 100, name), "7777");
    assertThat(foreign.get("/message")).contains("Wechatpay-Serial must be one of " + anyId());
    for (String id : certs().keySet()) {
      if (!id.equals(anyId())) {
        assertThat(post(TRANSFERS, transfer("b1", 100, name), id).get("/message"))
            .endsWith("is not encrypted for " + id);
      }
    }
  }

  @Test
  void encryptsNameOfAddedReceiverForMerchant() throws Exception {
    String name = encrypt("某某商户", anyId());
    SandboxResponse added = post(RECEIVERS, receiver("MERCHANT_ID", name), anyId());
    assertThat(added.status()).isEqualTo(200);
    assertThat(decrypted(added.get("/name"))).isEqualTo("某某商户");
    assertThat(added.get("/account")).isEqualTo("a");
    assertThat(post(RECEIVERS, receiver("PERSONAL_OPENID", ""), "").status()).isEqualTo(200);
    assertThat(post(RECEIVERS, receiver("MERCHANT_ID", ""), anyId()).get("/message"))
        .isEqualTo("参数错误: body /name is required");
    assertThat(post(RECEIVERS, receiver("MERCHANT_ID", "某某商户"), anyId()).get("/code"))
        .isEqualTo("PARAM_ERROR");
    assertThat(post(RECEIVERS, receiver("BOSS", name), anyId()).get("/message"))
        .contains("must be one of MERCHANT_ID, PERSONAL_OPENID, PERSONAL_SUB_OPENID");
  }

  @Test
  void decryptsBothPaddingsWithNamedOrAnyKey() throws Exception {
    for (String id : certs().keySet()) {
      String oaep = encrypt("6222…", id);
      assertThat(sandbox.decrypt(oaep)).isEqualTo("6222…");
      assertThat(sandbox.decrypt(oaep, id)).isEqualTo("6222…");
      String pkcs1 = MerchantCrypto.rsa("x", RSA.publicKey(certs().get(id)), "PKCS1Padding");
      assertThat(sandbox.decrypt(pkcs1, id)).isEqualTo("x");
      assertThatThrownBy(() -> sandbox.decrypt(oaep, "1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not encrypted for 1");
    }
    assertThat(decrypted(sandbox.encrypt("王五"))).isEqualTo("王五");
    assertThatThrownBy(() -> sandbox.decrypt("王五")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decryptsWithCertificateBeforeRotation() throws Exception {
    try (Sandbox rotating = Sandbox.builder().platformKeys(PlatformKeys.CERTIFICATES).start()) {
      Map<?, ?> before = (Map<?, ?>) rotating.config().get("certs");
      String old = before.keySet().iterator().next().toString();
      String name = MerchantCrypto.rsa("张三", RSA.publicKey(before.get(old).toString()), OAEP);
      rotating.rotate();
      SandboxResponse reply =
          SignedRequest.of(rotating)
              .header("Wechatpay-Serial", old)
              .post(TRANSFERS, transfer("b", 100, name));
      assertThat(reply.status()).isEqualTo(200);
    }
  }
}
