package io.github.wxpay.catalogue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The values and the additional fields of examples that no rule about limits gives. */
final class ExampleValues {
  static final String MCHID = "1900000109";

  private static final String SUB_MCHID = "1900000110";
  private static final String APPID = "wxd678efh567hg6787";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

  private static final Pattern APPIDS = Pattern.compile("(?!.*sub_).*appid");
  private static final Pattern MERCHANTS = Pattern.compile("(sp_|combine_)?(mchid|mch_id)");

  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("sub_mchid", SUB_MCHID),
          Map.entry("sub_mch_id", SUB_MCHID),
          Map.entry("sub_appid", "wxd678efh567hg6999"),
          Map.entry("out_trade_no", "1217752501201407033233368018"),
          Map.entry("out_refund_no", "1217752501201407033233368018"),
          Map.entry("transaction_id", "4200000000202612010000000001"),
          Map.entry("auth_code", "130061098828009406"),
          Map.entry("notify_url", "https://shop.example/notify"),
          Map.entry("spbill_create_ip", "14.23.150.211"),
          Map.entry("payer_client_ip", "14.23.150.211"),
          Map.entry("bill_date", "2026-11-30"),
          Map.entry("account", SUB_MCHID),
          Map.entry("receiver_account", SUB_MCHID),
          Map.entry("contract_display_account", "user-1"),
          Map.entry("timestamp", "1796092200"),
          Map.entry("enc_bank_no", "6225880000000000"),
          Map.entry("enc_true_name", "张三"),
          Map.entry("name", "张三"),
          Map.entry("user_name", "张三"),
          Map.entry("account_name", "张三"),
          Map.entry("account_number", "6225880000000000"));

  private ExampleValues() {}

  /** Returns the text of a field that has neither documented values nor nested fields. */
  static Optional<String> text(Endpoint endpoint, String pointer, Field field) {
    String name = field.name();
    if (MERCHANTS.matcher(name).matches()) {
      return Optional.of(MCHID);
    }
    if (APPIDS.matcher(name).matches()) {
      return Optional.of(APPID);
    }
    if (name.endsWith("openid")) {
      return Optional.of(OPENID);
    }
    if (endpoint.version() == 2 && name.equals("bill_date")) {
      return Optional.of("20261130");
    }
    return Optional.ofNullable(KNOWN.get(name));
  }

  /** Returns the value of a field with documented values, if another than the first is needed. */
  static Optional<String> chosen(Endpoint endpoint, String pointer, Field field) {
    return Optional.empty();
  }

  /** Returns the pointers of optional fields without which the platform refuses the request. */
  static Set<String> needed(Endpoint endpoint) {
    return Set.of();
  }
}
