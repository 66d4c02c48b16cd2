package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reader of XML: stricter rules accept less and read the same; what was read can be written and
 * read again; no file is read and no connection made.
 */
public final class XmlTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(XmlTarget.class, "xml");

  private static final Canary CANARY = Canary.create();

  /** JavaScript's white space, which is trimmed from text outside CDATA. */
  private static final String WHITE =
      "\\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

  private static final Pattern NO_MARKUP =
      Pattern.compile("(?s)<!--.*?-->|<\\?.*?\\?>|<!\\[CDATA\\[.*?]]>");

  private XmlTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String xml = CANARY.into(new String(input, StandardCharsets.UTF_8));
    Optional<Map<String, Object>> lenient =
        documented(() -> Transformer.toObject(xml), MalformedException.class);
    Optional<Map<String, Object>> message =
        documented(() -> Transformer.toMessage(xml), MalformedException.class);
    Optional<Map<String, Object>> notification =
        documented(() -> Transformer.toNotification(xml), MalformedException.class);
    CANARY.requireUntouched(xml, lenient);
    message.ifPresent(fields -> requireEqual(lenient.orElse(null), fields, "lenient rules"));
    notification.ifPresent(fields -> requireEqual(message.orElse(null), fields, "message rules"));
    notification.ifPresent(fields -> require(!hasDocumentType(xml), "no document type"));
    lenient.flatMap(XmlTarget::copy).ifPresent(XmlTarget::requireSame);
    requireValue(Property.text(input));
  }

  /** Returns whether there is a document type outside of comments, instructions and CDATA. */
  private static boolean hasDocumentType(String xml) {
    return NO_MARKUP.matcher(xml).replaceAll("").contains("<!DOCTYPE");
  }

  private static Optional<Map<String, Object>> copy(Map<String, Object> fields) {
    return documented(() -> Transformer.toXml(fields), IllegalArgumentException.class)
        .map(Transformer::toObject);
  }

  /** Fields that were written once are the same when they are written again. */
  private static void requireSame(Map<String, Object> fields) {
    requireEqual(copy(fields).orElse(null), fields, "fields written and read again");
  }

  private static void requireValue(String text) {
    Optional<String> xml =
        documented(() -> Transformer.toXml(Map.of("value", text)), IllegalArgumentException.class);
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    boolean markup = lines.chars().anyMatch(c -> "<>&'\"".indexOf(c) >= 0);
    String value =
        markup
            ? lines
            : lines.replaceAll("^[" + WHITE + "]+", "").replaceAll("[" + WHITE + "]+$", "");
    xml.ifPresent(
        written ->
            requireEqual(Transformer.toObject(written), Map.of("value", value), "value and back"));
  }
}
