package io.github.wxpay.endpoints;

import io.github.wxpay.http.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The arguments of a call of a verb. For generated code; used by one thread. */
public final class Call {
  private @Nullable Map<String, Object> body;
  private @Nullable Map<String, Object> query;
  private Options options = Options.none();

  Call() {}

  /** Fills the body. */
  public <T extends Typed> Call body(T empty, Consumer<? super T> fill) {
    this.body = fields(empty, Objects.requireNonNull(fill, "body == null"));
    return this;
  }

  /** Fills the query. */
  public <T extends Typed> Call query(T empty, Consumer<? super T> fill) {
    this.query = fields(empty, Objects.requireNonNull(fill, "query == null"));
    return this;
  }

  /** Adds a required header. */
  public Call header(String name, String value) {
    this.options = options.header(name, Objects.requireNonNull(value, () -> name + " == null"));
    return this;
  }

  /** Returns the fields of the body; {@code null} if the request has none. */
  @Nullable Map<String, Object> body() {
    return body;
  }

  /** Returns the fields of the query; {@code null} if none were given. */
  @Nullable Map<String, Object> query() {
    return query;
  }

  /** Returns the fields of the body, to be completed. */
  Map<String, Object> newBody() {
    Map<String, Object> fields = body;
    if (fields == null) {
      fields = new LinkedHashMap<>();
      body = fields;
    }
    return fields;
  }

  /** Returns the fields of the query, to be completed. */
  Map<String, Object> newQuery() {
    Map<String, Object> fields = query;
    if (fields == null) {
      fields = new LinkedHashMap<>();
      query = fields;
    }
    return fields;
  }

  /** Returns the headers, as options. */
  Options options() {
    return options;
  }

  private static <T extends Typed> Map<String, Object> fields(T empty, Consumer<? super T> fill) {
    fill.accept(empty);
    return ((Body<?>) empty).fields();
  }
}
