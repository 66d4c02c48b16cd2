/** The documented endpoints and notifications of WeChat Pay, as data. */
module io.github.wxpay.catalogue {
  requires transitive com.fasterxml.jackson.databind;
  requires static transitive org.jspecify;

  exports io.github.wxpay.catalogue;
}
