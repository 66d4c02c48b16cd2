package io.github.wxpay.endpoints;

import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A client without a network, which sends once and keeps what it sent. */
final class TypedClient {
  private final Queue<Reply> replies = new ArrayDeque<>();
  private final FakeHttpClient http =
      new FakeHttpClient(sent -> replies.isEmpty() ? Reply.signed("{}") : replies.remove());
  final Wxpay wxpay =
      Clients.once()
          .mchid(Fixtures.MCHID)
          .serial(Fixtures.SERIAL)
          .privateKey(Fixtures.merchantKey())
          .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))
          .secret(Fixtures.SECRET)
          .clock(Fixtures.CLOCK)
          .httpClient(http)
          .build();

  /** Adds a signed response of APIv3. */
  TypedClient json(int status, String body) {
    return then(Reply.signed(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a response. */
  TypedClient then(Reply reply) {
    replies.add(reply);
    return this;
  }

  /** Returns how many requests were sent. */
  int count() {
    return http.sent().size();
  }

  /** Returns the last request. */
  Sent last() {
    return http.sent().get(http.sent().size() - 1);
  }
}
