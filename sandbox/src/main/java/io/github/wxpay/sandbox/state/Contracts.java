package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Contracts for automatic deductions, and the deductions: {@code v3/papay}, for merchants and
 * service providers. Queries do not find a contract before the user has signed it.
 */
public final class Contracts implements StatefulApi {
  private static final String ROOT = "v3/papay/";
  private static final FieldRules DEDUCTION =
      FieldRules.NONE
          .matching(
              "out_trade_no",
              Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}"),
              "6 to 32 of the characters 0-9 A-Z a-z _ - | *")
          .amount("amount/total", 1);
  private static final String ONE =
      "contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}";
  private static final String SCHEDULE = "schedules/contract-id/{contract_id}";
  private static final String[] EVENT_FIELDS =
      ("mchid,contract_id,appid,plan_id,out_contract_code,contract_display_account,contract_state,"
              + "contract_signed_time,contract_expired_time,openid,contract_terminate_info,"
              + "deduct_schedule,out_user_code")
          .split(",", -1);
  private static final String WAITING = "WAITING";
  private static final Transitions STATES =
      new Transitions(
              "contract",
              "out_contract_code",
              LedgerException.Kind.WRONG_STATE,
              "",
              "contract_state")
          .with("sign", "SIGNED", "contract_signed_time", WAITING)
          .with("terminate", "TERMINATED", "", "SIGNED");
  private static final Duration TERM = Duration.ofDays(365);

  private final Ledger ledger;
  private final Clock clock;
  private final Consumer<BusinessEvent> events;
  private final DocumentStore contracts = new DocumentStore("contract", "contract_id");

  Contracts(Ledger ledger, Clock clock, Consumer<BusinessEvent> events) {
    this.ledger = ledger;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public void register(OperationRegistry registry) {
    registry.on("POST", ROOT + "sign/contracts/pre-entrust-sign", this::request);
    for (String owner : new String[] {"", "partner/"}) {
      String scheduled = ROOT + "scheduled-deduct-sign/" + owner + "contracts/pre-entrust-sign/";
      for (String way : new String[] {"app", "h5", "jsapi", "mini-program"}) {
        registry.on("POST", scheduled + way, this::request);
      }
      String one = ROOT + "sign/" + owner + ONE;
      registry.on("GET", one, this::query);
      registry.on("POST", one + "/terminate", this::terminate);
      String pay = ROOT + "pay/" + owner;
      registry.on("POST", pay + SCHEDULE + "/schedule", this::schedule);
      registry.on("GET", pay + SCHEDULE, request -> deduction(signed(request)));
      registry.on("POST", pay + "transactions/apply", DEDUCTION, this::apply);
    }
    registry.on("POST", ROOT + "contracts/{contract_id}/notify", this::signed);
  }

  private ObjectNode request(CheckedRequest request) {
    ObjectNode contract =
        contracts.open(
            request.text("out_contract_code"),
            request.body(),
            () ->
                request
                    .body()
                    .put("mchid", request.mchid())
                    .put("contract_id", Times.compact(clock.instant()) + Randoms.digits(14))
                    .put("pre_entrustweb_id", Randoms.alphanumeric(28))
                    .put("contract_state", WAITING));
    String id = contract.path("pre_entrustweb_id").asText();
    String path = "pages/index/index?pre_entrustweb_id=" + id;
    return contract
        .put("redirect_url", "https://payapp.weixin.qq.com/papay/sign?pre_entrustweb_id=" + id)
        .put("miniprogram_username", "gh_sandbox")
        .put("miniprogram_path", path)
        .put("redirect_appid", "wxbd687630cd02ce1d")
        .put("redirect_path", path);
  }

  /**
   * Signs a contract as its user and returns the event, which has the platform's number of the
   * contract.
   */
  public BusinessEvent sign(String outContractCode) {
    ObjectNode signed =
        contracts.change(
            outContractCode,
            contract -> {
              if (STATES.reach(contract, "sign", clock.instant())) {
                sign(contract);
              }
            });
    return new BusinessEvent("ENTRUST.SIGN", "contract_notify_url", signed, EVENT_FIELDS);
  }

  private void sign(ObjectNode contract) {
    contract.put("contract_expired_time", Times.rfc3339(clock.instant().plus(TERM)));
    String given = contract.path("sp_openid").asText(contract.path("openid").asText());
    String openid = given.isEmpty() ? Randoms.openid() : given;
    contract.put("openid", openid).put("sp_openid", openid);
    if (contract.path("deduct_schedule").isObject()) {
      Json.object(contract, "deduct_schedule").put("schedule_state", "NO_SCHEDULED");
    }
  }

  private ObjectNode query(CheckedRequest request) {
    return requireOwner(request, contracts.get(request.text("out_contract_code")));
  }

  private ObjectNode terminate(CheckedRequest request) {
    return contracts.change(
        request.text("out_contract_code"),
        contract -> {
          requireOwner(request, contract);
          STATES.take(contract, "terminate", clock.instant());
          contract
              .putObject("contract_terminate_info")
              .put("contract_termination_mode", "MCH_API_TERMINATE")
              .put("contract_terminated_time", Times.rfc3339(clock.instant()))
              .put("contract_termination_remark", request.text("contract_termination_remark"));
          events.accept(
              new BusinessEvent(
                  "ENTRUST.TERMINATE", "contract_notify_url", contract, EVENT_FIELDS));
        });
  }

  private ObjectNode schedule(CheckedRequest request) {
    ObjectNode contract =
        contracts.changeBy(
            "contract_id",
            request.text("contract_id"),
            signed -> {
              mustBeSigned(signed);
              String day = Times.rfc3339(clock.instant()).substring(0, 10);
              ObjectNode schedule = Json.object(signed, "deduct_schedule");
              schedule.put("schedule_state", "SCHEDULED").put("deduct_start_date", day);
              schedule.set("scheduled_amount", request.at("/schedule_amount"));
            });
    return deduction(contract);
  }

  private static ObjectNode deduction(ObjectNode contract) {
    ObjectNode schedule = Json.object(contract, "deduct_schedule");
    if (!schedule.has("schedule_state")) {
      schedule.put("schedule_state", "NO_SCHEDULED");
    }
    return schedule;
  }

  /** Deducts an amount: creates a paid order in the ledger. */
  private ObjectNode apply(CheckedRequest request) {
    String number = request.text("out_trade_no");
    long total = request.number("amount/total");
    String[] kept = {"appid", "sub_appid", "sub_mchid", "description", "attach"};
    ObjectNode texts = Json.pick(request.body(), kept);
    if (texts.has("sub_mchid")) {
      texts.put("appid", request.text("sp_appid")).put("sp_mchid", request.mchid());
    }
    texts.put("notify_url", request.text("transaction_notify_url"));
    texts.setAll(Json.pick(signed(request), "openid"));
    ledger.payAtOnce(OrderFields.draft(TradeType.JSAPI, number, total, texts, request.body()));
    return Json.pick(request.body(), "out_trade_no", "amount");
  }

  private ObjectNode signed(CheckedRequest request) {
    return mustBeSigned(contracts.by("contract_id", request.text("contract_id")));
  }

  private static ObjectNode mustBeSigned(ObjectNode contract) {
    STATES.require(contract, List.of("SIGNED"));
    return contract;
  }

  private static ObjectNode requireOwner(CheckedRequest request, ObjectNode contract) {
    boolean waiting = contract.path("contract_state").asText().equals(WAITING);
    boolean theirs = contract.path("sub_mchid").asText().equals(request.text("sub_mchid"));
    boolean planned = contract.path("plan_id").asText().equals(request.text("plan_id"));
    if (waiting || !theirs || !planned) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN,
          "there is no contract "
              + request.text("out_contract_code")
              + " of plan "
              + request.text("plan_id")
              + (waiting ? "; the user has not signed it yet" : ""));
    }
    return contract;
  }
}
