package io.github.wxpay.benchmarks.worker;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Counts the bytes that all threads of this JVM allocated, those that ended included: the heap in
 * use plus what the garbage collections took away. The counters of threads, which are simpler, end
 * with their threads, and some clients start a thread per call. Exact to one allocation buffer per
 * thread with a collector that stops the program (Serial, Parallel, G1). Thread-safe.
 */
final class AllocationMeter {
  private final Set<String> heap = new HashSet<>();
  private long collected;
  private long collections;

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

  /** Returns the bytes allocated, from any starting point; only differences are meaningful. */
  synchronized long bytes() throws InterruptedException {
    while (true) {
      long before = collections();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      while (collections < before) { // until their notifications have arrived
        wait(10);
      }
      if (collections() == before && collections == before) {
        return used + collected;
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
