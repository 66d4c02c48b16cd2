package io.github.wxpay;

import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.pipeline.NumberedWrite;
import io.github.wxpay.internal.pipeline.StateQuery;
import io.github.wxpay.internal.url.Query;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query of the state of one number, which can be made again and again. Immutable. */
final class StateCall {
  private final ClientCore core;
  private final StateQuery query;
  private final String number;
  private final Endpoint endpoint;
  private final @Nullable Map<String, ?> body;
  private final Options settings;
  private final Options options;
  private final String text;

  /**
   * Creates a query.
   *
   * @param body the fields of APIv2; {@code null} for APIv3
   * @param settings the options that other requests about the number have too
   * @param options these options with placeholders and query
   * @param text method, path and parameters, to be repeated
   */
  StateCall(
      ClientCore core,
      StateQuery query,
      String number,
      Endpoint endpoint,
      @Nullable Map<String, ?> body,
      Options settings,
      Options options,
      String text) {
    this.core = core;
    this.query = query;
    this.number = number;
    this.endpoint = endpoint;
    this.body = body;
    this.settings = settings;
    this.options = options;
    this.text = text;
  }

  /**
   * Creates the query of a write.
   *
   * @param frozen the write with its final body
   * @param settings the options of the write that its other requests have too
   */
  static StateCall of(
      ClientCore core,
      NumberedWrite write,
      StateQuery query,
      String number,
      Outgoing frozen,
      Options settings) {
    Map<String, String> values = write.queryValues(frozen);
    Endpoint endpoint = Endpoint.ROOT.with(query.path());
    if (query.isV2()) {
      Object signType =
          frozen.data() instanceof Map ? ((Map<?, ?>) frozen.data()).get("sign_type") : null;
      if (signType != null) {
        values.put("sign_type", signType.toString());
      }
      return new StateCall(
          core,
          query,
          number,
          endpoint,
          values,
          settings,
          settings,
          text(query, query.path(), values));
    }
    Options options = settings;
    Map<String, String> params = new LinkedHashMap<>(values);
    for (String name : endpoint.template().names()) {
      options = options.with(name, params.remove(name));
    }
    String path = endpoint.template().expand(options.values());
    return new StateCall(
        core,
        query,
        number,
        endpoint,
        null,
        settings,
        options.query(params),
        text(query, path, params));
  }

  /**
   * Creates the query of a path, as the caller wrote it.
   *
   * @param body the fields of APIv2; {@code null} for APIv3
   * @throws IllegalArgumentException if it has no number
   */
  static StateCall of(
      ClientCore core,
      StateQuery query,
      Endpoint endpoint,
      @Nullable Map<String, Object> body,
      Options options) {
    Map<String, Object> params = new LinkedHashMap<>();
    String path = query.path();
    String number;
    if (body == null) {
      path = endpoint.template().expand(options.values());
      number = query.numberIn(path, options.query());
      params.putAll(options.query());
    } else {
      number = String.valueOf(body.getOrDefault(query.number(), ""));
      for (String name : query.names()) {
        params.put(name, body.get(name));
      }
    }
    if (number.isEmpty()) {
      throw new IllegalArgumentException(
          query + " has no `" + query.number() + "`. Pass your own number.");
    }
    return new StateCall(
        core, query, number, endpoint, body, options, options, text(query, path, params));
  }

  private static String text(StateQuery query, String path, Map<String, ?> params) {
    String encoded = Query.encode(params);
    String mark = path.indexOf('?') < 0 ? "?" : "&";
    return query.method() + " " + path + (encoded.isEmpty() ? "" : mark + encoded);
  }

  /** Returns the task of one query. */
  Task<Response> call() {
    return core.call(query.method(), endpoint, body, () -> options);
  }

  /** Returns the states and the errors of the query. */
  StateQuery query() {
    return query;
  }

  /** Returns the options that other requests about the number have too. */
  Options settings() {
    return settings;
  }

  /** Returns the number. */
  String number() {
    return number;
  }

  /** Returns method, path and parameters. */
  @Override
  public String toString() {
    return text;
  }
}
