package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints the shares of RSA, the HTTP client, JSON and this library in the time of a call.
 *
 * <p>Arguments: the file of a flight recording of a run with {@code --wire}, and the processor time
 * of a call in us, first of a run without {@code --wire} and then of one with it. The share of RSA
 * is the difference of the two, since the JVM drops most samples in its intrinsics for big
 * integers. The rest is divided like the samples: each belongs to the innermost of its frames that
 * has an owner. Only threads that run Java code are sampled, so the time of the kernel, the
 * compiler and the garbage collector is divided in the same proportion.
 */
public final class SelfTime {
  /** The owner of the classes that start with a text; the first one that matches. */
  private static final Map<String, String> OWNERS = new LinkedHashMap<>();

  private static final String RSA = "RSA";
  private static final String OTHER = "other";

  static {
    OWNERS.put("java.math.", RSA);
    OWNERS.put("sun.security.", RSA);
    OWNERS.put("java.security.", RSA);
    OWNERS.put("com.fasterxml.", "JSON");
    OWNERS.put("jdk.internal.net.http.", "HTTP client");
    OWNERS.put("java.net.http.", "HTTP client");
    OWNERS.put("sun.nio.ch.", "HTTP client");
    OWNERS.put("io.github.wxpay.benchmarks.", OTHER);
    OWNERS.put("io.github.wxpay.", "this library");
  }

  private SelfTime() {}

  /** Prints the table; with {@code -Dwrite=NAME} it is also written to the page. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "Pass the recording of a run with --wire, and the CPU us of a call without and with it.");
    }
    double call = Double.parseDouble(args[1]);
    double wire = Double.parseDouble(args[2]);
    Map<String, Double> shares = shares(samples(Path.of(args[0])), call, wire);
    System.out.print(table(shares, Language.ENGLISH));
    String name = System.getProperty("write");
    for (Language language : name == null ? new Language[0] : Language.values()) {
      String text =
          String.format(
              Locale.ROOT, "%s; CPU us: %.0f, --wire: %.0f.", Machine.describe(), call, wire);
      Page.write(Path.of(""), language, name, text + "\n\n" + table(shares, language));
    }
  }

  /** Returns the percentages of the owners, RSA with what the run without it did not take. */
  static Map<String, Double> shares(Map<String, Integer> samples, double call, double wire) {
    int all = Math.max(1, samples.values().stream().mapToInt(Integer::intValue).sum());
    Map<String, Double> shares = new LinkedHashMap<>();
    samples.forEach((owner, n) -> shares.put(owner, 100 * wire / call * n / all));
    shares.merge(RSA, 100 * (call - wire) / call, Double::sum);
    return shares;
  }

  private static String table(Map<String, Double> shares, Language language) {
    StringBuilder table = new StringBuilder(language.head("owner", "self time %"));
    shares.forEach(
        (owner, share) ->
            table.append(String.format(Locale.ROOT, "| %s | %.1f |%n", language.of(owner), share)));
    return table.toString();
  }

  private static Map<String, Integer> samples(Path file) throws IOException {
    Map<String, Integer> samples = new LinkedHashMap<>();
    OWNERS.values().forEach(owner -> samples.put(owner, 0));
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
          samples.merge(owner(event), 1, Integer::sum);
        }
      }
    }
    return samples;
  }

  private static String owner(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return OTHER;
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String name = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> owner : OWNERS.entrySet()) {
        if (name.startsWith(owner.getKey())) {
          return owner.getValue();
        }
      }
    }
    return OTHER;
  }
}
