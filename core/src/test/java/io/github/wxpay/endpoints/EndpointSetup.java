package io.github.wxpay.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Creates what an endpoint needs before it can be called: orders, refunds, files, a bank's key. */
final class EndpointSetup {
  private static final byte[] IMAGE = {'B', 'M', 0, 1, 2, 3, '\r', '\n', (byte) 0xff};
  private static final String APPID = "wx8888888888888888";

  private final Sandbox sandbox;
  private final Wxpay wxpay;
  private final Path folder;
  private final String today = LocalDate.now(ZoneOffset.ofHours(8)).toString().replace("-", "");
  private final Map<String, BiConsumer<Facts, Endpoint>> rules = new LinkedHashMap<>();
  private @Nullable PublicKey bankKey;
  private int numbers;

  EndpointSetup(Sandbox sandbox, Wxpay wxpay, Path folder) {
    this.sandbox = sandbox;
    this.wxpay = wxpay;
    this.folder = folder;
    paid(order());
    rules.put("GET v3/pay/transactions/.*", (facts, endpoint) -> paid(facts));
    rules.put(
        "POST v3/pay/transactions/.*/close",
        (facts, endpoint) -> facts.text("out_trade_no", order()));
    rules.put(
        "POST v3/pay/transactions/h5",
        (facts, endpoint) -> facts.want("scene_info", "payer_client_ip", "h5_info", "type"));
    rules.put("POST pay/closeorder", (facts, endpoint) -> facts.text("out_trade_no", order()));
    rules.put(
        "POST pay/orderquery|POST cgi-bin/mch/customs/customdeclareorder",
        (facts, endpoint) -> paid(facts));
    rules.put(
        "POST v3/refund/domestic/refunds|POST secapi/pay/refund", (facts, endpoint) -> paid(facts));
    rules.put(
        "GET v3/refund/domestic/refunds/.*|POST pay/refundquery",
        (facts, endpoint) -> refunded(facts));
    rules.put(
        "GET v3/fund-app/mch-transfer/transfer-bills/.*", (facts, endpoint) -> transferred(facts));
    rules.put(
        "POST mmpaymkttransfers/(promotion/)?.*",
        (facts, endpoint) -> facts.want("re_user_name", "workwx_sign"));
    rules.put("POST pay/unifiedorder", (facts, endpoint) -> facts.want("openid"));
    rules.put("POST v3/profitsharing/receivers/add", (facts, endpoint) -> facts.want("name"));
    rules.put("POST brand/.*/notify-configs", (facts, endpoint) -> facts.want("notify_url"));
    rules.put("POST mmpaymkttransfers/gethbinfo", (facts, endpoint) -> packed(facts));
    rules.put(
        "GET v3/(global/)?merchant-service/images/.*",
        (facts, endpoint) -> facts.text("media_id", image()));
    rules.put(
        "GET v3/transferdownload/.*|GET v3/new-tax.*/download",
        (facts, endpoint) -> facts.text("token", "abc"));
    rules.put("GET v3/billdownload/file", (facts, endpoint) -> facts.text("token", token()));
  }

  /** Returns values by pointer or name that win over made-up ones. */
  Facts prepare(Endpoint endpoint) {
    Facts facts = new Facts();
    for (String name : List.of("mchid", "mch_id", "combine_mch_id", "sp_mchid", "combine_mchid")) {
      facts.text(name, wxpay.mchid());
    }
    facts.text("auth_code", "130000000000000000").text("package_id", "pack1234");
    facts.text("algorithm_type", "RSA");
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      facts.text("date", today).text("begin_time", today + "000000");
      facts.text("end_time", today + "235959").number("offset", 0);
    }
    if (endpoint.version() == 2) {
      facts.text("bill_date", today);
    }
    String name = endpoint.method() + " " + endpoint.path();
    rules.forEach(
        (pattern, rule) -> {
          if (name.matches(pattern)) {
            rule.accept(facts, endpoint);
          }
        });
    return facts;
  }

  String order() {
    String number = "WORLD" + (1_000_000 + numbers++);
    ObjectNode order =
        OrderJson.of(number, 101).put("appid", APPID).put("description", "tea, green");
    order.putObject("settle_info").put("profit_sharing", true);
    wxpay.chain("v3/pay/transactions/native").post(order);
    return number;
  }

  private Response paid(String number) {
    sandbox.pay(number);
    return wxpay
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .get(Options.of("out_trade_no", number).query("mchid", wxpay.mchid()));
  }

  void paid(Facts facts) {
    String number = order();
    facts
        .want("out_trade_no")
        .text("out_trade_no", number)
        .text("transaction_id", paid(number).get("transaction_id"));
    facts.number("total_fee", 101).number("refund_fee", 101);
    facts.number("/amount/total", 101).number("/amount/refund", 101).text("currency", "CNY");
  }

  private void refunded(Facts facts) {
    paid(facts);
    String number = "R" + facts.values.get("out_trade_no").asText();
    Response refund =
        wxpay
            .chain("v3/refund/domestic/refunds")
            .post(OrderJson.refund(facts.values.get("out_trade_no").asText(), number, 101, 101));
    facts.text("out_refund_no", number).text("refund_id", refund.get("refund_id"));
  }

  void transferred(Facts facts) {
    String number = "T" + (1_000_000 + numbers++);
    Response bill =
        wxpay
            .chain("v3/fund-app/mch-transfer/transfer-bills")
            .post(OrderJson.transfer(number, 100).put("appid", APPID));
    facts.text("out_bill_no", number).text("transfer_bill_no", bill.get("transfer_bill_no"));
  }

  private void packed(Facts facts) {
    String number = "P" + (1_000_000 + numbers++);
    wxpay
        .chain("v2/mmpaymkttransfers/sendredpack")
        .post(
            fields(
                "mch_billno=" + number,
                "mch_id=" + wxpay.mchid(),
                "wxappid=" + APPID,
                "send_name=a",
                "re_openid=o1",
                "total_amount=100",
                "total_num=1",
                "wishing=b",
                "client_ip=127.0.0.1",
                "act_name=c",
                "remark=d"),
            Options.none().security(true));
    facts.text("mch_billno", number);
  }

  private static Map<String, String> fields(String... pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : pairs) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], parts[1]);
    }
    return fields;
  }

  /** Uploads or downloads a file in one call. */
  Response moveFile(SampleRequest sample, Chain chain, Options options, boolean async) {
    try {
      return sample.endpoint.kind() == Endpoint.Kind.UPLOAD
          ? upload(sample, chain, options, async)
          : download(sample, chain, options, async);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response upload(SampleRequest sample, Chain chain, Options options, boolean async)
      throws IOException {
    Path file = file(sample.endpoint);
    return async
        ? chain.uploadAsync(file, sample.meta, options).join()
        : chain.upload(file, sample.meta, options);
  }

  /** Returns a file that an endpoint accepts. */
  Path file(Endpoint endpoint) throws IOException {
    String path = endpoint.path();
    boolean lines = path.endsWith("/tasks");
    boolean invoice = path.contains("fapiao") || path.contains("invoice");
    String name =
        lines ? "a.txt" : invoice ? "a.pdf" : path.contains("video") ? "a.mp4" : "图片 1.png";
    byte[] content = lines ? (wxpay.encrypt("6225888888888888") + "\n").getBytes(UTF_8) : IMAGE;
    return Files.write(folder.resolve(name), content);
  }

  private Response download(SampleRequest sample, Chain chain, Options options, boolean async)
      throws IOException {
    Path file = folder.resolve("downloaded");
    Response response;
    if (sample.endpoint.method().equals("GET")) {
      response = async ? chain.downloadAsync(file, options).join() : chain.download(file, options);
    } else {
      Map<String, String> body = EndpointCaller.sentTexts(sample);
      response =
          async
              ? chain.downloadAsync(file, body, options).join()
              : chain.download(file, body, options);
    }
    assertThat(file).isNotEmptyFile();
    return response;
  }

  /** Returns an image's id that was uploaded. */
  private String image() {
    Path file;
    try {
      file = Files.write(folder.resolve("image.png"), IMAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wxpay.chain("v3/merchant-service/images/upload").upload(file).get("media_id");
  }

  /** Returns what names a bill that was asked for. */
  private String token() {
    String day = LocalDate.now(ZoneOffset.ofHours(8)).toString();
    Response bill = wxpay.chain("v3/bill/tradebill").get(Options.none().query("bill_date", day));
    return URI.create(bill.get("download_url")).getQuery().replaceFirst("^token=", "");
  }

  PublicKey bankKey() {
    if (bankKey == null) {
      String base = sandbox.uri("fraud.mch.weixin.qq.com").toString();
      Response response =
          wxpay
              .chain("v2/risk/getpublickey")
              .post(Map.of("mch_id", wxpay.mchid()), Options.none().baseUrl(base).security(true));
      bankKey = Rsa.publicKey(response.get("pub_key"));
    }
    return bankKey;
  }

  /** Values by pointer or by name. */
  static final class Facts {
    final Map<String, JsonNode> values = new LinkedHashMap<>();
    final Set<String> wanted = new HashSet<>();

    /** Returns the value of a field; null if it is to be generated. */
    @Nullable JsonNode value(String pointer, Field field) {
      JsonNode there = values.get(pointer);
      return there == null ? values.get(field.name()) : there;
    }

    /** Returns whether an optional field must be sent too. */
    boolean wants(Field field) {
      return wanted.contains(field.name());
    }

    Facts want(String... names) {
      wanted.addAll(List.of(names));
      return this;
    }

    String text(String name) {
      return values.get(name).asText();
    }

    Facts text(String name, String value) {
      values.put(name, TextNode.valueOf(value));
      return this;
    }

    Facts yes(String name) {
      values.put(name, BooleanNode.TRUE);
      return this;
    }

    Facts number(String name, long value) {
      values.put(name, LongNode.valueOf(value));
      return this;
    }
  }
}
