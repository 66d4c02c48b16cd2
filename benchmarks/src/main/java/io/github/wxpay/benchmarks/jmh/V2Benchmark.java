package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures the signature and the XML of APIv2, with the fields of a micropay. */
public class V2Benchmark extends MicroBenchmark {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> fields = fields();
  private final String xml = Transformer.toXml(fields);

  /** Signs with MD5. */
  @Benchmark
  public String signMd5() {
    return Hash.sign(Hash.ALGO_MD5, fields, SECRET);
  }

  /** Signs with HMAC-SHA256. */
  @Benchmark
  public String signHmac() {
    return Hash.sign(Hash.ALGO_HMAC_SHA256, fields, SECRET);
  }

  /** Writes XML. */
  @Benchmark
  public String write() {
    return Transformer.toXml(fields);
  }

  /** Parses XML. */
  @Benchmark
  public Map<String, Object> parse() {
    return Transformer.toObject(xml);
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("appid", "wxd678efh567hg6787");
    fields.put("mch_id", "1900000109");
    fields.put("nonce_str", "5c7a00112233445566778899aabbccdd");
    fields.put("body", "Image形象店-深圳腾大-QQ公仔");
    fields.put("out_trade_no", "20260102000000001010");
    fields.put("total_fee", "100");
    fields.put("spbill_create_ip", "192.0.2.17");
    fields.put("auth_code", "134567890123456789");
    fields.put("sign", "0CB01533B8C1EF103065174F50BCA001");
    return fields;
  }
}
