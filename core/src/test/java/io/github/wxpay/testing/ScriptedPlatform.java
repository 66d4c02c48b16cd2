package io.github.wxpay.testing;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/** A platform that responds to one request after another with what a test has scripted. */
public final class ScriptedPlatform {
  private final FakeHttpClient http = new FakeHttpClient(this::respond);
  private final Queue<Step> steps = new ArrayDeque<>();
  private Step last;

  /** Returns the response to a request; its cause fails the exchange. */
  @FunctionalInterface
  public interface Step {
    Reply to(Sent request);
  }

  /** Returns the client to be used instead of a network. */
  public FakeHttpClient http() {
    return http;
  }

  /** Adds responses to the next requests. */
  public ScriptedPlatform then(Step... more) {
    steps.addAll(List.of(more));
    return this;
  }

  /** Sets the response to every request after those. */
  public ScriptedPlatform always(Step step) {
    last = step;
    return this;
  }

  /** Returns method and target of every request so far. */
  public List<String> requests() {
    return http.sent().stream()
        .map(sent -> sent.method() + " " + sent.target())
        .collect(Collectors.toList());
  }

  /** Returns the requests of a method so far. */
  public List<Sent> requests(String method) {
    return http.sent().stream()
        .filter(sent -> sent.method().equals(method))
        .collect(Collectors.toList());
  }

  /** Returns how many responses were not used. */
  public int left() {
    return steps.size();
  }

  private Reply respond(Sent request) {
    Step step = steps.isEmpty() ? last : steps.remove();
    if (step == null) {
      throw new AssertionError("not scripted: " + request.method() + " " + request.target());
    }
    return step.to(request);
  }

  /** Responds with signed JSON, in which quotes are written as apostrophes. */
  public static Step json(String body) {
    return json(200, body);
  }

  /** Responds with signed JSON and a status. */
  public static Step json(int status, String body) {
    return request ->
        Reply.signed(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** Responds with a signed error of APIv3. */
  public static Step error(int status, String code) {
    return json(status, "{'code':'" + code + "','message':'scripted'}");
  }

  /** Responds with an error that has no signature. */
  public static Step unsigned(int status, String code) {
    return request -> Reply.bare(status, "{\"code\":\"" + code + "\"}");
  }

  /** Responds with signed fields of APIv2, given as names and values; the codes are SUCCESS. */
  public static Step xml(String... fields) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("return_code", "SUCCESS");
    all.put("result_code", "SUCCESS");
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    return request -> {
      all.put("sign", Hash.sign(Hash.ALGO_MD5, all, Fixtures.SECRET));
      return Reply.bare(200, Transformer.toXml(all));
    };
  }

  /** Responds with a signed failure of APIv2. */
  public static Step fail(String code) {
    return xml("result_code", "FAIL", "err_code", code);
  }

  /** Ends the connection after the request, so that its outcome is unknown. */
  public static Step lost() {
    return request -> {
      throw new IllegalStateException(new IOException("Connection reset"));
    };
  }

  /** Refuses the connection, so that nothing is sent. */
  public static Step unreachable() {
    return request -> {
      throw new IllegalStateException(new ConnectException("Connection refused"));
    };
  }
}
