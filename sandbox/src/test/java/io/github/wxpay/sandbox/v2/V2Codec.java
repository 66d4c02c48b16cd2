package io.github.wxpay.sandbox.v2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads, checks and writes messages of APIv2 with the sandbox's implementation, which shares
 * nothing with the client's.
 */
public final class V2Codec {
  private V2Codec() {}

  /** Returns the fields of a request's XML. */
  public static Map<String, String> read(byte[] xml) {
    return Xml.read(xml);
  }

  /** Throws if the sign of a request is wrong. */
  public static void check(Map<String, String> fields, String key) {
    SignCheck.check(fields, SignType.of(fields.get("sign_type")), key);
  }

  /** Returns the XML of a response with its sign. */
  public static String signed(Map<String, String> fields, String signType, String key) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("sign", SignType.of(signType).sign(fields, key));
    return Xml.write(all);
  }
}
