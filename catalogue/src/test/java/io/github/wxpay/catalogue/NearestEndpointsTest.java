package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestEndpointsTest {
  private static final long SEED = 99;
  private static final int PATHS = Boolean.getBoolean("nightly") ? 300 : 60;
  private static final Catalogue CATALOGUE = Catalogue.load();

  @ParameterizedTest
  @ValueSource(strings = {"dropped", "swapped", "changed"})
  void findsEndpointFirstForMistypedPath(String slip) {
    Random random = new Random(SEED);
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    int third = 0;
    while (tried < PATHS) {
      Endpoint endpoint = CATALOGUE.endpoints().get(random.nextInt(CATALOGUE.endpoints().size()));
      String path = PathsTest.concrete(endpoint, random, new HashMap<>());
      int at = random.nextInt(path.length() - 1);
      if (!Character.isLetter(path.charAt(at)) || !Character.isLetter(path.charAt(at + 1))) {
        continue;
      }
      String mistyped = mistyped(slip, path, at);
      // A mistyped path may match another endpoint, and a path with a value matches both templates
      // that differ only in the name of the placeholder.
      if (!CATALOGUE.methods(mistyped).isEmpty() || endpoint.path().equals(PathsTest.SECOND)) {
        continue;
      }
      tried++;
      List<Endpoint> near = CATALOGUE.nearest(endpoint.method(), mistyped);
      third += near.contains(endpoint) ? 1 : 0;
      if (near.isEmpty() || !near.get(0).equals(endpoint)) {
        wrong.add(mistyped + " is not " + endpoint + " but " + near);
      }
    }
    assertThat(wrong).as("seed %d, %d of %d among three", SEED, third, tried).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, v3/pay/transaction/jsapi,        POST v3/pay/transactions/jsapi",
    "POST, /v3/refund/domestic/refund,      POST v3/refund/domestic/refunds",
    "GET,  v3/refund/domestic/refund,       POST v3/refund/domestic/refunds",
    "GET,  v3/pay/transaction/id/42,        GET v3/pay/transactions/id/{transaction_id}",
    "POST, v2/pay/unifiedoder,              POST pay/unifiedorder",
    "POST, v3/pay/transactions/jsapi?a=b,   POST v3/pay/transactions/jsapi",
    "GET,  v3/certificate,                  GET v3/certificates",
  })
  void findsMostSimilarPath(String method, String path, String expected) {
    assertThat(SearchTest.names(CATALOGUE.nearest(method, path))).first().isEqualTo(expected);
  }

  @Test
  void returnsAtMostThreeAndNoneIfNoPathIsSimilar() {
    assertThat(CATALOGUE.nearest("POST", "v3/pay/transactions/jsap")).hasSize(3);
    assertThat(CATALOGUE.nearest("POST", "v3/rocket/launches")).isEmpty();
    assertThat(CATALOGUE.nearest("POST", "")).isEmpty();
  }

  @Test
  void comparesNoPathOfOneMegabyte() {
    String start = "v3/ecommerce/applyments/";
    assertThat(CATALOGUE.nearest("POST", start + "a".repeat(128) + "/revokee"))
        .map(Endpoint::path)
        .contains(start + "{applyment_id}/revoke");

    String path = start + "a".repeat(1 << 20) + "/revokee";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(CATALOGUE.nearest("POST", path)).isEmpty();
          assertThat(ProblemsTest.single(CATALOGUE.problems("POST", path, null, null)).message())
              .startsWith(start + "aaa")
              .endsWith("… is not documented");
          assertThat(CATALOGUE.problems("PUT", path.replace("kee", "ke"), null, null)).hasSize(1);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "refund, refund, 0",
    "refnud, refund, 1",
    "refun, refund, 1",
    "refundx, refund, 1",
    "rafund, refund, 1",
    "erfudn, refund, 2",
    "ca, abc, 3",
    "'', abc, 3",
    "kitten, sitting, 3",
  })
  void computesEditDistanceUpToLimit(String one, String other, int distance) {
    assertThat(Words.distance(one, other, 10)).isEqualTo(distance);
    assertThat(Words.distance(other, one, 10)).isEqualTo(distance);
    for (int limit = 0; limit < 10; limit++) {
      assertThat(Words.distance(one, other, limit)).isEqualTo(Math.min(limit, distance));
    }
  }

  private static String mistyped(String slip, String path, int at) {
    String before = path.substring(0, at);
    char letter = path.charAt(at);
    String after = path.substring(at + 1);
    switch (slip) {
      case "dropped":
        return before + after;
      case "swapped":
        return before + after.charAt(0) + letter + after.substring(1);
      default:
        return before + (letter == 'x' ? 'y' : 'x') + after;
    }
  }
}
