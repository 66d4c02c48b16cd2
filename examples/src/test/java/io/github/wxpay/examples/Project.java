package io.github.wxpay.examples;

import java.nio.file.Path;

/** The location of the project. */
final class Project {
  private Project() {}

  /** Returns the folder of the project, which has the READMEs. */
  static Path folder() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  }
}
