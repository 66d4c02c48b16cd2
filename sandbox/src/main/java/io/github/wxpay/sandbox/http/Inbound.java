package io.github.wxpay.sandbox.http;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as received. Immutable as long as the array of its body is not changed. */
public final class Inbound {
  /** The platform's ordinary host. */
  public static final String HOST = "api.mch.weixin.qq.com";

  private final String host;
  private final String base;
  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final @Nullable String clientSerial;
  // Soft, since the journal keeps requests, and the parts copy a body that may be large.
  private volatile SoftReference<Map<String, Multipart.Part>> parts = new SoftReference<>(null);

  /**
   * Creates a request.
   *
   * @param host the host of the platform that the server represents
   * @param base the server's address, with a slash at the end
   * @param headers an unmodifiable map with case-insensitive names
   * @param clientSerial the serial number of the client's certificate, if one was presented
   */
  public Inbound(
      String host,
      String base,
      String method,
      String target,
      Map<String, List<String>> headers,
      byte[] body,
      @Nullable String clientSerial) {
    this.host = host;
    this.base = base;
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.clientSerial = clientSerial;
  }

  /**
   * Returns the address of the server that received the request, such as {@code
   * http://127.0.0.1:1/}.
   */
  public String base() {
    return base;
  }

  /**
   * Returns the host of the platform that the request is for: that of the server, or at the
   * ordinary one that of the header {@code X-Forwarded-Host}.
   */
  public String host() {
    String forwarded = header("X-Forwarded-Host");
    return forwarded == null || !host.equals(HOST) ? host : forwarded;
  }

  public String method() {
    return method;
  }

  /** Returns path and query, exactly as in the request line. */
  public String target() {
    return target;
  }

  /** Returns the path, still percent-encoded. */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** Returns the query, still encoded; empty if there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Returns the values of a header; an empty list if it is absent. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** Returns the first value of a header; null if it is absent. */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Returns whether the Content-Type is this one, with any parameters. */
  public boolean hasType(String type) {
    String value = header("Content-Type");
    if (value == null) {
      return false;
    }
    int semicolon = value.indexOf(';');
    String typeOnly = semicolon < 0 ? value : value.substring(0, semicolon);
    return typeOnly.trim().toLowerCase(Locale.ROOT).equals(type);
  }

  public byte[] body() {
    return body;
  }

  /**
   * Returns the parts of a multipart body, by their names.
   *
   * @throws IllegalArgumentException if the body is not well-formed; the message says where
   */
  public Map<String, Multipart.Part> parts() {
    Map<String, Multipart.Part> known = parts.get();
    if (known == null) {
      known =
          Collections.unmodifiableMap(
              Multipart.read(String.join("", headers("Content-Type")), body));
      parts = new SoftReference<>(known);
    }
    return known;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public @Nullable String clientSerial() {
    return clientSerial;
  }
}
