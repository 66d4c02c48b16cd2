package io.github.wxpay.reliability;

import io.github.wxpay.sandbox.v2.V2Codec;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Responses of the platform that a client accepts. */
final class Replies {
  private static final Reply V3 = Reply.signed("{\"trade_state\":\"SUCCESS\"}");
  private static final Reply V2 = Reply.bare(200, xml(Map.of("result_code", "SUCCESS")));

  private Replies() {}

  /** Returns a successful response of a protocol. */
  static Reply good(boolean v2) {
    return v2 ? V2 : V3;
  }

  /** Returns the signed XML of fields, after a return_code that is SUCCESS. */
  static String xml(Map<String, String> more) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "nonce");
    fields.putAll(more);
    return V2Codec.signed(fields, "MD5", Fixtures.SECRET);
  }

  /** Returns the start of a response without its length: status, and headers with line ends. */
  static String head(int status, String headers) {
    return "HTTP/1.1 " + status + " X\r\n" + headers + "\r\n";
  }

  /** Returns one chunk of a chunked body. */
  static byte[] chunk(int length) {
    String size = Integer.toHexString(length);
    return (size + "\r\n" + " ".repeat(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
