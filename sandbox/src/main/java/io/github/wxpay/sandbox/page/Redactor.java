package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces secrets in texts, including those that a client sent by mistake. */
final class Redactor {
  static final String HIDDEN = "<redacted>";

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)",
          Pattern.DOTALL);
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(signature\\s*=\\s*[\"']?[^\"',\\s]{0,8})[^\"',\\s]*", Pattern.CASE_INSENSITIVE);
  // Longer than a serial number or a nonce, so that a signature in a malformed header is found.
  private static final Pattern LONG = Pattern.compile("([A-Za-z0-9+/_-]{8})[A-Za-z0-9+/=_-]{40,}");
  private static final Pattern CREDENTIALS =
      Pattern.compile("(\\S+\\s+\\S{0,8}).*", Pattern.DOTALL);

  private final Supplier<List<String>> source;
  private volatile @Nullable List<String> secrets;

  /**
   * Creates a redactor. The supplier returns the secrets as they would appear in a text, and is
   * called once, when they are first needed.
   */
  Redactor(Supplier<List<String>> source) {
    this.source = source;
  }

  private List<String> secrets() {
    List<String> known = secrets;
    if (known == null) {
      known = List.copyOf(source.get());
      secrets = known;
    }
    return known;
  }

  /** Returns the text without secrets and private keys. */
  String text(String text) {
    String covered = text;
    for (String secret : secrets()) {
      covered = covered.replace(secret, HIDDEN);
    }
    return covered.contains("PRIVATE KEY")
        ? PRIVATE_KEY.matcher(covered).replaceAll(HIDDEN)
        : covered;
  }

  /** Returns the start of a text, truncated after its secrets are replaced. */
  String text(String text, int max) {
    // A secret that crosses the end must be complete to be found.
    int more = max + 4096;
    String covered = text(text.length() > more ? text.substring(0, more) : text);
    return covered.length() > max ? covered.substring(0, max) + "…" : covered;
  }

  /** Returns the value of a header; only the start of it if it is a credential or a signature. */
  String header(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "authorization":
      case "proxy-authorization":
      case "cookie":
        break;
      default:
        return value;
    }
    if (!value.startsWith("WECHATPAY")) {
      Matcher other = CREDENTIALS.matcher(value);
      return other.matches()
          ? other.group(1) + "…"
          : value.substring(0, Math.min(8, value.length())) + "…";
    }
    String shortened = SIGNATURE.matcher(value).replaceAll("$1…");
    return LONG.matcher(shortened).replaceAll("$1…");
  }

  /** Redacts all texts in the tree. */
  void cover(JsonNode node) {
    if (node instanceof ObjectNode) {
      Iterable<String> names = node::fieldNames;
      for (String name : names) {
        ((ObjectNode) node).set(name, covered(node.get(name)));
      }
    } else if (node instanceof ArrayNode) {
      ArrayNode array = (ArrayNode) node;
      for (int i = 0; i < array.size(); i++) {
        array.set(i, covered(array.get(i)));
      }
    }
  }

  private JsonNode covered(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(text(node.textValue()));
    }
    cover(node);
    return node;
  }
}
