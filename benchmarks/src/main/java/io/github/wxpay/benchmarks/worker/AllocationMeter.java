package io.github.wxpay.benchmarks.worker;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Measures what all threads of this JVM allocate between two states, in bytes. Thread-safe.
 *
 * <p>The counters of threads are exact, but they end with their threads, and some clients start a
 * thread per call. If a thread started and ended between the states, the result is what the heap
 * gained plus what was collected; that contains the unused rest of the allocation buffers of
 * threads that ended. It holds for collectors that stop the program (Serial, Parallel, G1).
 */
final class AllocationMeter {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Set<String> heap = new HashSet<>();
  private long collected;
  private long collections;

  /** The counters at one moment. Immutable. */
  static final class State {
    private final Map<Long, Long> threads = new HashMap<>();
    private final long started = THREADS.getTotalStartedThreadCount();
    private final long heap;

    private State(long heap) {
      this.heap = heap;
      long[] ids = THREADS.getAllThreadIds();
      long[] bytes = THREADS.getThreadAllocatedBytes(ids);
      for (int i = 0; i < ids.length; i++) {
        threads.put(ids[i], bytes[i]);
      }
    }

    /** Returns the bytes allocated since an earlier state. */
    long since(State earlier) {
      long bytes = 0;
      long started = this.started - earlier.started;
      for (Map.Entry<Long, Long> thread : threads.entrySet()) {
        Long before = earlier.threads.get(thread.getKey());
        bytes += thread.getValue() - (before == null ? 0 : before);
        started -= before == null ? 1 : 0;
      }
      return started == 0 ? bytes : heap - earlier.heap;
    }
  }

  /** Starts to count collections. */
  AllocationMeter() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heap.add(pool.getName());
      }
    }
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener((notification, handback) -> count(notification), null, null);
    }
    collections = collections();
  }

  synchronized State now() throws InterruptedException {
    while (true) {
      long before = collections();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      while (collections < before) { // until their notifications have arrived
        wait(10);
      }
      if (collections() == before && collections == before) {
        return new State(used + collected);
      }
    }
  }

  private synchronized void count(Notification notification) {
    if (!notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    collected += used(info.getGcInfo().getMemoryUsageBeforeGc());
    collected -= used(info.getGcInfo().getMemoryUsageAfterGc());
    collections++;
    notifyAll();
  }

  private long used(Map<String, MemoryUsage> pools) {
    return pools.entrySet().stream()
        .filter(pool -> heap.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
