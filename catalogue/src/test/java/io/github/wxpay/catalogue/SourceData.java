package io.github.wxpay.catalogue;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Locates the data from which the resource is generated, which is not part of the project. */
final class SourceData {
  private SourceData() {}

  /**
   * Returns the folder of the data: in {@code -Dshared=…}, or in a folder {@code shared} next to
   * one of the parent folders. Skips the test if there is none.
   */
  static Path catalogue() {
    String given = System.getProperty("shared", "");
    if (!given.isEmpty()) {
      return Path.of(given).resolve("catalogue");
    }
    for (Path in = Path.of("").toAbsolutePath(); in != null; in = in.getParent()) {
      Path folder = in.resolve("shared").resolve("catalogue");
      if (Files.exists(folder.resolve("catalogue.json"))) {
        return folder;
      }
    }
    return abort("Skipped: no folder shared/catalogue next to the project. Set -Dshared=FOLDER.");
  }
}
