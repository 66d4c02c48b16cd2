package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints what share of the samples of a flight recording belongs to RSA, the HTTP client, JSON and
 * this library. A sample belongs to the innermost of its frames that one of them owns. Argument:
 * the file of the recording.
 *
 * <p>Only threads that run Java code are sampled, and the JVM drops most samples in its intrinsics
 * for big integers, so the share of RSA is less than it is: compare the other owners with each
 * other, and take RSA from {@code SignatureBenchmark}.
 */
public final class SelfTime {
  /** The owner of the classes that start with a text; the first one that matches. */
  private static final Map<String, String> OWNERS = new LinkedHashMap<>();

  private static final String OTHER = "other";

  static {
    OWNERS.put("java.math.", "RSA");
    OWNERS.put("sun.security.", "RSA");
    OWNERS.put("java.security.", "RSA");
    OWNERS.put("com.fasterxml.", "JSON");
    OWNERS.put("jdk.internal.net.http.", "HTTP client");
    OWNERS.put("java.net.http.", "HTTP client");
    OWNERS.put("sun.nio.ch.", "HTTP client");
    OWNERS.put("io.github.wxpay.benchmarks.", OTHER);
    OWNERS.put("io.github.wxpay.", "this library");
  }

  private SelfTime() {}

  /** Prints the table. */
  public static void main(String[] args) throws IOException {
    Map<String, Integer> samples = new LinkedHashMap<>();
    OWNERS.values().forEach(owner -> samples.put(owner, 0));
    int count = 0;
    try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
          samples.merge(owner(event), 1, Integer::sum);
          count++;
        }
      }
    }
    System.out.print(Language.ENGLISH.head("owner", "self time %"));
    int all = Math.max(1, count);
    samples.forEach((owner, n) -> System.out.printf("| %s | %.1f |%n", owner, 100.0 * n / all));
    System.out.println("\n" + count + " samples");
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
