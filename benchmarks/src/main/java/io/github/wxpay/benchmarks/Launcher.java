package io.github.wxpay.benchmarks;

import io.github.wxpay.benchmarks.ColdRun.Variant;
import io.github.wxpay.benchmarks.stub.Stub;
import io.github.wxpay.benchmarks.stub.TlsStub;
import io.github.wxpay.benchmarks.worker.FirstCall;
import io.github.wxpay.benchmarks.worker.Worker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the stubs and the clients, and ends them when closed. */
final class Launcher implements AutoCloseable {
  // The first JDK in which JNA needs permission to load its native library.
  private static final int NATIVE_ACCESS = 24;

  private final Installation installation = new Installation();
  private final NodePeer node = new NodePeer(installation.repository());
  private final List<ChildProcess> started = new ArrayList<>();
  private final CommandLine options;
  private final Processors processors;
  private final Workspace workspace;

  Launcher(CommandLine options, Processors processors, Workspace workspace)
      throws IOException, URISyntaxException {
    this.options = options;
    this.processors = processors;
    this.workspace = workspace;
  }

  /** Returns the folder of the repository. */
  Path repository() {
    return installation.repository();
  }

  /** Returns the versions of the clients. */
  String versions() {
    return options.clients().stream()
        .map(
            name ->
                name.equals(NodePeer.NAME) ? node.version() : installation.version(client(name)))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  ChildProcess startStub() throws IOException {
    return startStub(Stub.class, workspace.settings(Variant.PLAIN), workspace.port(Variant.PLAIN));
  }

  ChildProcess startTlsStub() throws IOException {
    return startStub(TlsStub.class, workspace.settings(Variant.TLS), workspace.port(Variant.TLS));
  }

  private ChildProcess startStub(Class<?> main, Path settings, int port) throws IOException {
    List<String> command = new ArrayList<>(processors.ofStub());
    command.addAll(List.of(java(), "-cp", installation.classPath("stub"), main.getName()));
    command.addAll(List.of(settings.toString(), Integer.toString(port)));
    ChildProcess stub = new ChildProcess("the stub", "", command);
    started.add(stub);
    stub.nextLine();
    return stub;
  }

  /**
   * Starts a client that waits for slices; prints the reason and returns empty if it cannot run.
   */
  Optional<ChildProcess> startWorker(String name) throws IOException {
    if (!isInstalled(name)) {
      return Optional.empty();
    }
    ChildProcess client = new ChildProcess(name, Worker.MARK, worker(name));
    started.add(client);
    String line = client.nextLine();
    return runs(name, line.equals("ready"), line) ? Optional.of(client) : Optional.empty();
  }

  private List<String> worker(String name) {
    Path settings = workspace.settings(Variant.PLAIN);
    if (name.equals(NodePeer.NAME)) {
      return node("slices", Variant.PLAIN);
    }
    List<String> arguments = new ArrayList<>(options.jvmArgs());
    if (Runtime.version().feature() >= NATIVE_ACCESS) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    return jvm(Worker.class, name, arguments, settings);
  }

  /** Starts a client, reads the measurements of its first call and ends it. */
  ColdSample firstCall(String name, Variant variant) throws IOException {
    long began = System.nanoTime();
    try (ChildProcess client =
        new ChildProcess(name, Worker.MARK, first(name, variant, List.of()))) {
      String line = client.nextLine();
      return new ColdSample(client.pid(), System.nanoTime() - began, Long.parseLong(line));
    }
  }

  /** Returns whether a client can run; prints the reason if it cannot. */
  boolean canStart(String name) throws IOException {
    if (!isInstalled(name)) {
      return false;
    }
    String line = firstLine(name, first(name, Variant.PLAIN, List.of()));
    return runs(name, line.matches("[0-9]+"), line);
  }

  private boolean isInstalled(String name) {
    String problem = name.equals(NodePeer.NAME) ? node.problem() : "";
    return runs(name, problem.isEmpty(), problem);
  }

  private static boolean runs(String name, boolean does, String problem) {
    if (!does) {
      System.out.println(name + " is skipped: " + problem);
    }
    return does;
  }

  /** Creates the AppCDS archive of a client; returns false if it cannot have one. */
  boolean makeArchive(String name) throws IOException {
    if (name.equals(NodePeer.NAME)) {
      return false;
    }
    if (Stream.of(classPath(name).split(":", -1)).anyMatch(entry -> !entry.endsWith(".jar"))) {
      return runs(name + " with AppCDS", false, "its class path has folders");
    }
    Path archive = workspace.archive(name);
    List<String> arguments =
        List.of(
            "-XX:ArchiveClassesAtExit=" + archive,
            "-Xlog:cds=off",
            "-XX:ErrorFile=" + workspace.file("crash.log"));
    firstLine(name, first(name, Variant.PLAIN, arguments));
    return runs(
        name + " with AppCDS", Files.exists(archive), "the JVM could not write its archive");
  }

  /** Returns how many classes a client loads for its first call; a dash if it has none. */
  String countClasses(String name, Variant variant) throws IOException {
    if (name.equals(NodePeer.NAME)) {
      return "-";
    }
    Path log = workspace.file("classes.log");
    List<String> arguments = List.of("-Xlog:class+load:file=" + log + "::filecount=0");
    firstLine(name, first(name, variant, arguments));
    try (Stream<String> lines = Files.lines(log)) {
      return Long.toString(lines.filter(line -> line.contains(" source: ")).count());
    }
  }

  private static String firstLine(String name, List<String> command) throws IOException {
    try (ChildProcess client = new ChildProcess(name, Worker.MARK, command)) {
      return client.nextLine();
    }
  }

  private List<String> first(String name, Variant variant, List<String> jvmArgs) {
    Path settings = workspace.settings(variant);
    if (name.equals(NodePeer.NAME)) {
      return node("first", variant);
    }
    List<String> arguments = new ArrayList<>(options.jvmArgs());
    arguments.addAll(jvmArgs);
    if (variant == Variant.TLS) {
      arguments.addAll(workspace.tls().jvmArgs());
    } else if (variant == Variant.APP_CDS) {
      arguments.add("-Xshare:on"); // fails if the archive cannot be used
      arguments.add("-XX:SharedArchiveFile=" + workspace.archive(name));
    }
    return jvm(FirstCall.class, name, arguments, settings);
  }

  private List<String> jvm(Class<?> main, String name, List<String> arguments, Path settings) {
    List<String> command = new ArrayList<>(processors.ofClients());
    command.add(java());
    command.addAll(arguments);
    command.addAll(List.of("-cp", classPath(name), main.getName()));
    command.addAll(List.of(client(name), settings.toString()));
    return command;
  }

  private List<String> node(String mode, Variant variant) {
    List<String> command = new ArrayList<>(processors.ofClients());
    if (variant == Variant.TLS) {
      command.addAll(List.of("env", "NODE_EXTRA_CA_CERTS=" + workspace.tls().certificate()));
    }
    command.addAll(node.command(mode, workspace.settings(variant)));
    return command;
  }

  @Override
  public void close() throws IOException {
    for (ChildProcess process : started) {
      process.close();
    }
  }

  /** Returns the name of a client for a worker. */
  private String client(String name) {
    if (!options.also().containsKey(name)) {
      return name;
    }
    return name.endsWith("-async") ? "wxpay-async" : "wxpay";
  }

  private String classPath(String name) {
    String replacement = options.also().get(name);
    return replacement == null
        ? installation.classPath(name)
        : installation.classPath("wxpay", replacement);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
