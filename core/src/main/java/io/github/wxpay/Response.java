package io.github.wxpay;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A verified answer, 2xx. Immutable. Numbers are read without loss: {@code long}, {@code
 * BigInteger}, {@code BigDecimal}.
 */
public final class Response {
  private final Incoming answer;
  private final Function<byte[], JsonNode> reader;
  private final ClientCore core;
  private final boolean pkcs1;
  private final byte[] bytes;

  /** The body, parsed when it is first needed. Never modified and never handed out. */
  private volatile @Nullable JsonNode parsed;

  /** Creates a response; {@code pkcs1} is the option of its call. */
  Response(Incoming answer, Function<byte[], JsonNode> reader, ClientCore core, boolean pkcs1) {
    this.answer = answer.withBytes(new byte[0]); // its body is kept once, below
    this.reader = reader;
    this.core = core;
    this.pkcs1 = pkcs1;
    this.bytes = answer.bytes();
  }

  /** The HTTP status, such as 200 or 204. */
  public int status() {
    return answer.status();
  }

  /** The headers. */
  public Headers headers() {
    return answer.headers();
  }

  /** The {@code Request-ID} to name to the platform's support; empty when the answer has none. */
  public String requestId() {
    return answer.requestId();
  }

  /** A copy of the body's bytes, as they were verified. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The body as JSON, whatever its type says, or the fields of APIv2's XML; the missing node when
   * it is empty, a text node when it is neither. Every call returns a copy that may be modified.
   *
   * @throws MalformedException when it is JSON that cannot be trusted: a name twice in an object,
   *     more JSON behind it, or more than the limits allow
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
   * One value as text, by its name or by a JSON Pointer (RFC 6901): {@code get("code_url")}, {@code
   * get("/amount/total")}. An object or a list is its JSON.
   *
   * @return {@code null} when there is none
   * @throws MalformedException when the body is no JSON
   */
  public @Nullable String get(String nameOrPointer) {
    return text(strictly(), nameOrPointer);
  }

  /**
   * Returns one value as {@link #get} does, or nothing when there is none.
   *
   * @throws MalformedException if the body is not JSON
   */
  public Optional<String> find(String nameOrPointer) {
    return Optional.ofNullable(get(nameOrPointer));
  }

  /**
   * Returns one value as {@link #get} does. An empty text is a value.
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

  /** Returns the exception of a required value that is missing. */
  static MalformedException missing(String subject, String nameOrPointer) {
    return new MalformedException(
        subject
            + " has no value at '"
            + shown(nameOrPointer)
            + "'. Call find(…) if it is optional.");
  }

  /** Returns a name or a pointer for messages; a pointer may be long, its names may not. */
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
   * Returns one value that the platform encrypted for the merchant, in plaintext. The padding is
   * that of the call: PKCS#1 v1.5 after {@link Options#pkcs1}, OAEP otherwise.
   *
   * @return {@code null} when there is none, the empty text when the value is empty
   * @throws io.github.wxpay.exception.CryptoException when it was not encrypted for this merchant
   * @throws IllegalStateException when the client cannot decrypt: it has no private key, or the
   *     call used PKCS#1 v1.5 and it has only a {@link io.github.wxpay.crypto.Decrypter}
   */
  public @Nullable String decrypt(String nameOrPointer) {
    return decryption(nameOrPointer).run();
  }

  /**
   * Decrypts one value as {@link #decrypt} does, without waiting where a {@link
   * io.github.wxpay.crypto.Decrypter} answers later.
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
   * Downloads the file that the answer's {@code download_url} leads to: to the platform alone,
   * unpacked, its digest compared with {@code hash_value} where there is one, decrypted where the
   * answer has an {@code encrypt_key}, and moved to its place in one step. A file of more than 4
   * GiB needs {@link Options#maxBytes(long)}; an encrypted one is decrypted in memory, up to 256
   * MiB and a quarter of the heap.
   *
   * @throws IllegalArgumentException when the link leads elsewhere; nothing is sent then
   * @throws io.github.wxpay.exception.VerificationException when the file is not that of the digest
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

  /** The same for one of several: {@code "/download_bill_list/0"}, a JSON Pointer to an object. */
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

  /** The same, not waited for; the options may hold a timeout, a limit and a progress listener. */
  public CompletableFuture<Response> downloadAsync(String pointer, Path target, Options options) {
    return task(pointer, target, options).start();
  }

  private Task<Response> task(String pointer, Path target, Options options) {
    return Task.of(() -> DownloadLink.of(strictly().at(pointer)))
        .then(link -> core.download(link, OptionChecks.link(options), Destination.file(target)));
  }

  /**
   * The body as an object of the caller's class; unknown members are left aside.
   *
   * @throws MalformedException when the body is no JSON, or does not fit
   */
  public <T> T as(Class<T> type) {
    return Json.as(strictly(), type);
  }

  /**
   * The body as an object of a generic type, such as {@code new TypeReference<List<Item>>() {}}.
   */
  public <T> T as(TypeReference<T> type) {
    return Json.as(strictly(), type);
  }

  /** Returns the body as an object that the caller's mapper creates, with its modules and names. */
  public <T> T as(Class<T> type, ObjectMapper mapper) {
    return Json.as(strictly(), type, mapper);
  }

  /** Returns the body as an object of a generic type that the caller's mapper creates. */
  public <T> T as(TypeReference<T> type, ObjectMapper mapper) {
    return Json.as(strictly(), type, mapper);
  }

  /** Returns the same as {@link #as(Class)}; {@code as} is a keyword in Kotlin. */
  public <T> T to(Class<T> type) {
    return as(type);
  }

  /** Returns the same as {@link #as(TypeReference)}. */
  public <T> T to(TypeReference<T> type) {
    return as(type);
  }

  /** Returns the same as {@link #as(Class, ObjectMapper)}. */
  public <T> T to(Class<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** Returns the same as {@link #as(TypeReference, ObjectMapper)}. */
  public <T> T to(TypeReference<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** The body as a map; empty when there is none. */
  public Map<String, Object> map() {
    return bytes.length == 0 ? Map.of() : Json.map(strictly());
  }

  /** The data, unless that is no more than the body's text. */
  private JsonNode strictly() {
    JsonNode data = parsed();
    if (data.isTextual() && !text().stripLeading().startsWith("\"")) {
      throw new MalformedException(
          "The body is neither JSON nor XML; text() and bytes() give it as it came.");
    }
    return data;
  }

  /**
   * Returns the status line and the body, indented, for people; control characters other than line
   * feeds are replaced.
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
