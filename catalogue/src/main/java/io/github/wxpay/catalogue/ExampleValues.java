package io.github.wxpay.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The values of examples that are not generated, and the fields that are set although the
 * documentation does not mark them as required.
 */
final class ExampleValues {
  static final String MCHID = "1900000109";

  private static final String SUB_MCHID = "1900000110";
  private static final String APPID = "wxd678efh567hg6787";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
  private static final String NUMBER = "1217752501201407033233368018";
  private static final String CARD = "6225880000000000";
  private static final String NAME = "张三";

  /** The fields for the number of the merchant, one of which each request of APIv2 has. */
  private static final Set<String> SENDER = Set.of("/mch_id", "/mchid");

  private static final Pattern APPIDS = Pattern.compile("(?!sub_).*appid");
  private static final Pattern MERCHANTS =
      Pattern.compile("((sp|combine|stock_creator)_)?(mchid|mch_id)|belong_merchant");

  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("account", SUB_MCHID),
          Map.entry("account_name", NAME),
          Map.entry("account_number", CARD),
          Map.entry("auth_code", "130061098828009406"),
          Map.entry("bill_date", "2026-11-30"),
          Map.entry("contract_display_account", "user-1"),
          Map.entry("date", "20261130"),
          Map.entry("enc_bank_no", CARD),
          Map.entry("enc_true_name", NAME),
          Map.entry("name", NAME),
          Map.entry("notify_url", "https://shop.example/notify"),
          Map.entry("out_refund_no", NUMBER),
          Map.entry("out_trade_no", NUMBER),
          Map.entry("package_id", "1000000001"),
          Map.entry("payer_client_ip", "14.23.150.211"),
          Map.entry("receiver_account", SUB_MCHID),
          Map.entry("sender_name", NAME),
          Map.entry("spbill_create_ip", "14.23.150.211"),
          Map.entry("sub_appid", "wxd678efh567hg6999"),
          Map.entry("sub_mch_id", SUB_MCHID),
          Map.entry("sub_mchid", SUB_MCHID),
          Map.entry("timestamp", "1796092200"),
          Map.entry("transaction_id", "4200000000202612010000000001"),
          Map.entry("user_name", NAME));

  /** The fields that the platform requires in the first or the usual case, by endpoint. */
  private static final Map<Pattern, Set<String>> NEEDED = needed();

  private ExampleValues() {}

  private static Map<Pattern, Set<String>> needed() {
    Map<String, Set<String>> rules = new LinkedHashMap<>();
    rules.put("POST (sandboxnew/)?pay/unifiedorder", Set.of("/openid"));
    rules.put("POST mmpaymkttransfers/sendworkwxredpack", Set.of("/sender_name"));
    rules.put("GET v3/payscore/(partner/)?serviceorder", Set.of("/out_order_no"));
    rules.put("POST v3/profitsharing/orders", Set.of("/receivers"));
    rules.put("POST v3/profitsharing/receivers/add", Set.of("/name"));
    rules.put("POST v3/((brand|ecommerce)/)?profitsharing/return-?orders", Set.of("/out_order_no"));
    Map<Pattern, Set<String>> needed = new LinkedHashMap<>();
    rules.forEach((pattern, pointers) -> needed.put(Pattern.compile(pattern), pointers));
    return needed;
  }

  /** Returns the value of a field that has neither documented values nor nested fields. */
  static Optional<String> text(Endpoint endpoint, String name) {
    if (MERCHANTS.matcher(name).matches()) {
      return Optional.of(MCHID);
    }
    if (APPIDS.matcher(name).matches()) {
      return Optional.of(APPID);
    }
    if (name.endsWith("openid")) {
      return Optional.of(OPENID);
    }
    Optional<String> known = Optional.ofNullable(KNOWN.get(name));
    return endpoint.version() == 2 && name.equals("bill_date")
        ? known.map(day -> day.replace("-", ""))
        : known;
  }

  /** Returns whether a field is set although the documentation does not mark it as required. */
  static boolean isNeeded(Endpoint endpoint, String pointer) {
    if (pointer.equals("/sign_type")) {
      return endpoint.signType().isPresent();
    }
    if (endpoint.version() == 2 && SENDER.contains(pointer)) {
      return true;
    }
    String name = endpoint.method() + " " + endpoint.path();
    return NEEDED.entrySet().stream()
        .anyMatch(
            rule -> rule.getKey().matcher(name).matches() && rule.getValue().contains(pointer));
  }
}
