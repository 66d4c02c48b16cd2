package io.github.wxpay.sandbox.v2;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets core's tests ask the sandbox's own implementation of APIv2, which shares nothing with core.
 */
public final class Counterpart {
  private Counterpart() {}

  /** The fields of a request's XML, as the sandbox reads it. */
  public static Map<String, String> read(byte[] xml) {
    return Xml.read(xml);
  }

  /** Throws what the sandbox objects to in a request's sign. */
  public static void check(Map<String, String> fields, String key) {
    SignCheck.check(fields, SignType.of(fields.get("sign_type")), key);
  }

  /** An answer's XML with its sign, as the sandbox writes it. */
  public static String signed(Map<String, String> fields, String signType, String key) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("sign", SignType.of(signType).sign(fields, key));
    return Xml.write(all);
  }
}
