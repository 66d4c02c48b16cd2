package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that bills match all movements of money, and that concurrent requests are consistent. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class BillConsistencyTest {
  private static final String DAY = "?bill_date=2026-03-04";
  private static final int THREADS = 8;
  private final MerchantClient shop;

  BillConsistencyTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  @BeforeEach
  void addReceiver() throws Exception {
    shop.post(
        "v3/profitsharing/receivers/add",
        "{'appid':'wx1','type':'PERSONAL_OPENID','account':'o9','relation_type':'STAFF'}");
  }

  private SandboxResponse share(String transaction, String number, long amount) throws Exception {
    return shop.post(
        "v3/profitsharing/orders",
        "{'appid':'wx1','transaction_id':'"
            + transaction
            + "','out_order_no':'"
            + number
            + "','receivers':[{'type':'PERSONAL_OPENID','account':'o9','description':'d','amount':"
            + amount
            + "}],'unfreeze_unsplit':false}");
  }

  private SandboxResponse refund(String order, String number, long amount, long total)
      throws Exception {
    return shop.post(
        "v3/refund/domestic/refunds", OrderJson.refund(order, number, amount, total).toString());
  }

  private SandboxResponse transfer(String number) throws Exception {
    return shop.post(
        "v3/fund-app/mch-transfer/transfer-bills", OrderJson.transfer(number, 50).toString());
  }

  private String[] bill(String kind, String more) throws Exception {
    SandboxResponse response = shop.get("v3/bill/" + kind + DAY + more);
    String address = response.get("/download_url");
    return shop.get(address.substring(shop.sandbox().uri().toString().length()))
        .text()
        .split("\r\n", -1);
  }

  /** Returns the sum of a column, in fen. */
  private static long sum(String[] lines, String column, String rows) {
    int at = List.of(lines[0].replace("\ufeff", "").split(",", -1)).indexOf(column);
    long sum = 0;
    for (int i = 1; i < lines.length - 3; i++) {
      String[] values = lines[i].substring(1).split(",`", -1);
      if (lines[i].contains("`" + rows + ",")) {
        sum += new BigDecimal(values[at]).movePointRight(2).longValueExact();
      }
    }
    return sum;
  }

  @Test
  void billsContainEveryPaymentRefundSharingAndTransfer() throws Exception {
    String transaction = shop.paid("plain-1", 1001);
    ObjectNode combined = OrderJson.combined("whole-1", 203, 307);
    ((ObjectNode) combined.at("/sub_orders/1")).put("sub_mchid", "1900000111");
    shop.post("v3/combine-transactions/native", combined.toString());
    shop.sandbox().pay("whole-1");
    shop.post(
        "v3/pay/partner/transactions/native", OrderJson.ofPartner("partner-1", 409).toString());
    shop.sandbox().pay("partner-1");
    refund("whole-1-0", "r1", 103, 203);
    refund("plain-1", "r2", 1, 1001);
    share(transaction, "s1", 300);
    transfer("t1");
    shop.payer().confirmTransfer("t1");
    transfer("t2");

    String[] trades = bill("tradebill", "");
    assertThat(sum(trades, "订单金额", "SUCCESS")).isEqualTo(1001 + 203 + 307 + 409);
    assertThat(sum(trades, "申请退款金额", "REFUND")).isEqualTo(103 + 1);
    assertThat(trades[trades.length - 2]).isEqualTo("`6,`19.20,`1.04,`0.00,`0.00000,`19.20,`1.04");
    String[] subMerchantBill = bill("tradebill", "&sub_mchid=1900000110");
    // Orders without a sub-merchant are in its bill, those of other sub-merchants are not.
    assertThat(sum(subMerchantBill, "订单金额", "1900000110")).isEqualTo(1001 + 203 + 409);

    String[] flows = bill("fundflowbill", "");
    long in = sum(flows, "收支金额(元)", "收入");
    long out = sum(flows, "收支金额(元)", "支出");
    assertThat(in).isEqualTo(1920);
    assertThat(out).isEqualTo(104 + 300 + 50);
    assertThat(sum(flows, "收支金额(元)", "分账")).isEqualTo(300);
    String last = flows[flows.length - 4].split(",`", -1)[7];
    assertThat(new BigDecimal(last).movePointRight(2).longValueExact()).isEqualTo(in - out);
    assertThat(flows[flows.length - 2]).isEqualTo("`8,`4,`19.20,`4,`4.54");
  }

  @Test
  void createsOneDocumentWhenThreadsSendSameNumber() throws Exception {
    String transaction = shop.paid("raced-1", 1000);
    Set<String> transfers = ConcurrentHashMap.newKeySet();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int index = i;
      work.add(
          () -> {
            transfers.add(transfer("same").get("/transfer_bill_no"));
            // All threads send the same number, and a separate one to share the remainder.
            share(transaction, "same", 200);
            return share(transaction, "own-" + index, 300).status() == 200 ? 1 : 0;
          });
    }
    int shared = 0;
    for (Future<Integer> done : runTogether(work)) {
      shared += done.get();
    }
    assertThat(transfers).hasSize(1);
    assertThat(shared).isBetween(2, 3);
    long left = 1000 - 300L * shared;
    SandboxResponse same = shop.get("v3/profitsharing/orders/same?transaction_id=" + transaction);
    left -= same.status() == 200 ? 200 : 0;
    assertThat(
            shop.get("v3/profitsharing/transactions/" + transaction + "/amounts")
                .get("/unsplit_amount"))
        .isEqualTo(Long.toString(left));
    assertThat(sum(bill("fundflowbill", ""), "收支金额(元)", "支出")).isEqualTo(1000 - left);
  }

  private static <T> List<Future<T>> runTogether(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    CountDownLatch ready = new CountDownLatch(work.size());
    try {
      List<Future<T>> done = new ArrayList<>();
      for (Callable<T> one : work) {
        done.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return one.call();
                }));
      }
      for (Future<T> one : done) {
        one.get();
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }
}
