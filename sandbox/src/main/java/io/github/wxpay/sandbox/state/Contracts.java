package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Numbers;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.ledger.TradeType;
import java.time.Clock;
import java.time.Duration;

/**
 * Contracts to deduct without asking, and what is deducted: {@code v3/papay}, of merchants and of
 * service providers. Before the user signs there is a request to sign, which queries do not know.
 */
public final class Contracts implements StatefulApi {
  private static final String ROOT = "v3/papay/";
  private static final String ONE =
      "contracts/plan-id/{plan_id}/out-contract-code/{out_contract_code}";
  private static final String SCHEDULE = "schedules/contract-id/{contract_id}";
  private static final String[] NEWS =
      ("mchid,contract_id,appid,plan_id,out_contract_code,contract_display_account,contract_state,"
              + "contract_signed_time,contract_expired_time,openid,contract_terminate_info,"
              + "deduct_schedule,out_user_code")
          .split(",", -1);
  private static final String WAITING = "WAITING";
  private static final Duration TERM = Duration.ofDays(365);

  private final Ledger ledger;
  private final Clock clock;
  private final DocumentStore contracts = new DocumentStore("contract", "contract_id");

  Contracts(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT + "sign/contracts/pre-entrust-sign", this::request);
    for (String owner : new String[] {"", "partner/"}) {
      String scheduled = ROOT + "scheduled-deduct-sign/" + owner + "contracts/pre-entrust-sign/";
      for (String way : new String[] {"app", "h5", "jsapi", "mini-program"}) {
        desk.on("POST", scheduled + way, this::request);
      }
      String one = ROOT + "sign/" + owner + ONE;
      desk.on("GET", one, this::query);
      desk.on("POST", one + "/terminate", this::terminate);
      String pay = ROOT + "pay/" + owner;
      desk.on("POST", pay + SCHEDULE + "/schedule", this::schedule);
      desk.on("GET", pay + SCHEDULE, asked -> deduction(signed(asked)));
      desk.on("POST", pay + "transactions/apply", this::apply);
    }
    desk.on("POST", ROOT + "contracts/{contract_id}/notify", this::signed);
  }

  private ObjectNode request(CheckedRequest asked) {
    ObjectNode contract =
        contracts.open(
            asked.text("out_contract_code"),
            asked.body(),
            () ->
                asked
                    .body()
                    .put("mchid", asked.mchid())
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

  /** The user signs; the news has the platform's number of the contract. */
  public BusinessEvent sign(String outContractCode) {
    ObjectNode signed =
        contracts.change(
            outContractCode,
            contract -> {
              String state = contract.path("contract_state").asText();
              if (state.equals("TERMINATED")) {
                throw new LedgerException(
                    LedgerException.Kind.WRONG_STATE,
                    "contract " + outContractCode + " is " + state);
              }
              if (state.equals(WAITING)) {
                sign(contract);
              }
            });
    return new BusinessEvent("ENTRUST.SIGN", "contract_notify_url", signed, NEWS);
  }

  private void sign(ObjectNode contract) {
    contract.put("contract_state", "SIGNED");
    contract.put("contract_signed_time", Times.rfc3339(clock.instant()));
    contract.put("contract_expired_time", Times.rfc3339(clock.instant().plus(TERM)));
    String given = contract.path("sp_openid").asText(contract.path("openid").asText());
    String openid = given.isEmpty() ? Randoms.openid() : given;
    contract.put("openid", openid).put("sp_openid", openid);
    if (contract.path("deduct_schedule").isObject()) {
      Node.object(contract, "deduct_schedule").put("schedule_state", "NO_SCHEDULED");
    }
  }

  private ObjectNode query(CheckedRequest asked) {
    return own(asked, contracts.get(asked.text("out_contract_code")));
  }

  private ObjectNode terminate(CheckedRequest asked) {
    return contracts.change(
        asked.text("out_contract_code"),
        contract -> {
          own(asked, contract);
          mustBeSigned(contract);
          contract.put("contract_state", "TERMINATED");
          contract
              .putObject("contract_terminate_info")
              .put("contract_termination_mode", "MCH_API_TERMINATE")
              .put("contract_terminated_time", Times.rfc3339(clock.instant()))
              .put("contract_termination_remark", asked.text("contract_termination_remark"));
        });
  }

  private ObjectNode schedule(CheckedRequest asked) {
    ObjectNode contract =
        contracts.changeBy(
            "contract_id",
            asked.text("contract_id"),
            signed -> {
              mustBeSigned(signed);
              String day = Times.rfc3339(clock.instant()).substring(0, 10);
              ObjectNode schedule = Node.object(signed, "deduct_schedule");
              schedule.put("schedule_state", "SCHEDULED").put("deduct_start_date", day);
              schedule.set("scheduled_amount", asked.at("/schedule_amount"));
            });
    return deduction(contract);
  }

  private static ObjectNode deduction(ObjectNode contract) {
    ObjectNode schedule = Node.object(contract, "deduct_schedule");
    if (!schedule.has("schedule_state")) {
      schedule.put("schedule_state", "NO_SCHEDULED");
    }
    return schedule;
  }

  /** Deducts: the order is paid at once, and the ledger has it. */
  private ObjectNode apply(CheckedRequest asked) {
    String number = asked.matching("out_trade_no", Numbers.ORDER, Numbers.ORDER_RULE);
    long total = asked.fen("amount/total", 1);
    String[] kept = {"appid", "sub_appid", "sub_mchid", "description", "attach"};
    ObjectNode texts = Node.pick(asked.body(), kept);
    if (texts.has("sub_mchid")) {
      texts.put("appid", asked.text("sp_appid")).put("sp_mchid", asked.mchid());
    }
    texts.put("notify_url", asked.text("transaction_notify_url"));
    texts.setAll(Node.pick(signed(asked), "openid"));
    ledger.payAtOnce(OrderMapping.draft(TradeType.JSAPI, number, total, texts, asked.body()));
    return Node.pick(asked.body(), "out_trade_no", "amount");
  }

  private ObjectNode signed(CheckedRequest asked) {
    return mustBeSigned(contracts.by("contract_id", asked.text("contract_id")));
  }

  private static ObjectNode mustBeSigned(ObjectNode contract) {
    String state = contract.path("contract_state").asText();
    if (!state.equals("SIGNED")) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE,
          "contract " + contract.path("out_contract_code").asText() + " is " + state);
    }
    return contract;
  }

  private static ObjectNode own(CheckedRequest asked, ObjectNode contract) {
    boolean waiting = contract.path("contract_state").asText().equals(WAITING);
    boolean theirs = contract.path("sub_mchid").asText().equals(asked.text("sub_mchid"));
    boolean planned = contract.path("plan_id").asText().equals(asked.text("plan_id"));
    if (waiting || !theirs || !planned) {
      throw new LedgerException(
          LedgerException.Kind.UNKNOWN,
          "there is no contract "
              + asked.text("out_contract_code")
              + " of plan "
              + asked.text("plan_id")
              + (waiting ? ", the user has not signed yet" : ""));
    }
    return contract;
  }
}
