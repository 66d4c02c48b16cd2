/** WeChat Pay on 127.0.0.1: verifies signatures, signs its responses, keeps a ledger. */
module io.github.wxpay.sandbox {
  requires com.fasterxml.jackson.databind;
  requires io.github.wxpay.catalogue;
  requires io.nayuki.qrcodegen;
  requires java.net.http;
  requires java.xml;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;
  requires static org.junit.jupiter.api;
  requires static org.junit.platform.commons;

  exports io.github.wxpay.sandbox;
  exports io.github.wxpay.sandbox.junit;

  uses io.github.wxpay.sandbox.http.SiteProvider;

  provides io.github.wxpay.sandbox.http.SiteProvider with
      io.github.wxpay.sandbox.page.PageProvider;
}
