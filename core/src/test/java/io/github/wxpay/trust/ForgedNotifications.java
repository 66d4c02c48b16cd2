package io.github.wxpay.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Changes to genuine notifications that need neither the platform's nor the merchant's keys. */
final class ForgedNotifications {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OTHER_SECRET = "a".repeat(32);
  private static final String OTHER_API_V3_KEY = "another_apiv3_secret_of_32_bytes";

  private ForgedNotifications() {}

  /** Of APIv3, by what was done. */
  static Map<String, Notice> v3() {
    Notice genuine = Notice.paid();
    Map<String, Notice> all = new LinkedHashMap<>();
    Notice later =
        Notice.signed(genuine.body(), Fixtures.platformKey(), Fixtures.NOW + 1)
            .with("Wechatpay-Nonce", "anotherNonce");
    for (String name : Notice.SIGNED_HEADERS) {
      String value = genuine.header(name);
      all.put(name + " dropped", genuine.with(name));
      all.put(name + " emptied", genuine.with(name, ""));
      all.put(name + " blank", genuine.with(name, " "));
      all.put(name + " doubled", genuine.with(name, value, value));
      all.put(name + " doubled in one", genuine.with(name, value + ", " + value));
      all.put(name + " of a second value", genuine.with(name, value, "x"));
      all.put(name + " after another value", genuine.with(name, "x", value));
      all.put(name + " in another case", genuine.with(name, flipped(value)));
      all.put(name + " with a space", genuine.with(name, " " + value));
      all.put(name + " doubled in another case", genuine.with(name.toUpperCase(Locale.ROOT), "x"));
      for (String other : Notice.SIGNED_HEADERS) {
        if (name.compareTo(other) < 0) {
          all.put(
              name + " swapped with " + other,
              genuine.with(name, genuine.header(other)).with(other, value));
        }
      }
    }
    all.put("a time of another", genuine.with("Wechatpay-Timestamp", stamp(later)));
    all.put("a nonce of another", genuine.with("Wechatpay-Nonce", "anotherNonce"));
    all.put(
        "a signature of another",
        genuine.with("Wechatpay-Signature", later.header("Wechatpay-Signature")));
    fields("", members(genuine), all, genuine);
    fields("resource", resource(genuine), all, genuine);

    byte[] others = Notice.envelope(OTHER_API_V3_KEY);
    all.put("another merchant's", Notice.signed(others, Fixtures.platformKey(), Fixtures.NOW));
    all.put("another key", Notice.signed(genuine.body(), Fixtures.otherKey(), Fixtures.NOW));
    all.put(
        "the merchant's own key",
        Notice.signed(genuine.body(), Fixtures.merchantKey(), Fixtures.NOW));
    all.put(
        "another key under its own name",
        Notice.signed(genuine.body(), Fixtures.otherKey(), Fixtures.NOW)
            .with("Wechatpay-Serial", "70B1F8A4C6F9E2B1"));
    all.put("the XML of a v2 payment", genuine.withBody(Notice.paidByV2("MD5").body()));
    all.put("no body", genuine.withBody(""));
    all.put("a body twice", genuine.withBody(genuine.text() + genuine.text()));
    all.put("the plaintext", genuine.withBody(Notice.PLAIN));
    all.put(
        "the plaintext, signed by the merchant",
        Notice.signed(utf8(Notice.PLAIN), Fixtures.merchantKey(), Fixtures.NOW));
    all.put("a MAC of v2", genuine.with("Wechatpay-Signature", mac(genuine)));
    all.put("a probe", genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + mac(genuine)));
    all.put("algorithm none", genuine.withBody(genuine.text().replace("AEAD_AES_256_GCM", "none")));
    return all;
  }

  /** Returns forged payments of APIv2. */
  static Map<String, Notice> v2Payments() {
    Map<String, Notice> all = new LinkedHashMap<>();
    Map<String, String> genuine =
        Notice.signedFields(Notice.paymentFields(), "HMAC-SHA256", Fixtures.SECRET);
    signed(genuine, all);
    Map<String, String> md5 = Notice.signedFields(Notice.paymentFields(), "MD5", Fixtures.SECRET);
    all.put("signed with MD5 where HMAC is configured", Notice.xml(md5));
    all.put(
        "the MD5 sign's length doubled", Notice.xml(with(md5, "sign", md5.get("sign").repeat(2))));
    all.put("more fields", Notice.xml(with(genuine, "total_fee2", "1")));
    all.put("a nested field", xml(genuine, "<more><total_fee>1</total_fee></more>"));
    all.put("text beside the fields", xml(genuine, "text"));
    all.put("the JSON of APIv3", Notice.xml(Notice.paid().text()));
    all.put("no root", Notice.xml("<xml/>"));
    return all;
  }

  /** Returns forged events of APIv2. */
  static Map<String, Notice> v2Events() {
    Map<String, Notice> all = new LinkedHashMap<>();
    signed(Notice.signedFields(Notice.eventFields(), "HMAC-SHA256", Fixtures.SECRET), all);
    Map<String, String> others = Notice.eventFields();
    others.put("event_ciphertext", Notice.gcm("{}", OTHER_API_V3_KEY, "0123456789ab", "check"));
    all.put(
        "under another APIv3 key",
        Notice.xml(Notice.signedFields(others, "HMAC-SHA256", Fixtures.SECRET)));
    others.put("event_algorithm", "none");
    all.put(
        "in no cipher", Notice.xml(Notice.signedFields(others, "HMAC-SHA256", Fixtures.SECRET)));
    return all;
  }

  /** Returns forged refunds of APIv2, of which only {@code req_info} is verified, by its key. */
  static Map<String, Notice> v2Refunds() {
    Map<String, Notice> all = new LinkedHashMap<>();
    Map<String, String> genuine = Notice.refundFields("refund-1");
    genuine.forEach(
        (name, value) -> {
          all.put(name + " dropped", Notice.xml(without(genuine, name)));
          all.put(name + " emptied", Notice.xml(with(genuine, name, "")));
          all.put(name + " doubled", xml(genuine, Notice.element(name, value)));
          all.put(name + " of a second value", xml(genuine, Notice.element(name, "x")));
          if (!name.equals("req_info")) {
            all.put(name + " swapped with req_info", swapped(genuine, name, "req_info"));
          }
        });
    all.put("another merchant's number", Notice.xml(with(genuine, "mch_id", "1900000222")));
    all.put("no success", Notice.xml(with(genuine, "return_code", "FAIL")));
    String sealed = Notice.ecb(Notice.refundXml("refund-1"), OTHER_SECRET);
    all.put("under another APIv2 key", Notice.xml(with(genuine, "req_info", sealed)));
    String plain = Notice.refundXml("refund-1");
    all.put("in plaintext", Notice.xml(with(genuine, "req_info", plain.replace("]]>", "))>"))));
    all.put("of something else", Notice.xml(with(genuine, "req_info", "AAAAAAAAAAAAAAAAAAAAAA==")));
    all.put(
        "its own key as text",
        Notice.xml(with(genuine, "req_info", Notice.ecb("text", Fixtures.SECRET))));
    all.put("as fields", Notice.xml(with(Notice.paymentFields(), "req_info", "")));
    return all;
  }

  private static void signed(Map<String, String> genuine, Map<String, Notice> all) {
    List<String> names = new ArrayList<>(genuine.keySet());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String next = names.get((i + 1) % names.size());
      all.put(name + " dropped", Notice.xml(without(genuine, name)));
      all.put(name + " emptied", Notice.xml(with(genuine, name, "")));
      all.put(name + " doubled", xml(genuine, Notice.element(name, genuine.get(name))));
      all.put(name + " of a second value", xml(genuine, Notice.element(name, "x")));
      all.put(
          name + " in another case", Notice.xml(with(genuine, name, flipped(genuine.get(name)))));
      all.put(name + " longer", Notice.xml(with(genuine, name, genuine.get(name) + "0")));
      if (!genuine.get(name).equals(genuine.get(next))) {
        all.put(name + " swapped with " + next, swapped(genuine, name, next));
      }
    }
    Map<String, String> bare = without(genuine, "sign");
    all.put("sign of another key", Notice.xml(Notice.signedFields(bare, "MD5", OTHER_SECRET)));
    all.put("sign of no key", Notice.xml(Notice.signedFields(bare, "MD5", "")));
    all.put(
        "sign of another key by HMAC",
        Notice.xml(Notice.signedFields(bare, "HMAC-SHA256", OTHER_SECRET)));
    all.put("sign in zeros", Notice.xml(with(genuine, "sign", "0".repeat(64))));
    all.put(
        "signed for another merchant",
        Notice.xml(
            Notice.signedFields(
                with(bare, "mch_id", "1900000222"), "HMAC-SHA256", Fixtures.SECRET)));
    all.put(
        "signed for no merchant",
        Notice.xml(Notice.signedFields(without(bare, "mch_id"), "HMAC-SHA256", Fixtures.SECRET)));
    all.put(
        "signed with return_code FAIL",
        Notice.xml(
            Notice.signedFields(
                with(bare, "return_code", "FAIL"), "HMAC-SHA256", Fixtures.SECRET)));
  }

  private static void fields(
      String parent, Map<String, String> fields, Map<String, Notice> all, Notice genuine) {
    List<String> names = new ArrayList<>(fields.keySet());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String value = fields.get(name);
      String what = parent + "/" + name;
      ObjectNode tree = tree(genuine);
      ObjectNode node = parent.isEmpty() ? tree : (ObjectNode) tree.get(parent);
      node.remove(name);
      all.put(what + " dropped", genuine.withBody(tree.toString()));
      node.put(name, "");
      all.put(what + " emptied", genuine.withBody(tree.toString()));
      node.putNull(name);
      all.put(what + " null", genuine.withBody(tree.toString()));
      String quoted = "\"" + name + "\":";
      all.put(what + " doubled", genuine.withBody(doubled(genuine, quoted, value)));
      tree = tree(genuine);
      node = parent.isEmpty() ? tree : (ObjectNode) tree.get(parent);
      String next = names.get((i + 1) % names.size());
      node.set(name, node.get(next));
      node.put(next, value);
      all.put(what + " swapped with " + next, genuine.withBody(tree.toString()));
    }
  }

  private static String doubled(Notice genuine, String name, String value) {
    int at = genuine.text().indexOf(name);
    String more = name + "\"" + value.replace("\"", "'") + "\",";
    return genuine.text().substring(0, at) + more + genuine.text().substring(at);
  }

  private static Map<String, String> members(Notice notice) {
    Map<String, String> out = new LinkedHashMap<>();
    tree(notice).properties().forEach(e -> out.put(e.getKey(), text(e.getValue())));
    return out;
  }

  private static Map<String, String> resource(Notice notice) {
    Map<String, String> out = new LinkedHashMap<>();
    tree(notice).get("resource").properties().forEach(e -> out.put(e.getKey(), text(e.getValue())));
    return out;
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private static ObjectNode tree(Notice notice) {
    try {
      return (ObjectNode) JSON.readTree(notice.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Notice xml(Map<String, String> fields, String more) {
    return Notice.xml(Notice.xml(fields).text().replace("</xml>", more + "</xml>"));
  }

  private static Notice swapped(Map<String, String> fields, String a, String b) {
    return Notice.xml(with(with(fields, a, fields.get(b)), b, fields.get(a)));
  }

  static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    copy.put(name, value);
    return copy;
  }

  private static Map<String, String> without(Map<String, String> fields, String name) {
    Map<String, String> copy = new LinkedHashMap<>(fields);
    copy.remove(name);
    return copy;
  }

  /** Returns the letters in the other case, and other digits. */
  private static String flipped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
      out.append(c >= '0' && c <= '9' ? (char) ('0' + ('9' - c)) : other);
    }
    return out.toString();
  }

  private static String mac(Notice genuine) {
    return Bytes.hex(Notice.hmac(genuine.body(), Fixtures.SECRET)).toUpperCase(Locale.ROOT);
  }

  private static String stamp(Notice notice) {
    return notice.header("Wechatpay-Timestamp");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
