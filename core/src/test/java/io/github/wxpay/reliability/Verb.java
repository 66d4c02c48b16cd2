package io.github.wxpay.reliability;

import io.github.wxpay.testing.Fixtures;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of requests that differ in how they are sent. */
enum Verb {
  GET("GET"),
  POST("POST"),
  /** A POST without a byte in APIv3; one of APIv2 always has fields. */
  EMPTY_POST("POST"),
  DELETE("DELETE");

  final String method;

  Verb(String method) {
    this.method = method;
  }

  /** Returns the body of a protocol; the fields of a GET are its query. */
  @Nullable Object body(boolean v2) {
    if (v2) {
      return this == GET ? null : Map.of("mch_id", Fixtures.MCHID, "out_trade_no", "order-1");
    }
    return this == POST ? "{\"out_trade_no\":\"order-1\"}" : null;
  }
}
