/** The typed chain of WeChat Pay: every documented endpoint and notification as types. */
module io.github.wxpay.endpoints {
  requires transitive io.github.wxpay;
  requires static transitive org.jspecify;

  exports io.github.wxpay.endpoints;
  exports io.github.wxpay.endpoints.brand;
  exports io.github.wxpay.endpoints.customs;
  exports io.github.wxpay.endpoints.events;
  exports io.github.wxpay.endpoints.hk;
  exports io.github.wxpay.endpoints.v2;
  exports io.github.wxpay.endpoints.v3;
}
