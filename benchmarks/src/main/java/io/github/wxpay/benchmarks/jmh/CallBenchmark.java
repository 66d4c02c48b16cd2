package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.benchmarks.TestKeys;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Measures the library's part of a call: the request is built but not sent, a signer returns a
 * constant, and the response, which is available at once, is verified and parsed. {@link #verify}
 * measures only the verification; the difference to a call is the code of the library.
 */
public class CallBenchmark extends MicroBenchmark {
  private static final String TIMESTAMP = "1767321296";
  private static final String NONCE = "5c7a00112233445566778899aabbccdd";
  private static final String KEY_ID = "PUB_KEY_ID_0119000001092026010200";
  private static final String MCHID = "1900000109";
  private static final Options DEADLINE = Options.none().deadline(Duration.ofSeconds(10));
  private static final byte[] CODE_URL =
      bytes("{\"code_url\":\"weixin://wxpay/bizpayurl?pr=p4lpSuKzz\"}");

  private final KeyPair platform;
  private final byte[] message = bytes(TIMESTAMP + "\n" + NONCE + "\n" + text(CODE_URL) + "\n");
  private final String signature;
  private final Chain create;
  private final Chain query;
  private final Chain onceQuery;
  private final Chain observedQuery;

  /** Creates the clients. */
  public CallBenchmark() {
    try {
      platform = TestKeys.create();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    signature = Rsa.sign(message, platform.getPrivate());
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "Content-Type",
                List.of("application/json; charset=utf-8"),
                "Content-Length",
                List.of(Integer.toString(CODE_URL.length)),
                "Request-ID",
                List.of("08F0B7C1CB0610E00118D8C2E8BF02-0"),
                "Wechatpay-Timestamp",
                List.of(TIMESTAMP),
                "Wechatpay-Nonce",
                List.of(NONCE),
                "Wechatpay-Serial",
                List.of(KEY_ID),
                "Wechatpay-Signature",
                List.of(signature)),
            (name, value) -> true);
    byte[] constant = new byte[256];
    Wxpay wxpay =
        Wxpay.builder()
            .mchid(MCHID)
            .serial("3775B6A45ACD588826D15E583A95F5DD00000001")
            .privateKey(request -> constant)
            .platformKey(KEY_ID, platform.getPublic())
            .clock(Clock.fixed(Instant.ofEpochSecond(Long.parseLong(TIMESTAMP)), ZoneOffset.UTC))
            .httpClient(new CannedHttpClient(headers, CODE_URL))
            .build();
    create = wxpay.chain("v3/pay/transactions/native");
    query = query(wxpay);
    onceQuery = query(wxpay.newBuilder().retry(Retry.none()).build());
    observedQuery = query(wxpay.newBuilder().listener(new CallListener() {}).build());
  }

  private static Chain query(Wxpay wxpay) {
    return wxpay
        .chain("v3/pay/transactions/id/{transaction_id}")
        .query("mchid", MCHID)
        .with("transaction_id", "4200001234202601021234567890");
  }

  /** Creates an order, with a JSON body. */
  @Benchmark
  public byte[] create() {
    return create.post(order()).bytes();
  }

  /** Creates an order and reads a field of the response. */
  @Benchmark
  public String createAndRead() {
    return create.post(order()).require("code_url");
  }

  /** Queries an order, with a placeholder and a query. */
  @Benchmark
  public byte[] query() {
    return query.get().bytes();
  }

  /** Queries an order without retries. */
  @Benchmark
  public byte[] queryOnce() {
    return onceQuery.get().bytes();
  }

  /** Queries an order with a deadline in addition to the timeout. */
  @Benchmark
  public byte[] queryWithDeadline() {
    return query.get(DEADLINE).bytes();
  }

  /** Queries an order with a listener. */
  @Benchmark
  public byte[] queryObserved() {
    return observedQuery.get().bytes();
  }

  /** Verifies only the response. */
  @Benchmark
  public boolean verify() {
    return Checks.requireTrue(Rsa.verify(message, signature, platform.getPublic()));
  }

  private static Map<String, Object> order() {
    return Wxpay.fields(
        "appid",
        "wxd678efh567hg6787",
        "mchid",
        MCHID,
        "description",
        "Image形象店-深圳腾大-QQ公仔",
        "out_trade_no",
        "20260102000000001010",
        "notify_url",
        "https://shop.example.com/wxpay/notifications/orders",
        "amount",
        Map.of("total", 100, "currency", "CNY"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
