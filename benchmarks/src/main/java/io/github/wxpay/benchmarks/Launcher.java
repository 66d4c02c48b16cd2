package io.github.wxpay.benchmarks;

import io.github.wxpay.benchmarks.stub.Stub;
import io.github.wxpay.benchmarks.worker.Worker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the stub and the clients, and ends them when closed. */
final class Launcher implements AutoCloseable {
  private static final String WORKER_MARK = "@ ";
  private static final int NATIVE_ACCESS = 24; // since then JNA has to be allowed to load its part

  private final Installation installation = new Installation();
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

  ChildProcess startStub() throws IOException {
    List<String> command = new ArrayList<>(processors.ofStub());
    command.addAll(List.of(java(), "-cp", installation.classPath("stub"), Stub.class.getName()));
    command.addAll(List.of(workspace.settings().toString(), Integer.toString(workspace.port())));
    return start("the stub", "", command);
  }

  /** Starts a client; empty, after a line that says why, if it is not installed. */
  Optional<ChildProcess> startClient(String name) throws IOException {
    List<String> command = new ArrayList<>(processors.ofClients());
    String client = client(name);
    if (client.equals("axios")) {
      Path script = installation.repository().resolve("benchmarks/src/main/node/axios.js");
      Path modules =
          installation
              .repository()
              .resolve("core/src/test/peers/wechatpay-axios-plugin/node_modules");
      if (!Files.isDirectory(modules)) {
        System.out.println("axios is skipped: run npm install in " + modules.getParent());
        return Optional.empty();
      }
      command.addAll(List.of("node", script.toString(), modules.toString()));
    } else {
      command.add(java());
      command.addAll(options.jvmArgs());
      if (Runtime.version().feature() >= NATIVE_ACCESS) {
        command.add("--enable-native-access=ALL-UNNAMED");
      }
      command.addAll(List.of("-cp", classPath(name), Worker.class.getName(), client));
    }
    command.add(workspace.settings().toString());
    return Optional.of(start(name, WORKER_MARK, command));
  }

  @Override
  public void close() throws IOException {
    for (ChildProcess process : started) {
      process.close();
    }
  }

  private ChildProcess start(String name, String mark, List<String> command) throws IOException {
    ChildProcess process = new ChildProcess(name, mark, command);
    started.add(process);
    process.awaitReady();
    return process;
  }

  /** Returns the name by which a worker knows a client. */
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
