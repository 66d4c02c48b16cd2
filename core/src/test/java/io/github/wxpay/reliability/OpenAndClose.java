package io.github.wxpay.reliability;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program of {@link ConnectionsEndTest}: makes many clients, and prints by how much the numbers
 * of threads and file descriptors, and the used heap, have changed.
 */
final class OpenAndClose {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long JOIN_MILLIS = 250;
  private static final String WORKER = "HttpClient-\\d+-Worker-\\d+";
  private static final String SELECTOR = "HttpClient-[0-9]+-SelectorManager";
  private static final int ROUNDS = 80;
  private static final int FREED = 20;

  private OpenAndClose() {}

  public static void main(String[] args) throws Exception {
    String url = args[1];
    int count = Integer.parseInt(args[2]);
    if (args[0].equals("cycles")) {
      cycles(url, count);
    } else if (args[0].equals("family")) {
      family(url, count);
    } else {
      exhausted(url);
    }
  }

  /** Keeps the closed clients: close() itself must end what they had. */
  private static void cycles(String url, int count) throws Exception {
    List<Wxpay> closed = new ArrayList<>();
    cycle(url, closed);
    awaitConnections(Long.MAX_VALUE);
    Set<Thread> before = threads();
    long descriptors = descriptors();
    for (int i = 0; i < count; i++) {
      cycle(url, closed);
    }
    awaitConnections(descriptors);
    Set<Thread> more = threads();
    more.removeAll(before);
    if (Runtime.version().feature() < 17) { // where idle workers end after a minute
      more.removeIf(thread -> thread.getName().matches(WORKER));
    }
    System.out.println("threads " + more.size() + " " + names(more));
    System.out.println("descriptors " + (descriptors() - descriptors));
    System.out.println("closed " + (closed.size() - 1));
  }

  private static void cycle(String url, List<Wxpay> closed) {
    Wxpay wxpay = builder(url).build();
    call(wxpay, false);
    call(wxpay, true);
    call(wxpay.newBuilder().header("X-A", "b").build(), true);
    wxpay.close();
    closed.add(wxpay);
  }

  private static void family(String url, int count) throws Exception {
    try (Wxpay wxpay = builder(url).build()) {
      call(wxpay, false);
      call(wxpay, true);
      List<Wxpay> clients = new ArrayList<>(count);
      call(wxpay.newBuilder().header("X-A", "a").build(), true);
      long before = ownThreads();
      long descriptors = descriptors();
      long heap = usedHeap();
      for (int i = 0; i < count; i++) {
        Wxpay one = wxpay.newBuilder().header("X-A", "b" + i).build();
        if (i % 10 < 2) { // a call of each costs more than all that is measured
          call(one, i % 2 == 0);
        }
        clients.add(one);
      }
      long each = (usedHeap() - heap) / count;
      System.out.println("bytes " + each);
      System.out.println("threads " + (ownThreads() - before));
      System.out.println("descriptors " + (descriptors() - descriptors));
      System.out.println("clients " + clients.size());
    }
  }

  /** Opens files until there is no descriptor left for a connection. */
  private static void exhausted(String url) throws Exception {
    SocketChannel.open().close();
    String dead = RawServer.deadUrl();
    long kept = sockets(); // which the JDK has for itself from now on
    try (Wxpay wxpay = builder(url).build();
        Wxpay unused = builder(url).build()) {
      call(wxpay, false);
      call(wxpay, true);
      String first = outcome(wxpay, false, dead); // loads the classes of a failure
      awaitSockets(kept); // one that closes later would be free for a call below
      List<FileInputStream> files = new ArrayList<>();
      try {
        while (true) {
          files.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        List<String> outcomes = new ArrayList<>();
        outcomes.add(first);
        for (Wxpay one : List.of(wxpay, unused)) {
          for (boolean async : new boolean[] {false, true}) {
            outcomes.add(outcome(one, async, url));
          }
        }
        for (int i = 0; i < Math.min(FREED, files.size()); i++) {
          files.get(i).close();
        }
        for (Wxpay one : List.of(wxpay, unused)) {
          outcomes.add(outcome(one, true, url));
        }
        for (FileInputStream file : files) {
          file.close();
        }
        outcomes.forEach(System.out::println);
      }
    }
  }

  private static String outcome(Wxpay wxpay, boolean async, String url) {
    try {
      call(wxpay.newBuilder().baseUrl(url).build(), async);
      return "success";
    } catch (WxpayException e) {
      return e.outcome().toString();
    } catch (RuntimeException | Error e) {
      return String.valueOf(e);
    }
  }

  private static void call(Wxpay wxpay, boolean async) {
    Clients.post(async, wxpay.chain("v3/pay"), Map.of("a", 1));
  }

  private static WxpayBuilder builder(String url) {
    return Clients.builder().secret(Fixtures.SECRET).baseUrl(url);
  }

  /** Waits until this process has closed the connections that the server has closed. */
  private static void awaitSockets(long kept) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (sockets() > kept && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static long sockets() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.filter(descriptor -> kind(descriptor).startsWith("socket:")).count();
    }
  }

  private static String kind(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) { // closed meanwhile
      return "";
    }
  }

  /** Waits until the threads of connections have ended, and their descriptors are closed. */
  private static void awaitConnections(long descriptors) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      Optional<Thread> selector =
          threads().stream().filter(thread -> thread.getName().matches(SELECTOR)).findFirst();
      if (selector.isPresent()) {
        selector.get().join(JOIN_MILLIS);
      } else if (descriptors() <= descriptors) {
        return;
      }
    }
  }

  /** Returns the number of threads, without those of the pool that the derived clients share. */
  private static long ownThreads() {
    return threads().stream().filter(thread -> !thread.getName().matches(WORKER)).count();
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static List<String> names(Set<Thread> threads) {
    List<String> names = new ArrayList<>();
    threads.forEach(thread -> names.add(thread.getName()));
    return names;
  }

  /** Returns the number of open files, 0 where the system does not show them. */
  private static long descriptors() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    }
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
