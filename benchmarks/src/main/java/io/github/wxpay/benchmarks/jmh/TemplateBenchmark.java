package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.internal.url.Template;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** Measures a path with a placeholder. */
public class TemplateBenchmark extends MicroBenchmark {
  private static final String PATH = "v3/pay/transactions/out-trade-no/{out_trade_no}/close";

  private final Template template = Template.of(PATH);
  private final Map<String, String> ascii = Map.of("out_trade_no", "20260102000000001010");
  private final Map<String, String> other = Map.of("out_trade_no", "订单 2026/01/02");

  /** Parses the path. */
  @Benchmark
  public Template parse() {
    return Template.of(PATH);
  }

  /** Sets a value that needs no encoding. */
  @Benchmark
  public String expand() {
    return template.expand(ascii);
  }

  /** Sets a value that must be encoded. */
  @Benchmark
  public String expandEncoded() {
    return template.expand(other);
  }
}
