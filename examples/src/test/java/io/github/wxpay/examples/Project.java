package io.github.wxpay.examples;

import java.nio.file.Path;

/** Where the project lies. */
final class Project {
  private Project() {}

  /** The folder of the READMEs; this module's is inside it. */
  static Path folder() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  }
}
