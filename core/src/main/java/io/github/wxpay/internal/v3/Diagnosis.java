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
 * Why a signature does not fit, decided from what is at hand: which key made it, and whether a body
 * that went through a known mistake fits. It only names; it never lets anything pass.
 */
final class Diagnosis {
  private static final int MAX_BODY = 64 << 10;
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])([A-Z])");
  private static final String REWRITTEN = "was written anew: ";
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
   * Names the cause why a message does not fit its signature. Bodies over 64 KiB, and messages for
   * which the budget has nothing left, are not examined: whoever sends forged ones must not be able
   * to make them cost more than genuine ones.
   */
  static Diagnosis of(
      SignedMessage message, PlatformKey key, KeyRing keys, DiagnosisBudget budget) {
    if (!isWhole(message.signature(), key.key())) {
      return new Diagnosis(
          Reason.BAD_BASE64,
          "has a Wechatpay-Signature of "
              + message.signature().length()
              + " characters that is no whole base64: it was cut or changed when it was handed over.");
    }
    if (message.body().length > MAX_BODY) {
      return unknown(message, key, " (causes are named for up to " + MAX_BODY + " bytes)");
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
            "was not signed with the key held under '"
                + key.id()
                + "', but with the one held under '"
                + other.id()
                + "': the two were exchanged in the configuration.");
      }
    }
    return new Diagnosis(
        Reason.WRONG_KEY,
        "has a signature that the key held under '"
            + key.id()
            + "' did not make: either another key is configured under that id (take the platform's"
            + " public key or certificate, not the merchant's), or it is forged.");
  }

  /**
   * Undoes one known mistake after another until the result is what was signed. Each candidate is
   * made only when the one before did not fit.
   */
  private static Optional<Diagnosis> mistake(byte[] body, Predicate<byte[]> signed) {
    String text = utf8(body);
    String plain = text.strip();
    for (String end : List.of("", "\n", "\r\n")) {
      if (signed.test(utf8(plain + end))) {
        return found(Reason.BODY_CUT, "gained or lost a line break or space at its end.");
      }
    }
    if (signed.test(utf8(text.replace("\ufeff", "")))) {
      return found(Reason.BODY_CUT, "gained a byte order mark.");
    }
    for (String name : CHARSETS) {
      Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
      if (signed.test(text.getBytes(charset)) || signed.test(utf8(new String(body, charset)))) {
        return found(Reason.BODY_RECODED, "was decoded as " + name + " on its way; it is UTF-8.");
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
      return Optional.empty(); // Not JSON, so it was not written anew.
    }
  }

  private static Optional<Diagnosis> rewritten(JsonNode json, Predicate<byte[]> signed) {
    String how = "was parsed and written anew: ";
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
   * The right key signed, but another message: what the body looks like tells the likely mistake.
   */
  private static Diagnosis guessed(SignedMessage message, PlatformKey key) {
    byte[] body = message.body();
    String text = utf8(body);
    if (body.length == 0) {
      return new Diagnosis(
          Reason.BODY_CUT,
          "has no body, but one was signed: something had read the stream before. Read it once, and"
              + " hand these bytes over.");
    }
    if (LOST.matcher(text).find()) {
      return new Diagnosis(
          Reason.BODY_RECODED,
          "holds U+FFFD or question marks where letters were: it was decoded or encoded in another"
              + " charset, which lost them. Verify the raw bytes.");
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
      return new Diagnosis(
          Reason.BODY_CUT,
          "is JSON without its end: " + body.length + " bytes arrived, which is not all of it.");
    }
    try {
      JsonNode tree = Json.readOrText(body);
      if (tree.isContainerNode()
          && (CAMEL.matcher(names(tree)).find() || !text.equals(utf8(Json.compact(tree))))) {
        return new Diagnosis(
            Reason.BODY_REWRITTEN,
            "looks parsed and written anew (spacing, names or escapes are not the platform's). Verify"
                + " the raw bytes, before anything parses them.");
      }
    } catch (MalformedException e) {
      // Falls through to what is known without doubt.
    }
    return unknown(message, key, "");
  }

  private static Diagnosis unknown(SignedMessage message, PlatformKey key, String limit) {
    return new Diagnosis(
        Reason.BAD_SIGNATURE,
        "has a signature that the key '"
            + key.id()
            + "' did not make over these "
            + message.body().length
            + " bytes"
            + limit
            + ". They were changed on the way (parsed and written in another order, say), or"
            + " are forged.");
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

  /** A notification's envelope in the platform's order, whatever order it came in. */
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

  /** Base64, and as long as the key's signatures are; the JDK takes one that was cut for whole. */
  private static boolean isWhole(String signature, PublicKey key) {
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
