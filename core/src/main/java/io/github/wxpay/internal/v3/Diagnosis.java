package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.trust.Suite;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The cause of an invalid signature: determines which key created it, and whether the body before a
 * known mistake matches it. A diagnosis never makes a message valid.
 */
final class Diagnosis {
  private static final int MAX_BODY = 64 << 10;
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])([A-Z])");
  private static final String REWRITTEN = "was written again: ";
  private static final Pattern LOST = Pattern.compile("\ufffd(?!\\z)|\"\\?{2,}\"");
  private static final List<String> CHARSETS =
      List.of("GBK", "ISO-8859-1", "UTF-16", "windows-1252");

  private final Reason reason;
  private final String text;

  private Diagnosis(Reason reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  Reason reason() {
    return reason;
  }

  String text() {
    return text;
  }

  /**
   * Returns the cause why the signature of a message is invalid. Bodies over 64 KiB are not
   * examined, nor are messages for which the budget is exhausted, so that forged messages do not
   * cost more than genuine ones.
   */
  static Diagnosis of(
      SignedMessage message, PlatformKey key, KeyRing keys, DiagnosisBudget budget) {
    if (!isComplete(message.signature(), key.key())) {
      return new Diagnosis(
          Reason.BAD_BASE64,
          "has a Wechatpay-Signature of "
              + message.signature().length()
              + " characters that is not complete base64: it was truncated or changed before it was"
              + " passed on.");
    }
    if (message.body().length > MAX_BODY) {
      return unknown(message, key, " (causes are determined for up to " + MAX_BODY + " bytes)");
    }
    if (!budget.take()) {
      return unknown(message, key, " (the cause was not examined after many such messages)");
    }
    Suite suite = Suite.of(key.key());
    Optional<byte[]> signed = suite.recovered(message.signature(), key.key());
    if (signed.isEmpty()) {
      return suite.recoversOwnOnly() ? wrongKey(message, key, keys) : guessed(message, key);
    }
    Optional<Diagnosis> mistake =
        mistake(
            message.body(),
            body ->
                MessageDigest.isEqual(message.digest(suite.digest(key.key()), body), signed.get()));
    return mistake.orElseGet(() -> guessed(message, key));
  }

  private static Diagnosis wrongKey(SignedMessage message, PlatformKey key, KeyRing keys) {
    for (PlatformKey other : keys.all()) {
      if (!other.id().equals(key.id())
          && Suite.of(other.key()).recoversOwnOnly()
          && Suite.of(other.key()).recovered(message.signature(), other.key()).isPresent()) {
        return new Diagnosis(
            Reason.WRONG_KEY,
            "was not signed with the key '"
                + key.id()
                + "', but with the key '"
                + other.id()
                + "': the two are swapped in the configuration.");
      }
    }
    return new Diagnosis(
        Reason.WRONG_KEY,
        "has a signature that the key '"
            + key.id()
            + "' did not create: either another key is configured under that id (use the platform's"
            + " public key or certificate, not the merchant's), or it is forged.");
  }

  /**
   * Reverts one known mistake after another until the signature matches. A candidate is only
   * created if the previous one does not match.
   */
  private static Optional<Diagnosis> mistake(byte[] body, Predicate<byte[]> signed) {
    String text = utf8(body);
    String plain = text.strip();
    for (String end : List.of("", "\n", "\r\n")) {
      if (signed.test(utf8(plain + end))) {
        return found(Reason.BODY_CUT, "has a line break or space added or removed at its end.");
      }
    }
    if (signed.test(utf8(text.replace("\ufeff", "")))) {
      return found(Reason.BODY_CUT, "has an added byte order mark.");
    }
    for (String name : CHARSETS) {
      Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
      if (signed.test(text.getBytes(charset)) || signed.test(utf8(new String(body, charset)))) {
        return found(Reason.BODY_RECODED, "was decoded as " + name + " but is UTF-8.");
      }
    }
    for (Rewriting rewriting : Rewriting.values()) {
      if (rewriting.matches(plain) && rewriting.undo(plain).filter(signed).isPresent()) {
        return found(Reason.BODY_REWRITTEN, REWRITTEN + rewriting.text());
      }
    }
    try {
      return rewritten(Json.read(body), signed);
    } catch (MalformedException e) {
      return Optional.empty(); // Not JSON, so it was not written again.
    }
  }

  private static Optional<Diagnosis> rewritten(JsonNode json, Predicate<byte[]> signed) {
    String how = "was parsed and written again: ";
    for (boolean named : new boolean[] {true, false}) {
      JsonNode tree = named ? json : snaked(json);
      byte[] written = Json.compact(tree);
      if (signed.test(written) || signed.test(utf8(utf8(written).replace("/", "\\/")))) {
        return found(
            Reason.BODY_REWRITTEN,
            how + (named ? "its spacing or escapes differ." : "its names differ."));
      }
      if (signed.test(ordered(tree))) {
        return found(
            Reason.BODY_REWRITTEN,
            how + (named ? "its order differs." : "its names and order differ."));
      }
    }
    return Optional.empty();
  }

  private static Optional<Diagnosis> found(Reason reason, String text) {
    return Optional.of(new Diagnosis(reason, text + " Verify the raw bytes."));
  }

  /**
   * Returns the likely mistake by the form of the body, if the right key signed another message.
   */
  private static Diagnosis guessed(SignedMessage message, PlatformKey key) {
    byte[] body = message.body();
    String text = utf8(body);
    if (body.length == 0) {
      return new Diagnosis(
          Reason.BODY_CUT,
          "has no body, but one was signed: the stream had been read before. Read it once, and pass"
              + " these bytes.");
    }
    if (LOST.matcher(text).find()) {
      return new Diagnosis(
          Reason.BODY_RECODED,
          "contains U+FFFD or question marks instead of letters: it was decoded or encoded with"
              + " another charset. Verify the raw bytes.");
    }
    String plain = text.strip();
    for (Rewriting rewriting : Rewriting.values()) {
      if (rewriting.matches(plain)) {
        return new Diagnosis(
            Reason.BODY_REWRITTEN, REWRITTEN + rewriting.text() + " Verify the raw bytes.");
      }
    }
    if (!plain.startsWith("{")) {
      return unknown(message, key, " (the body is " + BodyFormat.of(text) + ")");
    }
    if (Json.isCut(body)) {
      return new Diagnosis(Reason.BODY_CUT, "is truncated JSON of " + body.length + " bytes.");
    }
    try {
      JsonNode tree = Json.readOrText(body);
      if (tree.isContainerNode()
          && (CAMEL.matcher(names(tree)).find() || !text.equals(utf8(Json.compact(tree))))) {
        return new Diagnosis(
            Reason.BODY_REWRITTEN,
            "appears to be parsed and written again (spacing, names or escapes are not the"
                + " platform's). Verify the raw bytes, before they are parsed.");
      }
    } catch (MalformedException e) {
      // Falls through to the certain part of the diagnosis.
    }
    return unknown(message, key, "");
  }

  private static Diagnosis unknown(SignedMessage message, PlatformKey key, String limit) {
    return new Diagnosis(
        Reason.BAD_SIGNATURE,
        "has a signature that the key '"
            + key.id()
            + "' did not create for these "
            + message.body().length
            + " bytes"
            + limit
            + ". They were changed on the way (for example, parsed and written in another order),"
            + " or are forged.");
  }

  private static String names(JsonNode node) {
    StringBuilder out = new StringBuilder();
    Iterable<String> names = node::fieldNames;
    for (String name : names) {
      out.append(name).append(' ').append(names(node.get(name)));
    }
    return out.toString();
  }

  private static JsonNode snaked(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(snaked(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    node.fieldNames()
        .forEachRemaining(
            name ->
                object.set(
                    CAMEL.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT),
                    snaked(node.get(name))));
    return object;
  }

  /** Returns the envelope of a notification with its members in the platform's order. */
  private static byte[] ordered(JsonNode node) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name :
        List.of("id", "create_time", "resource_type", "event_type", "summary", "resource")) {
      if (node.has(name)) {
        object.set(name, name.equals("resource") ? resource(node.get(name)) : node.get(name));
      }
    }
    return Json.compact(object);
  }

  private static JsonNode resource(JsonNode node) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name :
        List.of("original_type", "algorithm", "ciphertext", "associated_data", "nonce")) {
      if (node.has(name)) {
        object.set(name, node.get(name));
      }
    }
    return object;
  }

  /**
   * Returns whether a signature is base64 and has the length of the key's signatures; the JDK
   * accepts a truncated one.
   */
  private static boolean isComplete(String signature, PublicKey key) {
    int least = Suite.of(key).signatureBytes(key);
    try {
      return Base64.getDecoder().decode(signature).length >= least;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
