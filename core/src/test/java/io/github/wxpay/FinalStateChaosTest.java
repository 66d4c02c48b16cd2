package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.ScriptedPlatform;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Refunds through a platform that loses, delays and refuses a part of all requests, before and
 * after it has executed them. What the library reports is compared with what the platform has
 * executed.
 */
@Timeout(300)
class FinalStateChaosTest {
  private static final int REFUNDS = Integer.getInteger("wxpay.chaos", 400);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsWhatThePlatformHasExecutedOnce(boolean async) {
    long seed = Long.getLong("wxpay.seed", System.nanoTime());
    Platform platform = new Platform(new Random(seed));
    VirtualPauses pauses = new VirtualPauses();
    Wxpay wxpay =
        Clients.builder().httpClient(new FakeHttpClient(platform::respond)).pauses(pauses).build();
    Map<String, Integer> reported = new HashMap<>();

    for (int i = 0; i < REFUNDS; i++) {
      String number = "r-" + i;
      String report = report(wxpay, async, number, 1 + i);
      platform.deliverLateRequests();
      String executed = platform.states.getOrDefault(number, "");

      assertThat(platform.faults).as("refund %s, seed %s", number, seed).isEmpty();
      if (report.equals("refused")) {
        assertThat(executed).as("refused refund %s, seed %s", number, seed).isEmpty();
      } else if (!report.equals("unknown")) {
        assertThat(executed).as("refund %s, seed %s", number, seed).isEqualTo(report);
      }
      reported.merge(report, 1, Integer::sum);
    }

    assertThat(reported).as("seed %s", seed).containsKeys("SUCCESS", "CLOSED", "refused");
    assertThat(reported.get("SUCCESS")).as("seed %s", seed).isGreaterThan(REFUNDS / 2);
  }

  private static String report(Wxpay wxpay, boolean async, String number, int fen) {
    Chain refunds = wxpay.chain("v3/refund/domestic/refunds");
    Map<String, Object> body =
        Map.of(
            "out_trade_no",
            "o-1",
            "out_refund_no",
            number,
            "reason",
            Wxpay.secret("secret " + number),
            "amount",
            Map.of("refund", fen, "total", 1_000_000, "currency", "CNY"));
    try {
      FinalState state =
          async ? Clients.join(refunds.postUntilFinalAsync(body)) : refunds.postUntilFinal(body);
      assertThat(state.succeeded()).isEqualTo(state.state().equals("SUCCESS"));
      assertThat(state.failed()).isEqualTo(state.state().equals("CLOSED"));
      assertThat(state.response().get("/amount/refund")).isEqualTo(String.valueOf(fen));
      return state.state();
    } catch (StillUnknownException e) {
      assertThat(e.number()).isEqualTo(number);
      return "unknown";
    } catch (WxpayException e) {
      assertThat(e.outcome()).isIn(Outcome.REFUSED, Outcome.NOT_SENT);
      return "refused";
    }
  }

  /** Executes a number once, and knows its content. */
  private static final class Platform {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, String> states = new HashMap<>();
    final List<String> faults = new ArrayList<>();
    private final Map<String, String> contents = new HashMap<>();
    private final List<String> late = new ArrayList<>();
    private final Random random;

    Platform(Random random) {
      this.random = random;
    }

    Reply respond(Sent request) {
      if (random.nextInt(4) == 0) {
        deliverLateRequests();
      }
      return (request.method().equals("POST") ? write(request) : query(request)).to(request);
    }

    void deliverLateRequests() {
      late.forEach(this::execute);
      late.clear();
    }

    private ScriptedPlatform.Step write(Sent request) {
      String body = request.text();
      switch (random.nextInt(20)) {
        case 0:
          return ScriptedPlatform.unreachable();
        case 1:
          return ScriptedPlatform.lost();
        case 2:
          late.add(body);
          return ScriptedPlatform.lost();
        case 3:
          execute(body);
          return ScriptedPlatform.lost();
        case 4:
          execute(body);
          return ScriptedPlatform.error(500, "SYSTEM_ERROR");
        case 5:
          late.add(body);
          return ScriptedPlatform.unsigned(504, "");
        case 6:
          execute(body);
          return ScriptedPlatform.unsigned(200, "");
        case 7:
          return contents.containsKey(number(body))
              ? ScriptedPlatform.error(400, "INVALID_REQUEST")
              : ScriptedPlatform.error(403, "NOT_ENOUGH");
        case 8:
          execute(body);
          return ScriptedPlatform.unsigned(403, "FORBIDDEN"); // of a proxy
        default:
          execute(body);
          return state(number(body));
      }
    }

    private ScriptedPlatform.Step query(Sent request) {
      String number = request.target().substring(request.target().lastIndexOf('/') + 1);
      switch (random.nextInt(10)) {
        case 0:
          return ScriptedPlatform.lost();
        case 1:
          return ScriptedPlatform.unsigned(502, "");
        case 2:
          return ScriptedPlatform.error(429, "FREQUENCY_LIMITED");
        default:
          return states.containsKey(number)
              ? state(number)
              : ScriptedPlatform.error(404, "RESOURCE_NOT_EXISTS");
      }
    }

    private void execute(String body) {
      String number = number(body);
      String before = contents.putIfAbsent(number, body);
      if (before != null && !before.equals(body)) {
        faults.add(number + " was sent with another content");
      }
      states.putIfAbsent(number, "PROCESSING");
    }

    private ScriptedPlatform.Step state(String number) {
      if (states.get(number).equals("PROCESSING") && random.nextInt(3) > 0) {
        states.put(number, random.nextInt(5) == 0 ? "CLOSED" : "SUCCESS");
      }
      JsonNode refund = json(contents.get(number)).at("/amount/refund");
      return ScriptedPlatform.json(
          "{'out_refund_no':'"
              + number
              + "','status':'"
              + states.get(number)
              + "','amount':{'refund':"
              + refund
              + ",'total':1000000}}");
    }

    private static String number(String body) {
      return json(body).path("out_refund_no").asText();
    }

    private static JsonNode json(String text) {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
