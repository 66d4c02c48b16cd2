package io.github.wxpay.cli.search;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Example;
import io.github.wxpay.endpoints.TypedExample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The example call of an endpoint in each notation. */
public final class Calls {
  private Calls() {}

  /** Returns the calls by the names of their notations; one that cannot express it is left out. */
  public static Map<String, String> of(Endpoint endpoint) {
    Example example = endpoint.example();
    Map<String, String> calls = new LinkedHashMap<>();
    boolean sent = endpoint.kind() != Endpoint.Kind.REDIRECT;
    calls.put("java", (sent ? "Response response = " : "String url = ") + example.java() + ";");
    typed(example).ifPresent(call -> calls.put("typed", "var response = " + call + ";"));
    calls.put("jshell", example.java());
    calls.put("node", example.node());
    calls.put("curl", example.curl());
    if (sent) {
      calls.put("command", example.command());
    }
    return calls;
  }

  /** Returns the call of the typed chain; empty if the endpoint has no verb in it. */
  public static Optional<String> typed(Example example) {
    Endpoint endpoint = example.endpoint();
    Map<String, String> values = new LinkedHashMap<>(example.values());
    values.putAll(example.headers());
    example.file().ifPresent(file -> values.put("file", file));
    return TypedExample.of(
        endpoint.method(),
        (endpoint.version() == 2 ? "v2/" : "") + endpoint.path(),
        example.body().or(example::meta).orElse(null),
        example.query(),
        values);
  }
}
