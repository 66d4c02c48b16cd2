package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to an endpoint with sample values in its required fields, and the calls that send it.
 * Encrypted fields are plaintext here; the calls encrypt them. Immutable.
 *
 * <pre>{@code
 * Example example = endpoint.example();
 * example.java();     // wxpay.chain("v3/pay/transactions/native").post(Wxpay.fields(…))
 * example.command();  // wxpay v3/pay/transactions/native -m post -d '{…}'
 * }</pre>
 *
 * <p>The values are the same on every call: those that the sandbox and the documents use, and
 * otherwise generated within the documented limits. Of fields of which one suffices, one is set.
 * Where the documentation does not say which fields are required, the first ones are set.
 */
public final class Example {
  private final Endpoint endpoint;
  private final @Nullable ObjectNode body;
  private final @Nullable ObjectNode meta;
  private final Map<String, String> query;
  private final Map<String, String> values;
  private final Map<String, String> headers;

  Example(
      Endpoint endpoint,
      @Nullable ObjectNode body,
      @Nullable ObjectNode meta,
      Map<String, String> query,
      Map<String, String> values,
      Map<String, String> headers) {
    this.endpoint = endpoint;
    this.body = body;
    this.meta = meta;
    this.query = query;
    this.values = values;
    this.headers = headers;
  }

  /** Returns the endpoint. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Returns a copy of the body of JSON or XML; empty if the request has none. Fields that the
   * client adds, such as {@code sign}, are not included.
   */
  public Optional<ObjectNode> body() {
    return Optional.ofNullable(body).map(ObjectNode::deepCopy);
  }

  /**
   * Returns a copy of the part {@code meta} of an upload, without the name and the digest of the
   * file, which the client computes; empty if nothing else is required.
   */
  public Optional<ObjectNode> meta() {
    return Optional.ofNullable(meta).map(ObjectNode::deepCopy);
  }

  /** Returns the parameters of the query, in the documented order. */
  public Map<String, String> query() {
    return query;
  }

  /** Returns the values of the placeholders, in the order of the path. */
  public Map<String, String> values() {
    return values;
  }

  /** Returns the required headers that the caller sets, such as {@code Idempotency-Key}. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Returns the name of the file that is uploaded or written; empty if the endpoint is neither an
   * upload nor a download.
   */
  public Optional<String> file() {
    return ExampleFile.of(endpoint);
  }

  /**
   * Returns the call in Java, an expression on a client named {@code wxpay}. It can be pasted into
   * JShell: lines end so that the next one belongs to them. It uses {@code Wxpay}, {@code Options},
   * {@code Rsa}, {@code List} and {@code Path}.
   */
  public String java() {
    return new JavaCall(this).write();
  }

  /**
   * Returns the call in JavaScript, in the style of the npm package wechatpay-axios-plugin. That
   * package sends no body by DELETE. An upload uses a {@code form}, and encrypted fields a function
   * {@code encrypt}.
   */
  public String node() {
    return new NodeCall(this).write();
  }

  /**
   * Returns a curl command for a POSIX shell. The signature, and what is encrypted or computed from
   * a file, is a text in angle brackets to be replaced.
   */
  public String curl() {
    return new CurlCommand(this).write();
  }

  /** Returns the command {@code wxpay} for a POSIX shell, on one line. */
  public String command() {
    return new WxpayCommand(this).write();
  }

  /** Returns the call in Java. */
  @Override
  public String toString() {
    return java();
  }
}
