package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests generated bills of any size. */
@WxpaySandbox
class GeneratedBillTest {
  private static final String TRADE_BILL = "/v3/bill/tradebill?bill_date=2026-03-04";
  private final Sandbox sandbox;

  GeneratedBillTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SandboxResponse fetch(SandboxResponse response) throws Exception {
    String address = response.get("/download_url");
    return SignedRequest.of(sandbox).get(address.substring(sandbox.uri().toString().length() - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 50_000, 3_000_000})
  void generatesRowsThatMatchSummary(int size) throws Exception {
    long rows = sandbox.generateBill(size, 42);
    SandboxResponse response = SignedRequest.of(sandbox).get(TRADE_BILL);
    SandboxResponse bill = fetch(response);
    assertThat(bill.bytes().length).isBetween(size - 300, size + 800);
    assertThat(bill.header("Content-Length")).isEqualTo(Integer.toString(bill.bytes().length));
    assertThat(MultipartBody.digest("SHA-1", bill.bytes())).isEqualTo(response.get("/hash_value"));

    String[] lines = bill.text().split("\r\n", -1);
    assertThat((long) lines.length).isEqualTo(rows + 4);
    BigDecimal in = BigDecimal.ZERO;
    BigDecimal out = BigDecimal.ZERO;
    for (int i = 1; i <= rows; i++) {
      String[] cells = lines[i].substring(1).split(",`", -1);
      assertThat(cells).hasSize(27);
      in = in.add(new BigDecimal(cells[12]));
      out = out.add(new BigDecimal(cells[16]));
      assertThat(cells[24]).isEqualTo(cells[12]);
      assertThat(cells[25]).isEqualTo(cells[16]);
    }
    assertThat(lines[lines.length - 2])
        .isEqualTo(
            String.join(
                ",`",
                "`" + rows,
                in.toPlainString(),
                out.setScale(2).toPlainString(),
                "0.00",
                "0.00000",
                in.toPlainString(),
                out.setScale(2).toPlainString()));
  }

  @Test
  void generatesSameBillFromSameSeedForNextRequestOnly() throws Exception {
    sandbox.generateBill(10_000, 7);
    String first = SignedRequest.of(sandbox).get(TRADE_BILL).get("/hash_value");
    assertThat(SignedRequest.of(sandbox).get(TRADE_BILL).get("/code"))
        .isEqualTo("NO_STATEMENT_EXIST");
    sandbox.generateBill(10_000, 7);
    assertThat(SignedRequest.of(sandbox).get(TRADE_BILL).get("/hash_value")).isEqualTo(first);
    sandbox.generateBill(10_000, 8);
    assertThat(SignedRequest.of(sandbox).get(TRADE_BILL).get("/hash_value")).isNotEqualTo(first);
  }

  @Test
  void refusesSizeOutOfRange() {
    assertThatThrownBy(() -> sandbox.generateBill(999, 1))
        .hasMessage("bytes must be 1,000 to 16 GiB, not 999");
  }
}
