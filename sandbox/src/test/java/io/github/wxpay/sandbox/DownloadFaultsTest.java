package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests faults of downloads and where they do not apply. */
@WxpaySandbox(perTest = true)
class DownloadFaultsTest {
  private static final int SIZE = 20_000;
  private static final String FILE = "GET v3/billdownload/file";
  private final Sandbox sandbox;
  private String target;
  private byte[] bill;

  DownloadFaultsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void start() throws Exception {
    sandbox.generateBill(SIZE, 1);
    target = requestTarget("");
    bill = SignedRequest.of(sandbox).get(target).bytes();
  }

  private String requestTarget(String more) throws Exception {
    SandboxResponse response =
        SignedRequest.of(sandbox).get("/v3/bill/tradebill?bill_date=2026-03-04" + more);
    return response.get("/download_url").substring(sandbox.uri().toString().length() - 1);
  }

  private SandboxResponse fetch() throws Exception {
    return SignedRequest.of(sandbox).get(target);
  }

  private Recorded last() {
    return sandbox.requests().get(sandbox.requests().size() - 1);
  }

  @Test
  void appliesFaultToNextDownloadOnly() throws Exception {
    sandbox.fault(FILE, Fault.NOT_FOUND);
    sandbox.fault(FILE, Fault.BAD_GATEWAY);
    assertThat(SignedRequest.of(sandbox).get("/v3/certificates").status()).isEqualTo(200);
    SandboxResponse missing = fetch();
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.get("/code")).isEqualTo("NO_STATEMENT_EXIST");
    assertThat(fetch().text()).contains("502 Bad Gateway");
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void appliesRateFaultUntilCleared() throws Exception {
    sandbox.fault(FILE, Fault.NOT_FOUND);
    sandbox.clearFaults();
    sandbox.fault(FILE, Fault.WRONG_HASH, 1, 1);
    assertThat(fetch().bytes()).hasSameSizeAs(bill).isNotEqualTo(bill);
    assertThat(fetch().bytes()).isNotEqualTo(bill);
    sandbox.clearFaults();
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 777})
  void wrongHashChangesOneByte(int at) throws Exception {
    sandbox.fault(FILE, Fault.WRONG_HASH.atByte(at));
    byte[] bytes = fetch().bytes();
    bytes[at] ^= 1;
    assertThat(bytes).isEqualTo(bill);
  }

  @Test
  void wrongHashChangesByteOfUncompressedContent() throws Exception {
    sandbox.generateBill(SIZE, 1);
    String compressed = requestTarget("&tar_type=GZIP");
    sandbox.fault(FILE, Fault.WRONG_HASH.atByte(5));
    byte[] bytes = SignedRequest.of(sandbox).get(compressed).bytes();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] opened = gzip.readAllBytes();
      opened[5] ^= 1;
      assertThat(opened).isEqualTo(bill);
    }
  }

  @Test
  void truncatedFileHasMatchingContentLength() throws Exception {
    sandbox.fault(FILE, Fault.TRUNCATED.atByte(1_000));
    SandboxResponse reply = fetch();
    assertThat(reply.header("Content-Length")).isEqualTo("1000");
    assertThat(reply.bytes()).isEqualTo(Arrays.copyOf(bill, 1_000));
    sandbox.fault(FILE, Fault.TRUNCATED);
    assertThat(fetch().bytes()).hasSize(bill.length / 2);
    sandbox.fault(FILE, Fault.TRUNCATED.atByte(0));
    assertThat(fetch().bytes()).isEmpty();
    sandbox.fault(FILE, Fault.TRUNCATED.atByte(1_000_000));
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9_999})
  void hangUpEndsConnectionBeforeEndOfFile(int at) throws Exception {
    sandbox.fault(FILE, Fault.HANG_UP.atByte(at));
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void hangUpEndsLargeCompressedFile() throws Exception {
    sandbox.generateBill(6 << 20, 1);
    String compressed = requestTarget("&tar_type=GZIP");
    sandbox.fault(FILE, Fault.HANG_UP);
    assertThatThrownBy(() -> SignedRequest.of(sandbox).get(compressed))
        .isInstanceOf(IOException.class);
    SandboxResponse reply = SignedRequest.of(sandbox).get(compressed);
    assertThat(reply.header("Content-Length")).isEmpty();
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(reply.bytes()))) {
      assertThat(gzip.readAllBytes().length).isBetween(6 << 20, (6 << 20) + 2_000);
    }
  }

  @Test
  void pausedFileArrivesCompletelyAndCloseDoesNotWait() throws Exception {
    sandbox.fault(FILE, Fault.PAUSED.lasting(Duration.ofMillis(20)));
    assertThat(fetch().bytes()).isEqualTo(bill);
    sandbox.fault(FILE, Fault.PAUSED.lasting(Duration.ofMinutes(1)));
    long start = System.nanoTime();
    try (InputStream file = SignedRequest.of(sandbox).open(target)) {
      // In Java 11, readNBytes(int) ends with a read of 0 bytes, which waits for the next byte.
      byte[] half = new byte[bill.length / 2];
      assertThat(file.readNBytes(half, 0, half.length)).isEqualTo(half.length);
      assertThat(half).isEqualTo(Arrays.copyOf(bill, half.length));
      sandbox.close();
      assertThatThrownBy(file::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void redirectsToDefaultAndGivenLocation() throws Exception {
    sandbox.fault(FILE, Fault.REDIRECTED);
    SandboxResponse reply = fetch();
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo("/elsewhere");
    assertThat(sandbox.requests()).noneMatch(r -> r.target().equals("/elsewhere"));
    sandbox.fault(FILE, Fault.redirectedTo("https://example.com/"));
    assertThat(fetch().header("Location")).isEqualTo("https://example.com/");
  }

  @Test
  void addressedReplacesDownloadUrlOnceAndSignsIt() throws Exception {
    sandbox.fault("GET v3/bill/**", Fault.addressed("https://example.com/bill?token=1"));
    sandbox.fault(FILE, Fault.NOT_FOUND);
    sandbox.generateBill(SIZE, 1);
    SandboxResponse response =
        SignedRequest.of(sandbox).get("/v3/bill/tradebill?bill_date=2026-03-04");
    assertThat(response.get("/download_url")).isEqualTo("https://example.com/bill?token=1");
    assertThat(response.get("/hash_value")).hasSize(40);
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    assertThat(response.isSignedBy((String) certs.get(response.header("Wechatpay-Serial"))))
        .isTrue();
    assertThat(last().fault()).contains("ADDRESSED https://example.com/bill?token=1");
    assertThat(fetch().status()).isEqualTo(404);
    assertThat(fetch().bytes()).isEqualTo(bill);
  }

  @Test
  void flippedByteCorruptsCompressedFile() throws Exception {
    sandbox.generateBill(SIZE, 1);
    String compressed = requestTarget("&tar_type=GZIP");
    byte[] right = SignedRequest.of(sandbox).get(compressed).bytes();
    sandbox.fault(FILE, Fault.FLIPPED_BYTE, 2);
    byte[] bytes = SignedRequest.of(sandbox).get(compressed).bytes();
    byte[] plain = fetch().bytes();
    assertThatThrownBy(() -> new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
        .isInstanceOf(IOException.class);
    bytes[right.length / 2] ^= 1;
    assertThat(bytes).isEqualTo(right);
    plain[bill.length / 2] ^= 1;
    assertThat(plain).isEqualTo(bill);
  }

  @Test
  void faultOfFilesDoesNotApplyToOtherResponsesButCounts() throws Exception {
    for (Fault fault : new Fault[] {Fault.WRONG_HASH, Fault.NOT_FOUND, Fault.addressed("x")}) {
      sandbox.fault("**", fault);
      assertThat(SignedRequest.of(sandbox).get("/v3/certificates").status()).isEqualTo(200);
      assertThat(last().fault()).as(fault.toString()).isEmpty();
      assertThat(fetch().bytes()).as(fault.toString()).isEqualTo(bill);
    }
  }

  @Test
  void doesNotRecordFaultAfterLastByteOfFile() throws Exception {
    for (Fault fault :
        new Fault[] {
          Fault.WRONG_HASH, Fault.FLIPPED_BYTE, Fault.TRUNCATED, Fault.HANG_UP, Fault.PAUSED
        }) {
      sandbox.fault(FILE, fault.atByte(bill.length));
      assertThat(fetch().bytes()).isEqualTo(bill);
      assertThat(last().fault()).as(fault.toString()).isEmpty();
    }
    sandbox.fault(FILE, Fault.WRONG_HASH.atByte(bill.length - 1));
    assertThat(fetch().bytes()).isNotEqualTo(bill);
    assertThat(last().fault()).contains("WRONG_HASH at byte " + (bill.length - 1));
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> Fault.HANG_UP.atByte(-1))
        .hasMessage("offset must not be negative: -1");
    assertThatThrownBy(() -> Fault.PAUSED.lasting(Duration.ofHours(1)))
        .hasMessage("a pause must be 0 to 60 s, not PT1H");
    assertThat(Fault.HANG_UP.atByte(7)).hasToString("HANG_UP at byte 7");
  }
}
