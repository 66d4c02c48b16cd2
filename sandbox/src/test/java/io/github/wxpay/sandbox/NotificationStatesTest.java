package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each generated notification is one that the platform could send. */
@WxpaySandbox(clock = MerchantClient.NOW)
class NotificationStatesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern STATE =
      Pattern.compile("(.*_)?(state|status|change_type|result|action_type)(?<!blocked_state)");
  // The first entry whose pattern matches the event decides; its second pattern matches the states.
  private static final List<Map.Entry<Pattern, Pattern>> MEANINGS =
      List.of(
          meaning("MCHTRANSFER[.]AUTHORIZATION[.]CONFIRMED", "TAKING_EFFECT"),
          meaning(".*CHANGE|.*_UPDATE|.*[.]NOTIFY|COMPLAINT.*|.*INQUIRY|.*SETTLEMENT", "[A-Z_]+"),
          meaning(".*AGREEMENT_ENDED|v2/vehicle.*", "SETTLING|NORMAL"),
          meaning("(.*CLOSED|.*CLOSE_SERVICE)", "CLOSED|USER_CLOSE_SERVICE"),
          meaning(".*CANCEL_SIGN_PLAN", "UNSIGNED|SIGN_PLAN_DETAIL_CANCEL"),
          meaning("v2/(CHECK|TRANSACTION)[.]FAIL", "EXPIRED|FINISHED"),
          meaning(".*FAIL(ED)?", "(PAY_)?FAIL"),
          meaning(".*ABNORMAL", "ABNORMAL"),
          meaning(".*TERMINATE(_CONTRACT)?|.*RELEASE", "(CONTRACT_STATE_)?TERMINATED|DELETE"),
          meaning(".*(REVOKED|DELETE)", "REVOKED|DELETE"),
          meaning(".*EXPIRED", "DISABLED"),
          meaning(
              "(?!.*CLOSE).*(SIGN|SIGNING|RENEW|_CONTRACT|SIGN_PLAN)",
              "SIGNED|ADD|CONTRACT_STATE_EFFECTIVE|NOT_USED"),
          meaning("v2/pap-contract-state-changed", "ADD|0"),
          meaning(".*LOCKED", "LOCKED"),
          meaning("FAPIAO[.](CARD_DISCARDED|REVERSED)", "REVERSED|DISCARD(ED|_ACCEPTED)"),
          meaning("FAPIAO[.].*", "ISSUED|INSERT(ED|_ACCEPTED)"),
          meaning("DISCOUNT_CARD[.]USER_PAID", "UNFINISHED|PAID"),
          meaning("(DISCOUNT_CARD|.*CREATE).*", "ONGOING|EFFECTIVE"),
          meaning("PAYSCORE[.]USER_(CONFIRM|ACCEPTED)", "DOING"),
          meaning("PAYSCORE[.]USER_OPEN_SERVICE", "USER_OPEN_SERVICE"),
          meaning("v2/CHECK[.]SUCCESS", "USER_ACCEPTED"),
          meaning(
              ".*",
              "(.*_)?(SUCCESS|FINISHED|DONE|USED|COMPLETED|APPROVED|GRANTED|USER_PAID|RECEIVED)"
                  + "|HAS_LAUNCHED"));
  // The documentation lists fields of several products in one table as required. A notification of
  // one product does not have the following ones.
  private static final Map<String, Set<String>> OTHER_PRODUCTS =
      Map.ofEntries(
          Map.entry("CREDIT_REPAYMENT.SIGN_CONTRACT", Set.of()),
          Map.entry("ENTRUST.RELEASE", Set.of("out_trade_no", "trade_state")),
          Map.entry("ENTRUST.SIGNING", Set.of("out_trade_no", "trade_state", "device_information")),
          Map.entry("ENTRUST.SIGN", Set.of("contract_terminate_info")),
          Map.entry("INSURANCE_ENTRUST.SIGN", Set.of("contract_terminate_info")),
          Map.entry("INSURANCE_ENTRUST.RENEW", Set.of("contract_terminate_info")),
          Map.entry("PAYSCORE.USER_CONFIRM", Set.of("sub_mchid", "out_trade_no")),
          Map.entry("PAYSCORE.USER_PAID", Set.of("sub_mchid")),
          Map.entry("PAYSCORE.USER_CLOSE_SERVICE", Set.of("sub_mchid")),
          Map.entry(
              "PAYSCORE.USER_OPEN_SERVICE",
              Set.of(
                  "sub_mchid",
                  "contract_id",
                  "plan_id",
                  "contract_status",
                  "create_time",
                  "out_contract_code")),
          Map.entry(
              "PAYSCORE.USER_SIGN_PLAN",
              Set.of("cancel_sign_time", "use_time", "complete_time", "cancel_time")),
          Map.entry("PAYSCORE.USER_CANCEL_SIGN_PLAN", Set.of("use_time", "complete_time")),
          Map.entry("REFUND.ABNORMAL", Set.of("sp_mchid", "sub_mchid")),
          Map.entry("REFUND.CLOSED", Set.of("sp_mchid", "sub_mchid")),
          Map.entry("REFUND.SUCCESS", Set.of("currency", "payer_currency")),
          Map.entry(
              "TRANSACTION.FAIL",
              Set.of(
                  "transaction_id",
                  "bank_type",
                  "success_time",
                  "payer_currency",
                  "device_information",
                  "mchid",
                  "trade_type",
                  "trade_state_desc")),
          Map.entry("TRANSACTION.PAY_BACK", Set.of("mchid", "device_info")),
          Map.entry(
              "TRANSACTION.SUCCESS",
              Set.of(
                  "sp_mchid",
                  "sub_mchid",
                  "order_id",
                  "out_order_no",
                  "receiver",
                  "description",
                  "create_time",
                  "trade_scene",
                  "sub_appid")));
  private final Sandbox sandbox;

  NotificationStatesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private static Map.Entry<Pattern, Pattern> meaning(String name, String states) {
    return Map.entry(Pattern.compile(name), Pattern.compile(states));
  }

  static List<String> events() {
    return Sandbox.eventTypes();
  }

  private JsonNode payload(String event) throws Exception {
    return payload(event, Map.of());
  }

  private JsonNode payload(String event, Map<String, ?> given) throws Exception {
    String text = sandbox.notification(event, given).plaintext();
    if (!text.startsWith("<")) {
      return MAPPER.readTree(text);
    }
    ObjectNode fields = MAPPER.createObjectNode();
    var field = Pattern.compile("<([a-z_]+)>(?:<!\\[CDATA\\[(.*?)]]>|([^<]*))</").matcher(text);
    while (field.find()) {
      String value = field.group(2) == null ? field.group(3) : field.group(2);
      if (value.startsWith("{")) {
        fields.set(field.group(1), MAPPER.readTree(value));
      } else {
        fields.put(field.group(1), value);
      }
    }
    return fields;
  }

  private static void walk(JsonNode node, BiConsumer<String, JsonNode> visit) {
    if (node.isArray()) {
      node.forEach(child -> walk(child, visit));
    }
    node.properties()
        .forEach(
            field -> {
              visit.accept(field.getKey(), field.getValue());
              walk(field.getValue(), visit);
            });
  }

  @ParameterizedTest
  @MethodSource("events")
  void containsOnlyStatesOfItsEvent(String event) throws Exception {
    Pattern states =
        MEANINGS.stream()
            .filter(meaning -> meaning.getKey().matcher(event).matches())
            .findFirst()
            .orElseThrow()
            .getValue();

    walk(
        payload(event),
        (name, value) -> {
          boolean code = name.equals("return_code") || name.equals("result_code");
          if (value.isValueNode() && (code || STATE.matcher(name).matches())) {
            assertThat(value.asText()).as("%s %s", event, name).matches(states);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("events")
  void containsOnlyDocumentedValuesAndNoPlaceholders(String event) throws Exception {
    JsonNode payload = payload(event);
    List<String> wrong = new ArrayList<>();

    documented(type(event).payload(), payload, wrong);

    walk(
        payload,
        (name, value) -> {
          if (STATE.matcher(name).matches() && value.asText().contains("示例")) {
            wrong.add(name + ": " + value);
          }
          if (value.asText().startsWith("SANDBOX") || value.asText().contains("{")) {
            wrong.add(name + ": " + value);
          }
        });
    assertThat(wrong).isEmpty();
  }

  private static void documented(List<Field> fields, JsonNode payload, List<String> wrong) {
    for (Field field : fields) {
      JsonNode value = payload.path(field.name());
      boolean listed = field.values().isEmpty() || field.values().contains(value.asText());
      // The documentation of a signed plan lists UNSIGNED alone.
      if (value.isValueNode() && !listed && !field.name().equals("sign_state")) {
        wrong.add(field + " is " + value);
      }
      for (JsonNode one : value.isArray() ? value : List.of(value)) {
        documented(field.fields(), one, wrong);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void containsRequiredFieldsOfItsProduct(String event) throws Exception {
    Set<String> missing = new TreeSet<>();

    required(type(event).payload(), payload(event), missing);

    assertThat(missing).isEqualTo(OTHER_PRODUCTS.getOrDefault(event, Set.of()));
  }

  private static void required(List<Field> fields, JsonNode payload, Set<String> missing) {
    for (Field field : fields) {
      JsonNode value = payload.path(field.name());
      if (field.isRequired() && value.isMissingNode()) {
        missing.add(field.name());
      }
      if (value.isObject()) {
        required(field.fields(), value, missing);
      }
      if (value.isArray()) {
        value.forEach(one -> required(field.fields(), one, missing));
      }
    }
  }

  private static NotificationType type(String event) {
    return Catalogue.load().notification(event).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "transaction_id, 4200[0-9]{6}20260304[0-9]{10}",
    "refund_id, 503000[0-9]{23}",
    "transfer_bill_no, 1330008[0-9]{8}260304[0-9]{13}",
    "prepay_id, wx20260304130607[0-9a-f]{20}",
    "openid, o[0-9A-Za-z]{27}",
    "appid, wx[0-9a-f]{16}",
    "mchid, 1900000109",
    "sub_mchid, 1900000110",
    "plate_number, 粤B12345"
  })
  void writesNumbersInPlatformFormat(String name, String form) throws Exception {
    int found = 0;
    for (String event : events()) {
      for (JsonNode value : payload(event).findValues(name)) {
        found++;
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
          if (one.isTextual()) {
            assertThat(one.asText()).as("%s %s", event, name).matches(form);
          }
        }
      }
    }
    assertThat(found).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"REFUND.SUCCESS, true", "REFUND.CLOSED, false", "REFUND.ABNORMAL, false"})
  void refundHasFieldsOfRecordedOne(String event, boolean successful) throws Exception {
    JsonNode refund = payload(event);

    List<String> names = new ArrayList<>(List.of("mchid", "out_trade_no", "transaction_id"));
    names.addAll(List.of("out_refund_no", "refund_id", "refund_status"));
    names.addAll(successful ? List.of("success_time") : List.of());
    names.addAll(List.of("amount", "user_received_account"));
    assertThat(refund.fieldNames()).toIterable().containsExactlyElementsOf(names);
    assertThat(refund.path("amount").toString())
        .isEqualTo("{\"total\":100,\"refund\":100,\"payer_total\":100,\"payer_refund\":100}");
  }

  @Test
  void paymentAndTransferHaveFieldsOfRecordedOnes() throws Exception {
    assertThat(payload("TRANSACTION.SUCCESS").fieldNames())
        .toIterable()
        .containsExactly(
            "mchid",
            "appid",
            "out_trade_no",
            "transaction_id",
            "trade_type",
            "trade_state",
            "trade_state_desc",
            "bank_type",
            "attach",
            "success_time",
            "payer",
            "amount");
    assertThat(payload("TRANSACTION.SUCCESS").path("attach").asText("none")).isEmpty();
    assertThat(payload("MCHTRANSFER.BILL.FINISHED").fieldNames())
        .toIterable()
        .containsExactly(
            "mch_id",
            "out_bill_no",
            "transfer_bill_no",
            "transfer_amount",
            "state",
            "openid",
            "create_time",
            "update_time",
            "mchid");
  }

  @Test
  void acceptsGivenServiceProviderFieldsAndStates() throws Exception {
    JsonNode refund =
        payload("REFUND.SUCCESS", Map.of("sp_mchid", "1900000100", "sub_mchid", "1900000101"));
    assertThat(refund.path("sp_mchid").asText()).isEqualTo("1900000100");
    assertThat(refund.path("sub_mchid").asText()).isEqualTo("1900000101");

    JsonNode failed =
        payload(
            "MCHTRANSFER.BILL.FINISHED", Map.of("state", "FAIL", "fail_reason", "ACCOUNT_FROZEN"));
    assertThat(failed.path("state").asText()).isEqualTo("FAIL");
    assertThat(failed.path("fail_reason").asText()).isEqualTo("ACCOUNT_FROZEN");
  }
}
