package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Headers that are sent and received: no line break is ever sent, no credential printed, and a
 * response with headers of the input is never verified unless it is the genuine one.
 */
public final class HeadersTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(HeadersTarget.class, "headers");

  private static final String SESSION = "secret-of-a-session";
  private static final Reply GENUINE = Reply.signed("{\"code_url\":\"weixin://x\"}");
  private static final int[] STATUSES = {200, 200, 204, 202, 302, 400, 401, 429, 500, 503};
  private static final AtomicReference<Reply> NEXT = new AtomicReference<>(GENUINE);
  private static final FakeHttpClient HTTP = new FakeHttpClient(sent -> NEXT.get());
  private static final Wxpay CLIENT =
      Clients.builder().httpClient(HTTP).retry(Retry.none()).build();

  private HeadersTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    List<byte[]> parts = Property.parts(input, 6);
    String name = text(parts, 0);
    String value = text(parts, 1);
    requireSent(name, value);
    requireReceived(name, value);
    requireRefused(parts);
  }

  private static String text(List<byte[]> parts, int index) {
    return index < parts.size() ? new String(parts.get(index), StandardCharsets.ISO_8859_1) : "";
  }

  private static void requireSent(String name, String value) {
    documented(() -> Headers.none().with(name, value), IllegalArgumentException.class)
        .ifPresent(
            headers -> {
              headers.forEach(
                  (n, v) ->
                      require(
                          !n.isEmpty()
                              && n.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')
                              && v.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f)),
                          "one line for " + n));
              requireEqual(headers.all(name), List.of(value), "the value");
            });
  }

  private static void requireReceived(String name, String value) {
    Map<String, Object> fields = new HashMap<>(Map.of("Cookie", SESSION, "X-List", List.of()));
    fields.put(name, value);
    Headers headers = Headers.received(fields);
    require(headers.all(name).contains(value), "the value of " + name);
    require(Printable.isPrintable(headers.toString()), "headers on one line");
    boolean given = (name + "\0" + value).contains(SESSION); // outside a credential
    require(given || !headers.toString().contains(SESSION), "no credential in a text");
    Headers.received(headers.names().stream().collect(Collectors.toMap(n -> n, headers::all)));
  }

  /** Sends a request, whose response has a status and some headers of the input. */
  private static void requireRefused(List<byte[]> parts) {
    int status = STATUSES[Math.floorMod(parts.get(0).length, STATUSES.length)];
    Reply reply = GENUINE.withStatus(status);
    String[] names = {
      "Wechatpay-Nonce",
      "Wechatpay-Timestamp",
      "Wechatpay-Signature",
      "Wechatpay-Serial",
      "Retry-After",
      "Date",
      "Request-ID",
      "Content-Encoding",
      "Content-Length",
      "Set-Cookie"
    };
    for (int i = 2; i < parts.size(); i++) {
      String header = text(parts, i);
      int at = header.isEmpty() ? 0 : header.charAt(0) % names.length;
      String value = header.isEmpty() ? "" : header.substring(1);
      reply = reply.with(names[at], value.split("\n", -1));
    }
    if (!isField(reply)) {
      return; // the JDK refuses the response
    }
    NEXT.set(reply);
    Optional<Response> response = call();
    HTTP.sent().clear();
    if (response.isPresent()) {
      requireEqual(reply.header("Wechatpay-Nonce"), Fixtures.NONCE, "the signed nonce");
      requireEqual(reply.header("Wechatpay-Timestamp"), "" + Fixtures.NOW, "the signed time");
      require(status < 300, "status " + status + " is an error");
    }
  }

  private static Optional<Response> call() {
    return documented(
        () -> {
          try {
            return CLIENT.chain("v3/pay/transactions/native").post(Map.of("a", "1"));
          } catch (StatusException e) {
            require(e.retryAfter().map(wait -> !wait.isNegative()).orElse(true), "a wait");
            require(e.outcome() != Outcome.NONE && e.outcome() != Outcome.NOT_SENT, "an outcome");
            throw e;
          } catch (VerificationException | MalformedException e) {
            require(e.outcome() == Outcome.UNKNOWN, "outcome " + e.outcome());
            throw e;
          }
        },
        StatusException.class,
        VerificationException.class,
        MalformedException.class,
        TransportException.class);
  }

  private static boolean isField(Reply reply) {
    return reply.headers().values().stream()
        .flatMap(List::stream)
        .allMatch(value -> value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f)));
  }
}
