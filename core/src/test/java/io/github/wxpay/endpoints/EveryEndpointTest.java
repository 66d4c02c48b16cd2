package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For every documented endpoint a request in its documented shape goes through the client to the
 * sandbox; what the sandbox saw is what was meant, and what it answered is what is documented.
 */
class EveryEndpointTest {
  private static final long SEED = Long.getLong("seed", 20261128);

  @TempDir Path folder;

  @Test
  void reachesAllEndpointsWhichRespondAsDocumented() throws IOException {
    List<String> failures = new ArrayList<>();
    int done = 0;
    try (EndpointCaller caller = new EndpointCaller(folder, SEED)) {
      for (Endpoint endpoint : Catalogue.load().endpoints()) {
        try {
          caller.visit(endpoint, done % 2 == 1);
        } catch (RuntimeException | AssertionError e) {
          failures.add(endpoint.method() + " " + endpoint.path() + ": " + e);
        }
        done++;
      }
    }
    assertThat(failures).as("%d endpoints, -Dseed=%d", done, SEED).isEmpty();
    assertThat(done).isEqualTo(1186);
  }
}
