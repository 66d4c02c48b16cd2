package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls are the same in locales with other digits, separators or letters. */
class LocaleTest {
  private final Locale before = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ar-SA",
        "fa-IR",
        "mr-IN",
        "my-MM",
        "ne-NP",
        "th-TH-u-ca-buddhist-nu-thai",
        "tr-TR",
        "de-DE"
      })
  void callsSucceedInLocale(String tag) throws Exception {
    Locale.setDefault(Locale.forLanguageTag(tag));
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      for (boolean async : new boolean[] {false, true}) {
        Path image = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        Chain media = wxpay.chain("v3/merchant/media/upload");
        Response uploaded = async ? Clients.join(media.uploadAsync(image)) : media.upload(image);
        assertThat(uploaded.get("media_id")).isNotEmpty();

        String number = "L_" + async + "_1234567890";
        Response order =
            Clients.post(
                async, wxpay.chain("v3/pay/transactions/native"), order(wxpay.mchid(), number));
        assertThat(order.get("code_url")).startsWith("weixin://");
        sandbox.pay(number);
        assertThat(v2(async, wxpay, number).get("total_fee")).isEqualTo("101");
      }

      String day = LocalDate.now(ZoneOffset.ofHours(8)).toString();
      try (Bill bill =
          wxpay.chain("v3/bill/tradebill").bill(Options.none().query("bill_date", day))) {
        assertThat(bill.rows().count()).isEqualTo(2);
      }
    }
  }

  private static Response v2(boolean async, Wxpay wxpay, String number) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("appid", "wx8888888888888888");
    query.put("mch_id", wxpay.mchid());
    query.put("out_trade_no", number);
    return Clients.call(async, wxpay.v2().chain("pay/orderquery"), "POST", query, Options.none());
  }

  private static Map<String, Object> order(String mchid, String number) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx8888888888888888");
    body.put("mchid", mchid);
    body.put("description", "tea");
    body.put("out_trade_no", number);
    body.put("time_expire", LocalDateTime.now(ZoneOffset.ofHours(8)).plusHours(1));
    body.put("notify_url", "https://example.com/notify");
    body.put("amount", Map.of("total", 101, "currency", "CNY"));
    return body;
  }
}
