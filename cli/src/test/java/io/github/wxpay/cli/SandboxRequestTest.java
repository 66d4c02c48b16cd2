package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SandboxBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands against a platform that checks signatures and documented fields. */
class SandboxRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void ordersQueriesClosesAndDownloads() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      Path config = write("wxpay.json", sandbox, true);

      CommandRun order =
          run(
              config,
              "v3.pay.transactions.native",
              "--explain",
              "-d.appid",
              "wxd678efh567hg6787",
              "-d.mchid",
              "1900000109",
              "-d.description",
              "图",
              "-d.out_trade_no",
              "1217752501201407",
              "-d.notify_url",
              "https://example.com/",
              "-d.amount.total",
              "1");
      assertThat(order.code).as("%s", order).isZero();
      assertThat(JSON.readTree(order.out).path("code_url").asText()).startsWith("weixin://");

      CommandRun query =
          run(
              config,
              "v3/pay/transactions/out-trade-no/{out_trade_no}",
              "-v",
              "out_trade_no=1217752501201407",
              "-p",
              "mchid=1900000109");
      assertThat(JSON.readTree(query.out).path("trade_state").asText()).isEqualTo("NOTPAY");

      CommandRun closed =
          run(
              config,
              "v3.pay.transactions.outTradeNo.$out_trade_no$.close",
              "-v.out_trade_no",
              "1217752501201407",
              "-d.mchid",
              "1900000109");
      assertThat(closed.code).as("%s", closed).isZero();
      assertThat(closed.out).isEmpty();
      assertThat(closed.err).contains("HTTP 204");

      CommandRun missing =
          run(
              config,
              "v3/pay/transactions/out-trade-no/{out_trade_no}",
              "-v",
              "out_trade_no=none12345",
              "-p",
              "mchid=1900000109");
      assertThat(missing.code).isEqualTo(1);
      assertThat(missing.err).contains("ORDER_NOT_EXIST");

      sandbox.generateBill(10_000, 7);
      Path bill = folder.resolve("bill.csv");
      CommandRun download =
          run(
              config,
              "v3/bill/tradebill",
              "-p",
              "bill_date=" + LocalDate.now(ZoneOffset.ofHours(8)).minusDays(1),
              "-o",
              bill.toString());
      assertThat(download.code).as("%s", download).isZero();
      assertThat(Files.readString(bill)).contains("交易时间");

      CommandRun xml =
          run(
              config,
              "v2/pay/orderquery",
              "-d.mch_id",
              "1900000109",
              "-d.appid",
              "wxd678efh567hg6787",
              "-d.out_trade_no",
              "1217752501201407");
      assertThat(xml.code).as("%s", xml).isZero();
      assertThat(JSON.readTree(xml.out).path("trade_state").asText()).isEqualTo("CLOSED");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsCertificatesWithTheConfiguration(boolean sm2) throws Exception {
    SandboxBuilder builder = Sandbox.builder();
    try (Sandbox sandbox = (sm2 ? builder.sm2() : builder).start()) {
      Path config = write("wxpay.json", sandbox, false);
      Path root = Files.writeString(folder.resolve("root.pem"), sandbox.rootCertificate());
      Path certificates = Files.createDirectory(folder.resolve("certificates"));

      CommandRun run = run(config, "crt", "--root", root.toString(), "-o", certificates.toString());

      assertThat(run.code).as("%s", run).isZero();
      assertThat(run.out).contains("The WeChatPay Platform Certificate#0");
      assertThat(certificates).isNotEmptyDirectory();
    }
  }

  private Path write(String name, Sandbox sandbox, boolean withPlatformKeys) throws IOException {
    return Files.write(
        folder.resolve(name), JSON.writeValueAsBytes(sandbox.config(withPlatformKeys)));
  }

  private static CommandRun run(Path config, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("-c", config.toString()));
    return CommandRun.with(ClientSource.SYSTEM, "", all.toArray(new String[0]));
  }
}
