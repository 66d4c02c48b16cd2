package io.github.wxpay.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a comparison: {@code --name value} pairs and flags. Immutable. */
final class CommandLine {
  static final String USAGE =
      String.join(
          "\n",
          "Options of the comparison, with their defaults:",
          "  --clients official,bare,direct,wxpay,wxpay-async,apache,wxjava,axios",
          "                            also wxpay-conscrypt, wxpay-accp, wxpay-warmed-up",
          "  --callers 1,8,64          threads that call; for wxpay-async, calls in progress",
          "  --cold                    compares first calls of new processes, not warm clients",
          "  --rounds 8                slices of each client and number of callers; starts of",
          "                            each client with --cold, there 9",
          "  --slice 1200              length of a slice in ms",
          "  --warmup 8000             slice before the first round, in ms",
          "  --reference official      the client that the others are compared with",
          "  --also NAME=CLASSPATH     runs our client again with other jars or folders",
          "                            instead of its jar; a NAME with -async runs wxpay-async",
          "  --jvm-args \"ARG ARG\"      for the JVMs of all clients",
          "  --client-cpus 1           processors of the clients (taskset); default: the last one",
          "  --write NAME              writes the tables to docs/performance*.md, to the marker",
          "                            of this name",
          "  --latency 0               ms that the stub waits before each response",
          "  --wire                    clients of the JVM sign and verify with a provider that does",
          "                            nothing, so that the code around it shows");

  private static final List<String> ON_THE_JVM =
      List.of("official", "bare", "direct", "wxpay", "wxpay-async", "apache", "wxjava");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> also = new LinkedHashMap<>();
  private boolean wire;
  private boolean cold;

  CommandLine(String[] args) {
    values.put("clients", "");
    values.put("callers", "1,8,64");
    values.put("rounds", "");
    values.put("slice", "1200");
    values.put("warmup", "8000");
    values.put("reference", "official");
    values.put("jvm-args", "");
    values.put("client-cpus", "");
    values.put("latency", "0");
    values.put("write", "");
    for (int i = 0; i < args.length; i++) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : "";
      if (name.equals("cold")) {
        cold = true;
      } else if (name.equals("wire")) {
        wire = true;
      } else if (i + 1 < args.length && name.equals("also") && args[i + 1].contains("=")) {
        String[] entry = args[++i].split("=", 2);
        also.put(entry[0], entry[1]);
      } else if (i + 1 < args.length && values.containsKey(name)) {
        values.put(name, args[++i]);
      } else {
        throw new IllegalArgumentException(
            "'" + args[i] + "' is not a valid option, or its value is missing.\n" + USAGE);
      }
    }
    if (wire && cold) {
      throw new IllegalArgumentException("--wire is for warm clients. Omit --cold.");
    }
  }

  /** Returns the names of the clients, those of {@code --also} at the end. */
  List<String> clients() {
    List<String> clients = list("clients");
    if (text("clients").isEmpty()) {
      clients = new ArrayList<>(ON_THE_JVM);
      if (!wire) {
        clients.add(NodePeer.NAME);
      }
    }
    clients.addAll(also.keySet());
    return clients;
  }

  /** Returns the class path that {@code --also} gives a name, by name. */
  Map<String, String> also() {
    return also;
  }

  List<Integer> callers() {
    List<Integer> callers = new ArrayList<>();
    list("callers").forEach(number -> callers.add(Integer.valueOf(number)));
    return callers;
  }

  int number(String name) {
    return Integer.parseInt(text(name));
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  List<String> jvmArgs() {
    String text = text("jvm-args").strip();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" +", -1));
  }

  int rounds() {
    String text = text("rounds");
    return text.isEmpty() ? (cold ? 9 : 8) : Integer.parseInt(text);
  }

  boolean cold() {
    return cold;
  }

  boolean wire() {
    return wire;
  }

  private List<String> list(String name) {
    return new ArrayList<>(Arrays.asList(text(name).split(",", -1)));
  }
}
