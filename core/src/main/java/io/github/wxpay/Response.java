package io.github.wxpay;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verified response with a 2xx status. Immutable and safe for use by many threads. Numbers are
 * read without loss: {@code long}, {@code BigInteger}, {@code BigDecimal}.
 *
 * <pre>{@code
 * Response order = chain.with("out_trade_no", no).query("mchid", mchid).get();
 * String state = order.require("trade_state");
 * long total = order.data().at("/amount/total").asLong();  // fen
 * }</pre>
 */
public final class Response {
  private final Incoming received;
  private final Function<byte[], JsonNode> reader;
  private final ClientCore core;
  private final boolean pkcs1;
  private final byte[] bytes;
  private final List<Attempt> attempts;

  /** The body, parsed when it is first needed. Never modified and never returned. */
  private volatile @Nullable JsonNode parsed;

  /** Creates a response; {@code pkcs1} is the option of its call. */
  Response(
      Incoming received,
      Function<byte[], JsonNode> reader,
      ClientCore core,
      boolean pkcs1,
      List<Attempt> attempts) {
    this.received = received.withBytes(new byte[0]); // its body is kept once, below
    this.reader = reader;
    this.core = core;
    this.pkcs1 = pkcs1;
    this.bytes = received.bytes();
    this.attempts = attempts;
  }

  /** Returns the HTTP status, such as 200 or 204. */
  public int status() {
    return received.status();
  }

  /** Returns the headers. */
  public Headers headers() {
    return received.headers();
  }

  /**
   * Returns the {@code Request-ID}, to be given to the platform's support; empty if the response
   * has none.
   */
  public String requestId() {
    return received.requestId();
  }

  /**
   * Returns the attempts to send the request, in their order; the last one received this response.
   */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** Returns a copy of the body's bytes, as they were verified. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the body as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns the body as JSON, regardless of its content type, or the fields of APIv2's XML; the
   * missing node if it is empty, a text node if it is neither. Every call returns a copy that may
   * be modified.
   *
   * @throws MalformedException if it is ambiguous JSON: a name twice in an object, or more JSON
   *     after the first value; or if it exceeds the limits
   */
  public JsonNode data() {
    return parsed().deepCopy();
  }

  private JsonNode parsed() {
    JsonNode node = parsed;
    if (node == null) {
      synchronized (bytes) {
        node = parsed;
        if (node == null) {
          node = reader.apply(bytes);
          parsed = node;
        }
      }
    }
    return node;
  }

  /**
   * Returns one value as text, by its name or by a JSON Pointer (RFC 6901): {@code
   * get("code_url")}, {@code get("/amount/total")}. An object or a list is returned as JSON.
   *
   * @return {@code null} if there is none
   * @throws MalformedException if the body is not JSON
   */
  public @Nullable String get(String nameOrPointer) {
    return text(structured(), nameOrPointer);
  }

  /**
   * Returns one value as {@link #get} does; empty if there is none.
   *
   * @throws MalformedException if the body is not JSON
   */
  public Optional<String> find(String nameOrPointer) {
    return Optional.ofNullable(get(nameOrPointer));
  }

  /**
   * Returns one value as {@link #get} does. An empty string is a value.
   *
   * @throws MalformedException if there is none, or the body is not JSON; the message names the
   *     value and the request ID
   */
  public String require(String nameOrPointer) {
    String value = get(nameOrPointer);
    if (value == null) {
      String id = requestId().isEmpty() ? "" : ", Request-ID " + Printable.of(requestId(), 64);
      throw missing("The response (" + status() + id + ")", nameOrPointer);
    }
    return value;
  }

  /** Returns the exception for a required value that is missing. */
  static MalformedException missing(String subject, String nameOrPointer) {
    return new MalformedException(
        subject
            + " has no value at '"
            + shown(nameOrPointer)
            + "'. Call find(…) if it is optional.");
  }

  /**
   * Returns a name or a pointer for messages; the names in a pointer are checked one by one, since
   * a secret is long.
   */
  private static String shown(String nameOrPointer) {
    boolean pointer = nameOrPointer.startsWith("/");
    return pointer
            && Arrays.stream(nameOrPointer.split("/", -1)).noneMatch(Printable::looksLikeSecret)
        ? Printable.of(nameOrPointer, 200)
        : Printable.name(nameOrPointer);
  }

  static @Nullable String text(JsonNode data, String nameOrPointer) {
    Objects.requireNonNull(nameOrPointer, "nameOrPointer == null");
    JsonNode node =
        nameOrPointer.startsWith("/") ? data.at(nameOrPointer) : data.path(nameOrPointer);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return node.isValueNode() ? node.asText() : node.toString();
  }

  /**
   * Decrypts one value that the platform encrypted for the merchant. The padding is that of the
   * call: PKCS#1 v1.5 with {@link Options#pkcs1}, OAEP otherwise.
   *
   * @return the plaintext; {@code null} if there is no such value, empty if the value is empty
   * @throws io.github.wxpay.exception.CryptoException if it was not encrypted for this merchant
   * @throws IllegalStateException if the client cannot decrypt: it has no private key, or the call
   *     used PKCS#1 v1.5 and it has only a {@link io.github.wxpay.crypto.Decrypter}
   */
  public @Nullable String decrypt(String nameOrPointer) {
    return decryption(nameOrPointer).run();
  }

  /**
   * Decrypts one value as {@link #decrypt} does, without waiting for an asynchronous {@link
   * io.github.wxpay.crypto.Decrypter}.
   *
   * @return a future of the plaintext, or of {@code null} if the value is missing; it fails with
   *     what {@code decrypt} throws
   */
  public CompletableFuture<@Nullable String> decryptAsync(String nameOrPointer) {
    return decryption(nameOrPointer).start();
  }

  private Task<@Nullable String> decryption(String nameOrPointer) {
    return Task.of(() -> get(nameOrPointer)).then(value -> core.decrypt(value, pkcs1));
  }

  /**
   * Downloads the file of the response's {@code download_url}, which must be a URL of the platform.
   * The file is decrypted if the response has an {@code encrypt_key}, decompressed, compared with
   * {@code hash_value} if there is one, and moved to the target in one step. A file of more than 4
   * GiB needs {@link Options#maxBytes(long)}; an encrypted one is decrypted in memory, up to 256
   * MiB and a quarter of the heap.
   *
   * @throws IllegalArgumentException if the URL is not one of the platform; nothing is sent
   * @throws io.github.wxpay.exception.VerificationException if the digest differs
   */
  public Response download(Path target) {
    return download("", target);
  }

  /**
   * Downloads the file as {@link #download(Path)} does, with a timeout, a limit or a progress
   * listener.
   */
  public Response download(Path target, Options options) {
    return download("", target, options);
  }

  /**
   * Downloads one of several files, that of the object at a JSON Pointer: {@code
   * "/download_bill_list/0"}.
   */
  public Response download(String pointer, Path target) {
    return download(pointer, target, Options.none());
  }

  /** Downloads one of several files, with a timeout, a limit or a progress listener. */
  public Response download(String pointer, Path target, Options options) {
    return task(pointer, target, options).run();
  }

  /** Downloads the file without waiting, see {@link #download(Path)}. */
  public CompletableFuture<Response> downloadAsync(Path target) {
    return downloadAsync("", target, Options.none());
  }

  /** Downloads the file with options without waiting, see {@link #download(Path, Options)}. */
  public CompletableFuture<Response> downloadAsync(Path target, Options options) {
    return downloadAsync("", target, options);
  }

  /** Downloads one of several files without waiting, see {@link #download(String, Path)}. */
  public CompletableFuture<Response> downloadAsync(String pointer, Path target) {
    return downloadAsync(pointer, target, Options.none());
  }

  /**
   * Downloads one of several files without waiting, with a timeout, a limit or a progress listener.
   */
  public CompletableFuture<Response> downloadAsync(String pointer, Path target, Options options) {
    return task(pointer, target, options).start();
  }

  private Task<Response> task(String pointer, Path target, Options options) {
    return Task.of(() -> DownloadLink.of(structured().at(pointer)))
        .then(link -> core.download(link, OptionChecks.link(options), Destination.file(target)));
  }

  /**
   * Returns the body as an object of a class; unknown members are ignored.
   *
   * @throws MalformedException if the body is not JSON, or does not fit the class
   */
  public <T> T as(Class<T> type) {
    return Json.as(structured(), type);
  }

  /**
   * Returns the body as an object of a generic type, such as {@code new TypeReference<List<Item>>()
   * {}}.
   */
  public <T> T as(TypeReference<T> type) {
    return Json.as(structured(), type);
  }

  /** Returns the body as an object that a mapper creates, with its modules and naming. */
  public <T> T as(Class<T> type, ObjectMapper mapper) {
    return Json.as(structured(), type, mapper);
  }

  /** Returns the body as an object of a generic type that a mapper creates. */
  public <T> T as(TypeReference<T> type, ObjectMapper mapper) {
    return Json.as(structured(), type, mapper);
  }

  /** Does the same as {@link #as(Class)}; for Kotlin, where {@code as} is a keyword. */
  public <T> T to(Class<T> type) {
    return as(type);
  }

  /** Does the same as {@link #as(TypeReference)}. */
  public <T> T to(TypeReference<T> type) {
    return as(type);
  }

  /** Does the same as {@link #as(Class, ObjectMapper)}. */
  public <T> T to(Class<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** Does the same as {@link #as(TypeReference, ObjectMapper)}. */
  public <T> T to(TypeReference<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** Returns the body as a Map; empty if there is no body. */
  public Map<String, Object> map() {
    return bytes.length == 0 ? Map.of() : Json.map(structured());
  }

  /** Returns the parsed body; fails if it is neither JSON nor XML. */
  private JsonNode structured() {
    JsonNode data = parsed();
    if (data.isTextual() && !text().stripLeading().startsWith("\"")) {
      throw new MalformedException(
          "The body is neither JSON nor XML. Read it with text() or bytes().");
    }
    return data;
  }

  /**
   * Returns the status and the indented body, for logs and consoles; control characters other than
   * line feeds are replaced.
   */
  @Override
  public String toString() {
    String id = requestId().isEmpty() ? "" : " [Request-ID " + Printable.of(requestId(), 64) + "]";
    if (bytes.length == 0) {
      return status() + id;
    }
    String body;
    try {
      JsonNode data = parsed();
      body = data.isContainerNode() ? Json.pretty(data) : text();
    } catch (MalformedException e) {
      body = text();
    }
    return status() + id + "\n" + Printable.lines(body);
  }
}
