package io.github.wxpay.cli;

import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies fixtures, which may be in a jar, to files for the command. */
public final class FixtureFiles {
  private FixtureFiles() {}

  /** Returns the file of a fixture in a folder of the test. */
  public static Path in(Path folder, String name) {
    try {
      return Files.write(folder.resolve(name), Fixtures.bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
