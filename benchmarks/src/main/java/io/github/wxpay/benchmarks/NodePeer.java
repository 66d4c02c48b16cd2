package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The npm package wechatpay-axios-plugin, which runs in Node.js if both are installed. */
final class NodePeer {
  static final String NAME = "axios";
  private static final String PACKAGE = "wechatpay-axios-plugin";
  private static final Pattern VERSION = Pattern.compile("\"version\": *\"([^\"]+)\"");

  private final Path script;
  private final Path peer;

  NodePeer(Path repository) {
    script = repository.resolve("benchmarks/src/main/node/axios.js");
    peer = repository.resolve("core/src/test/peers/wechatpay-axios-plugin");
  }

  /** Returns the name and version of the package. */
  String version() {
    try {
      String json = Files.readString(peer.resolve("node_modules/" + PACKAGE + "/package.json"));
      Matcher version = VERSION.matcher(json);
      return PACKAGE + (version.find() ? " " + version.group(1) : "");
    } catch (IOException e) { // not installed
      return PACKAGE + " (skipped)";
    }
  }

  /** Returns the reason why the package cannot run; empty if it can. */
  String problem() {
    if (!Files.isDirectory(peer.resolve("node_modules"))) {
      return "run npm install in " + peer;
    }
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      node.getInputStream().readAllBytes();
      return node.waitFor() == 0 ? "" : "node does not run";
    } catch (IOException e) {
      return "node is not installed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Returns the command that runs it: {@code mode} is {@code slices} or {@code first}. */
  List<String> command(String mode, Path settings) {
    return List.of("node", "" + script, "" + peer.resolve("node_modules"), mode, "" + settings);
  }
}
