package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Notification;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jcajce.provider.asymmetric.ec.BCECPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All kinds of calls with the Chinese national algorithms: SM2, SM3, SM4. */
class Sm2CallTest {
  private static final String NAME = "\u5f20\u4e09\ud83d\ude00";

  private static Sandbox sandbox;
  private static Wxpay wxpay;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.builder().sm2().start();
    wxpay = Clients.of(sandbox.config());
  }

  @AfterAll
  static void stop() {
    wxpay.close();
    sandbox.close();
    assertThat(Security.getProvider("BC")).as("nothing was registered").isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void placesPaysAndQueriesOrder(boolean async) {
    String number = "sm-" + async;
    Response made =
        Clients.post(
            async, wxpay.chain("v3/pay/transactions/native"), Accounts.order(wxpay, number));
    sandbox.pay(number);
    Response asked =
        Clients.get(
            async,
            wxpay.chain("v3/pay/transactions/out-trade-no/" + number + "?mchid=" + wxpay.mchid()));

    assertThat(made.get("code_url")).startsWith("weixin://");
    assertThat(asked.get("trade_state")).isEqualTo("SUCCESS");
    assertThat(last().header("Authorization").orElse(""))
        .startsWith("WECHATPAY2-SM2-WITH-SM3 mchid=\"1900000109\"");
    assertThat(sandbox.requests()).allMatch(Recorded::verified);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsCertificatesEncryptedWithSm4(boolean async) {
    try (Sandbox certified =
            Sandbox.builder().sm2().platformKeys(PlatformKeys.CERTIFICATES).start();
        Wxpay downloading = Clients.of(certified.config(false))) {
      Response made =
          Clients.post(
              async,
              downloading.chain("v3/pay/transactions/native"),
              Accounts.order(downloading, "sm-down"));

      assertThat(made.get("code_url")).isNotEmpty();
      assertThat(certified.requests()).hasSize(2).allMatch(Recorded::verified);
    }
  }

  @Test
  void comparesDownloadedCertificatesWithRoot() throws IOException {
    try (Sandbox certified =
            Sandbox.builder().sm2().platformKeys(PlatformKeys.CERTIFICATES).start();
        Wxpay base = Clients.of(certified.config(false))) {
      Path root = Files.writeString(folder.resolve("root.pem"), certified.rootCertificate());
      Wxpay strict = base.newBuilder().certificateRoot(root).build();

      ObjectNode order = Accounts.order(strict, "sm-root");
      assertThat(strict.chain("v3/pay/transactions/native").post(order).status()).isEqualTo(200);

      Wxpay wrong = base.newBuilder().certificateRoot(Fixtures.path("other_cert.pem")).build();
      assertThatThrownBy(() -> wrong.chain("v3/pay/transactions/native").post(order))
          .isInstanceOf(CryptoException.class)
          .hasMessageContaining("was not issued by the configured root");
    }
  }

  @Test
  void readsNotificationsOfEveryKindWithSm4() {
    int read = 0;
    for (String type : Sandbox.eventTypes()) {
      SignedNotification made = sandbox.notification(type);
      Notification notification = wxpay.notifications().parse(made.headers(), made.body());
      if (!made.plaintext().startsWith("<")) {
        assertThat(notification.data().toString()).as(type).isEqualTo(made.plaintext());
      }
      read++;
    }
    assertThat(read).isEqualTo(112);
    assertThat(sandbox.notification("TRANSACTION.SUCCESS").text()).contains("AEAD_SM4_GCM");
  }

  @Test
  void signsRepliesThatMustBeSigned() {
    try (NotificationServer receiver =
        new NotificationServer(
            wxpay.notifications(), n -> n.success(Map.of("message", "\u6210\u529f")))) {
      for (String type : Sandbox.eventTypes()) {
        if (type.startsWith("CROSS_BORDER_PAY.")) {
          Delivery delivery = sandbox.deliver(receiver.uri(), sandbox.notification(type));
          assertThat(delivery.problem()).as(type).isEmpty();
        }
      }
      assertThat(receiver.taken()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptsSecretsWithSm2(boolean async) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx8888888888888888");
    body.put("type", "PERSONAL_OPENID");
    body.put("account", "account-1");
    body.put("name", Wxpay.secret(NAME));
    body.put("relation_type", "STAFF");

    Response response = Clients.post(async, wxpay.chain("v3/profitsharing/receivers/add"), body);

    assertThat(response.decrypt("name")).isEqualTo(NAME);
    assertThat(last().text()).doesNotContain(NAME);
    assertThat(sandbox.decrypt(wxpay.encrypt(NAME))).isEqualTo(NAME);
    assertThat(wxpay.decrypt(sandbox.encrypt(NAME))).isEqualTo(NAME);
  }

  @Test
  void signsCallUpParametersWithSm3() throws Exception {
    Map<String, String> map = wxpay.payParams().jsapi("wx1", "prepay");

    assertThat(map).containsEntry("signType", "SM2");
    String message =
        "wx1\n" + map.get("timeStamp") + "\n" + map.get("nonceStr") + "\nprepay_id=prepay\n";
    Signature verifier = Signature.getInstance("SM3withSM2", new BouncyCastleProvider());
    verifier.initVerify(merchantPublicKey());
    verifier.update(message.getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(Base64.getDecoder().decode(map.get("paySign")))).isTrue();
  }

  @Test
  void refusesEveryFlippedBitOfSignatureOrBody() {
    Notice genuine = Notice.of(sandbox.notification("REFUND.SUCCESS"));
    byte[] raw = Base64.getDecoder().decode(genuine.header("Wechatpay-Signature"));
    byte[] body = genuine.body();
    List<Notice> forged = new ArrayList<>();
    for (int bit = 0; bit < raw.length * 8; bit++) {
      byte[] copy = raw.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      forged.add(signature(genuine, copy));
    }
    for (int length = 0; length < raw.length; length++) {
      forged.add(signature(genuine, Arrays.copyOf(raw, length)));
      forged.add(signature(genuine, Arrays.copyOfRange(raw, length + 1, raw.length)));
    }
    for (int at = 0; at < body.length; at += 7) {
      byte[] copy = body.clone();
      copy[at] ^= 1;
      forged.add(genuine.withBody(copy));
    }
    forged.add(signature(genuine, new byte[64]));
    forged.add(signature(genuine, Arrays.copyOf(raw, raw.length + 1)));
    forged.add(genuine.withBody(""));

    int accepted = 0;
    for (Notice notice : forged) {
      try {
        notice.to(wxpay);
        accepted++;
      } catch (VerificationException | MalformedException e) {
        // As it should be; anything else escapes.
      }
    }
    assertThat(accepted).isZero();
    assertThat(forged).hasSizeGreaterThan(800);
  }

  @Test
  void namesCauses() {
    Notice genuine = Notice.of(sandbox.notification("REFUND.SUCCESS"));
    assertReason(genuine.withBody(genuine.text() + "\n"), Reason.BODY_CUT);
    assertReason(genuine.withBody(genuine.text().replace("\":", "\": ")), Reason.BODY_REWRITTEN);
    assertReason(
        genuine.withBody(genuine.text().getBytes(Charset.forName("GBK"))), Reason.BODY_RECODED);
    assertReason(genuine.with("Wechatpay-Signature", "a b"), Reason.BAD_BASE64);
    assertReason(genuine.with("Wechatpay-Serial", "AB"), Reason.UNKNOWN_SERIAL);
    assertReason(genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA"), Reason.PROBE);
    try (Sandbox other = Sandbox.builder().sm2().start()) {
      assertReason(Notice.of(other.notification("REFUND.SUCCESS")), Reason.WRONG_API_V3_KEY);
    }
  }

  @Test
  void refusesKeysOfTheOtherSuite() {
    try (Sandbox rsa = Sandbox.start();
        Wxpay ordinary = Clients.of(rsa.config())) {
      assertThatThrownBy(() -> Notice.of(sandbox.notification("REFUND.SUCCESS")).to(ordinary))
          .isInstanceOf(VerificationException.class);
      assertThatThrownBy(() -> Notice.of(rsa.notification("REFUND.SUCCESS")).to(wxpay))
          .isInstanceOf(VerificationException.class);
    }
  }

  @Test
  void refusesOldPadding() {
    assertThatThrownBy(
            () ->
                wxpay
                    .chain("v3/profitsharing/receivers/add")
                    .post(Map.of("name", Wxpay.secret(NAME)), Map.of("pkcs1", true)))
        .isInstanceOfAny(IllegalArgumentException.class, CryptoException.class)
        .hasMessageNotContaining(NAME);
  }

  private static void assertReason(Notice notice, Reason reason) {
    assertThatThrownBy(() -> notice.to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
        .hasMessageNotContaining(Fixtures.SECRET);
  }

  private static Notice signature(Notice notice, byte[] raw) {
    return notice.with("Wechatpay-Signature", Base64.getEncoder().encodeToString(raw));
  }

  private static Recorded last() {
    List<Recorded> requests = sandbox.requests();
    return requests.get(requests.size() - 1);
  }

  @Test
  void refusesMerchantsOwnKeyAsPlatformKey() throws Exception {
    WxpayBuilder builder =
        Accounts.of(sandbox, true).platformKey("PUB_KEY_ID_1", merchantPublicKey());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The platform key 'PUB_KEY_ID_1' is the merchant's own.");
    try (Wxpay twin = Accounts.of(sandbox, true).build()) {
      assertThat(twin.mchid()).isEqualTo(wxpay.mchid());
    }
  }

  /** Verifies with the merchant's public key, with Bouncy Castle only. */
  private static PublicKey merchantPublicKey() throws Exception {
    String pem =
        Accounts.text(sandbox.config(), "privateKey").replaceAll("-----[A-Z ]+-----|\\s", "");
    KeyFactory factory = KeyFactory.getInstance("EC", new BouncyCastleProvider());
    BCECPrivateKey key =
        (BCECPrivateKey)
            factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    return factory.generatePublic(
        new ECPublicKeySpec(key.getParameters().getG().multiply(key.getD()), key.getParameters()));
  }
}
