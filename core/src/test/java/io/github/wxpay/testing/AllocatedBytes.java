package io.github.wxpay.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures the bytes that the calling thread has allocated. */
public final class AllocatedBytes {
  private AllocatedBytes() {}

  /** Skips the test on a JVM that does not count. */
  public static void assumeCounted() {
    java.lang.management.ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    assumeTrue(
        threads instanceof ThreadMXBean
            && ((ThreadMXBean) threads).isThreadAllocatedMemorySupported(),
        "skipped: this JVM does not count the bytes that a thread allocates");
  }

  /** Returns the bytes since the start of the calling thread. */
  public static long ofThisThread() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
