package io.github.wxpay.benchmarks.worker;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The processor time and the voluntary context switches of this process, including ended threads.
 * Calls {@code getrusage}, because the JDK does not count switches. Only for 64-bit Linux.
 */
final class ProcessUsage {
  private static final int SELF = 0;
  private static final int USER_SECONDS = 0;
  private static final int SYSTEM_SECONDS = 2;
  private static final int VOLUNTARY_SWITCHES = 16;

  static {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      throw new ExceptionInInitializerError("The comparison requires 64-bit Linux.");
    }
    Native.register(ProcessUsage.class, Platform.C_LIBRARY_NAME);
  }

  private final long[] usage = new long[18]; // struct rusage

  private ProcessUsage() {
    if (getrusage(SELF, usage) != 0) {
      throw new IllegalStateException("getrusage failed.");
    }
  }

  /** Reads the counters. */
  static ProcessUsage now() {
    return new ProcessUsage();
  }

  /** Returns the processor time of user and kernel, in us. */
  long cpuMicros() {
    return micros(USER_SECONDS) + micros(SYSTEM_SECONDS);
  }

  long voluntarySwitches() {
    return usage[VOLUNTARY_SWITCHES];
  }

  private long micros(int seconds) {
    return usage[seconds] * 1_000_000 + usage[seconds + 1];
  }

  private static native int getrusage(int who, long[] usage);
}
