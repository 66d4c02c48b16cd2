package io.github.wxpay.catalogue;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** The data the resource is made from; it is no part of the project. */
final class Shared {
  private Shared() {}

  /**
   * Returns the folder of the data: below {@code -Dshared=…}, or below {@code shared} beside a
   * folder this one is in. The test is skipped where there is none.
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
    return abort("skipped: no folder shared/catalogue beside the project, and no -Dshared=FOLDER");
  }
}
