package io.github.wxpay.benchmarks.jmh;

import io.github.wxpay.internal.url.Template;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a path with a placeholder. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TemplateBenchmark {
  private static final String PATH = "v3/pay/transactions/out-trade-no/{out_trade_no}/close";

  private final Template template = Template.of(PATH);
  private final Map<String, String> ascii = Map.of("out_trade_no", "20260102000000001010");
  private final Map<String, String> other = Map.of("out_trade_no", "订单 2026/01/02");

  /** Parses the path. */
  @Benchmark
  public Template parse() {
    return Template.of(PATH);
  }

  /** Fills in a value that is sent as it is. */
  @Benchmark
  public String expand() {
    return template.expand(ascii);
  }

  /** Fills in a value that has to be encoded. */
  @Benchmark
  public String expandEncoded() {
    return template.expand(other);
  }
}
