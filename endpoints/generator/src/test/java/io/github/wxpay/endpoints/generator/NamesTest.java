package io.github.wxpay.endpoints.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java names of segments, placeholders, fields and kinds of notifications. */
class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "out-trade-no, outTradeNo",
    "native, native_",
    "notify, notify_",
    "policy-periods, policyPeriods",
    "policy_periods, policy_periods",
    "addInstitutionsub, addInstitutionsub",
    "complaints-v2, complaintsV2",
    "h5, h5"
  })
  void spellsSegments(String segment, String method) {
    assertThat(Names.segment(segment)).isEqualTo(method);
  }

  @ParameterizedTest
  @CsvSource({
    "out_trade_no, outTradeNo, 0",
    "h5_info, h5Info, 0",
    "package, package_, 0",
    "payOrdId, payOrdId, 0",
    "coupon_id_$n, couponId, 1",
    "coupon_refund_id_$n_$m, couponRefundId, 2"
  })
  void spellsFields(String field, String method, int indexes) {
    assertThat(Names.field(field)).isEqualTo(method);
    assertThat(Names.indexes(field)).isEqualTo(indexes);
  }

  @ParameterizedTest
  @CsvSource({
    "3, TRANSACTION.SUCCESS, TransactionSuccessEvent",
    "3, BRAND_MEMBER_CARD_SP.USER_CARD.CREATE, BrandMemberCardSpUserCardCreateEvent",
    "2, TRANSACTION.SUCCESS, V2TransactionSuccessEvent",
    "2, transaction-success, V2TransactionSuccessNotice"
  })
  void spellsKindsOfNotifications(int version, String name, String type) {
    assertThat(Names.typeOfEvent(version, name)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({"Idempotency-Key, idempotencyKey", "X-A, xA"})
  void spellsParametersOfHeaders(String header, String argument) {
    assertThat(Parameters.argument(header)).isEqualTo(argument);
  }
}
