package io.github.wxpay.cli.doctor;

import static io.github.wxpay.cli.doctor.Examination.online;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.cli.terminal.Verdict.Mark;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SandboxBuilder;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorOnlineTest {
  private static final String SIGNATURE = "signature of requests";
  private static final String RESPONSE = "signature of responses";
  private static final String MODE = "mode of the merchant";
  private static final Clock CLOCK = Clock.systemUTC();

  private static void assertVerdict(Verdict verdict, Mark mark, String text) {
    assertThat(verdict).isNotNull();
    assertThat(verdict.mark()).as(verdict.toString()).isEqualTo(mark);
    assertThat(verdict.toString()).contains(text);
  }

  private static Map<String, Verdict> examine(Map<String, Object> entries) {
    return online(entries, CLOCK, new HttpNetwork());
  }

  @Test
  void acceptsMerchantInCertificateMode() {
    try (Sandbox sandbox = started(PlatformKeys.CERTIFICATES)) {
      Map<String, Verdict> verdicts = examine(sandbox.config());
      assertVerdict(verdicts.get("host"), Mark.OK, "responds in");
      assertVerdict(verdicts.get("clock"), Mark.OK, "platform's");
      assertVerdict(verdicts.get("backup host"), Mark.SKIPPED, "backupUrl");
      assertVerdict(verdicts.get(SIGNATURE), Mark.OK, "status 200");
      assertVerdict(verdicts.get(MODE), Mark.OK, "certificates");
      assertVerdict(verdicts.get(RESPONSE), Mark.OK, "valid");
    }
  }

  @Test
  void acceptsMerchantThatDownloadsCertificates() {
    try (Sandbox sandbox = started(PlatformKeys.CERTIFICATES)) {
      Map<String, Verdict> verdicts = examine(sandbox.config(false));
      assertVerdict(verdicts.get(RESPONSE), Mark.OK, "valid");
    }
  }

  @Test
  void sendsUnsignedRequestsAndOneSignedRequestThatChangesNothing() {
    try (Sandbox sandbox = started(PlatformKeys.BOTH)) {
      var unused = examine(sandbox.config());
      assertThat(sandbox.requests())
          .allMatch(request -> request.toString().startsWith("GET /v3/certificates "));
      assertThat(sandbox.requests().stream().map(DoctorOnlineTest::isSigned))
          .containsExactly(false, true);
    }
  }

  private static boolean isSigned(Recorded request) {
    return request.header("Authorization").isPresent();
  }

  @Test
  void acceptsMerchantInPublicKeyMode() {
    try (Sandbox sandbox = started(PlatformKeys.PUBLIC_KEY)) {
      Map<String, Verdict> verdicts = examine(sandbox.config());
      assertVerdict(verdicts.get(SIGNATURE), Mark.OK, "status 404");
      assertVerdict(verdicts.get(MODE), Mark.OK, "public key");
      assertVerdict(verdicts.get(RESPONSE), Mark.OK, "configured key");
    }
  }

  @Test
  void refusesPublicKeyModeWithoutPublicKey() {
    try (Sandbox sandbox = started(PlatformKeys.PUBLIC_KEY)) {
      Map<String, Verdict> verdicts = examine(sandbox.config(false));
      assertVerdict(verdicts.get(SIGNATURE), Mark.OK, "status 404");
      assertVerdict(verdicts.get(MODE), Mark.FAILED, "PUB_KEY_ID_");
      assertVerdict(verdicts.get(RESPONSE), Mark.SKIPPED, "no public key");
    }
  }

  @Test
  void refusesAnotherPublicKeyUnderItsId() {
    try (Sandbox sandbox = started(PlatformKeys.PUBLIC_KEY)) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      Map<String, Object> certs = new LinkedHashMap<>();
      ((Map<?, ?>) entries.get("certs"))
          .forEach((id, key) -> certs.put((String) id, Fixtures.text("platform_pubkey.pem")));
      entries.put("certs", certs);
      assertVerdict(examine(entries).get(RESPONSE), Mark.FAILED, "not signed");
    }
  }

  @Test
  void refusesWrongSerial() {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      entries.put("serial", Fixtures.SERIAL);
      assertVerdict(examine(entries).get(SIGNATURE), Mark.FAILED, "401");
    }
  }

  @Test
  void refusesWrongKey() {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      entries.put("privateKey", Fixtures.text("other_key.pem"));
      assertVerdict(examine(entries).get(SIGNATURE), Mark.FAILED, "SIGN_ERROR");
    }
  }

  @Test
  void reportsWrongSignatureOfResponse() {
    try (Sandbox sandbox = started(PlatformKeys.CERTIFICATES)) {
      sandbox.fault("GET v3/certificates", Fault.WRONG_SIGNATURE, 2);
      Map<String, Verdict> verdicts = examine(sandbox.config());
      assertVerdict(verdicts.get(SIGNATURE), Mark.OK, "status 200");
      assertVerdict(verdicts.get(RESPONSE), Mark.FAILED, "signature");
    }
  }

  @Test
  void warnsOfPlatformThatCannotProcessRequest() {
    try (Sandbox sandbox = Sandbox.start()) {
      sandbox.fault("GET v3/certificates", Fault.SYSTEM_ERROR, 2);
      assertVerdict(examine(sandbox.config()).get(SIGNATURE), Mark.WARNING, "again in a minute");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "4, OK", "-30, WARNING", "30, WARNING", "-400, FAILED", "400, FAILED"})
  void comparesClockWithPlatform(long seconds, Mark expected) {
    Clock skewed = Clock.offset(CLOCK, Duration.ofSeconds(seconds));
    try (Sandbox sandbox = Sandbox.builder().clock(skewed).start()) {
      Verdict verdict = examine(sandbox.config()).get("clock");
      String direction = seconds == 0 ? "" : seconds > 0 ? "behind" : "ahead";
      assertVerdict(verdict, expected, direction);
    }
  }

  @Test
  void skipsClockWithoutTimeOfPlatform() {
    Probe probe = Probe.reached(200, Duration.ZERO, Optional.empty());
    assertVerdict(HostChecks.clock(probe, Instant.now()), Mark.SKIPPED, "no response");
  }

  @Test
  void reportsHostThatCannotBeReached() throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      entries.put("baseURL", "http://127.0.0.1:" + closedPort() + "/");
      Map<String, Verdict> verdicts = examine(entries);
      assertVerdict(verdicts.get("host"), Mark.FAILED, "did not reach 127.0.0.1");
      assertVerdict(verdicts.get("clock"), Mark.SKIPPED, "");
      assertVerdict(verdicts.get(SIGNATURE), Mark.FAILED, "did not reach 127.0.0.1");
    }
  }

  @Test
  void checksConfiguredBackupHost() throws IOException {
    try (Sandbox sandbox = Sandbox.start();
        Sandbox backup = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      entries.put("backupUrl", backup.uri().toString());
      assertVerdict(examine(entries).get("backup host"), Mark.OK, backup.uri().getAuthority());
      entries.put("backupUrl", "http://127.0.0.1:" + closedPort() + "/");
      assertVerdict(examine(entries).get("backup host"), Mark.FAILED, "did not reach");
    }
  }

  @Test
  void checksGatewayInPlaceOfHost() {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      entries.put("gateway", sandbox.uri().toString());
      entries.put("baseURL", "https://api.mch.weixin.qq.com/");
      Map<String, Verdict> verdicts = examine(entries);
      assertVerdict(verdicts.get("gateway"), Mark.OK, sandbox.uri().getAuthority());
      assertVerdict(verdicts.get(SIGNATURE), Mark.OK, "200");
      assertThat(verdicts).doesNotContainKeys("host", "backup host");
    }
  }

  @Test
  void trustsConfiguredAuthorityOnly() {
    try (Sandbox sandbox = Sandbox.builder().https(true).start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      assertVerdict(examine(entries).get("host"), Mark.OK, "responds");
      Map<String, Object> merchant = new LinkedHashMap<>();
      ((Map<?, ?>) entries.get("merchant")).forEach((k, v) -> merchant.put((String) k, v));
      merchant.remove("ca");
      entries.put("merchant", merchant);
      assertVerdict(examine(entries).get("host"), Mark.FAILED, "trusted authority");
    }
  }

  @Test
  void refusesBaseUrlThatIsNotUrl() {
    Map<String, Verdict> verdicts =
        online(Examination.with("baseURL", "api.mch.weixin.qq.com"), CLOCK, Examination.NONE);
    assertVerdict(verdicts.get("host"), Mark.FAILED, "https://");
    assertVerdict(verdicts.get(SIGNATURE), Mark.SKIPPED, "cannot be created");
  }

  @Test
  void signsNothingWithoutSettingsOfV3() {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (String name : List.of("mchid", "secret", "baseURL")) {
        entries.put(name, sandbox.config().get(name));
      }
      Map<String, Verdict> verdicts = examine(entries);
      assertVerdict(verdicts.get("host"), Mark.OK, "responds");
      assertVerdict(verdicts.get(SIGNATURE), Mark.SKIPPED, "APIv3");
    }
  }

  @Test
  void checksBothHostsOfPlatformByDefault() {
    List<String> probed = new ArrayList<>();
    Network network =
        new Network() {
          @Override
          public Probe probe(
              URI base, Map<String, String> headers, @Nullable X509Certificate authority) {
            probed.add(base.toString());
            return base.getHost().equals("api2.wechatpay.cn")
                ? Probe.failed("no route.")
                : Probe.reached(401, Duration.ofMillis(3), Optional.of(CLOCK.instant()));
          }

          @Override
          public WxpayBuilder builder(Wxpay client) {
            return client
                .newBuilder()
                .httpClient(FakeHttpClient.answering(Reply.bare(403, "{\"code\":\"NO_AUTH\"}")));
          }
        };
    Map<String, Object> entries = Examination.entries();
    entries.remove("merchant");
    Map<String, Verdict> verdicts = online(entries, CLOCK, network);
    assertThat(probed)
        .containsExactly("https://api.mch.weixin.qq.com/", "https://api2.wechatpay.cn/");
    assertVerdict(verdicts.get("host"), Mark.OK, "api.mch.weixin.qq.com responds in 3 ms");
    assertVerdict(verdicts.get("backup host"), Mark.WARNING, "no route.");
    assertVerdict(verdicts.get(SIGNATURE), Mark.WARNING, "not a 401");
  }

  private static Sandbox started(PlatformKeys keys) {
    SandboxBuilder builder = Sandbox.builder().platformKeys(keys);
    return builder.start();
  }

  /** Returns a port that was free just now. */
  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
