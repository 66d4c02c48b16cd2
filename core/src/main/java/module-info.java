/** A chained-path client of WeChat Pay. */
module io.github.wxpay {
  requires transitive com.fasterxml.jackson.databind;
  requires transitive java.net.http;
  requires java.xml;
  requires static jdk.jfr;
  requires static org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports io.github.wxpay;
  exports io.github.wxpay.codec;
  exports io.github.wxpay.crypto;
  exports io.github.wxpay.exception;
  exports io.github.wxpay.http;
}
