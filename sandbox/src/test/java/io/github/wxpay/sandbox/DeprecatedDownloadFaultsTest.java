package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the deprecated methods that inject a fault into any download, until 0.2. */
@WxpaySandbox(perTest = true)
class DeprecatedDownloadFaultsTest {
  private static final int SIZE = 20_000;
  private final Sandbox sandbox;
  private String target;
  private byte[] bill;

  DeprecatedDownloadFaultsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void start() throws Exception {
    sandbox.generateBill(SIZE, 1);
    String url = requestBill().get("/download_url");
    target = url.substring(sandbox.uri().toString().length() - 1);
    bill = fetch().bytes();
  }

  private SandboxResponse requestBill() throws Exception {
    return SignedRequest.of(sandbox).get("/v3/bill/tradebill?bill_date=2026-03-04");
  }

  private SandboxResponse fetch() throws Exception {
    return SignedRequest.of(sandbox).get(target);
  }

  private Recorded last() {
    return sandbox.requests().get(sandbox.requests().size() - 1);
  }

  @Test
  void nextDownloadAppliesOnceToNextFile() throws Exception {
    sandbox.nextDownload(DownloadFault.NOT_FOUND);
    sandbox.nextDownload(DownloadFault.BAD_GATEWAY);
    assertThat(SignedRequest.of(sandbox).get("/v3/certificates").status()).isEqualTo(200);
    assertThat(last().fault()).isEmpty();
    assertThat(fetch().get("/code")).isEqualTo("NO_STATEMENT_EXIST");
    assertThat(last().fault()).contains("NOT_FOUND");
    assertThat(fetch().text()).contains("502 Bad Gateway");
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void downloadsAppliesToEveryFileAndReplacesNextDownload() throws Exception {
    sandbox.nextDownload(DownloadFault.NOT_FOUND);
    sandbox.downloads(DownloadFault.WRONG_HASH);
    sandbox.clearFaults();
    assertThat(fetch().bytes()).hasSameSizeAs(bill).isNotEqualTo(bill);
    assertThat(fetch().bytes()).isNotEqualTo(bill);
    sandbox.nextDownload(DownloadFault.NONE);
    assertThat(fetch().bytes()).isEqualTo(bill);
    sandbox.downloads(DownloadFault.NONE);
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void injectsSameFaultAsFaultClass() throws Exception {
    sandbox.nextDownload(DownloadFault.WRONG_HASH.atByte(7));
    byte[] bytes = fetch().bytes();
    bytes[7] ^= 1;
    assertThat(bytes).isEqualTo(bill);
    sandbox.nextDownload(DownloadFault.TRUNCATED.atByte(1_000));
    assertThat(fetch().bytes()).isEqualTo(Arrays.copyOf(bill, 1_000));
    sandbox.nextDownload(DownloadFault.SLOW.lasting(Duration.ofMillis(20)).atByte(1_000));
    assertThat(fetch().bytes()).isEqualTo(bill);
    assertThat(last().fault()).contains("PAUSED PT0.02S at byte 1000");
    sandbox.nextDownload(DownloadFault.REDIRECTED);
    assertThat(fetch().header("Location")).isEqualTo("/elsewhere");
    sandbox.nextDownload(DownloadFault.redirectedTo("https://example.com/"));
    assertThat(fetch().header("Location")).isEqualTo("https://example.com/");
    sandbox.nextDownload(DownloadFault.HANG_UP);
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
  }

  @Test
  void addressedAppliesToNextBillRequest() throws Exception {
    sandbox.nextDownload(DownloadFault.addressed("https://example.com/bill?token=1"));
    sandbox.nextDownload(DownloadFault.NOT_FOUND);
    assertThat(fetch().bytes()).isEqualTo(bill);
    sandbox.generateBill(SIZE, 1);
    assertThat(requestBill().get("/download_url")).isEqualTo("https://example.com/bill?token=1");
    assertThat(fetch().status()).isEqualTo(404);
    sandbox.downloads(DownloadFault.addressed("x"));
    sandbox.generateBill(SIZE, 1);
    assertThat(requestBill().get("/download_url")).isEqualTo("x");
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void combinesDownloadFaultWithFaultOfRequest() throws Exception {
    sandbox.nextDownload(DownloadFault.TRUNCATED.atByte(5_000));
    sandbox.fault("GET v3/billdownload/**", Fault.dripping(100, Duration.ZERO));
    assertThat(fetch().bytes()).isEqualTo(Arrays.copyOf(bill, 5_000));
  }

  @Test
  void appliesToApiV2Files() throws Exception {
    try (Sandbox own = FilesTest.withPaid(1)) {
      own.nextDownload(DownloadFault.TRUNCATED.atByte(3));
      assertThat(FilesTest.comments(own, "0", "20991231235959").text()).isEqualTo("1\n`");
    }
  }

  @Test
  void refusesSettingsOutOfRangeAndIgnoresUnusedOnes() {
    assertThatThrownBy(() -> DownloadFault.HANG_UP.atByte(-1))
        .hasMessage("offset must not be negative: -1");
    assertThatThrownBy(() -> DownloadFault.NOT_FOUND.atByte(-1))
        .hasMessage("offset must not be negative: -1");
    assertThatThrownBy(() -> DownloadFault.SLOW.lasting(Duration.ofHours(1)))
        .hasMessage("a pause must be 0 to 60 s, not PT1H");
    assertThat(DownloadFault.HANG_UP.atByte(7).lasting(Duration.ZERO))
        .hasToString("HANG_UP at byte 7");
    assertThat(DownloadFault.NOT_FOUND.atByte(7)).hasToString("NOT_FOUND");
  }
}
