package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Multipart;
import io.github.wxpay.sandbox.http.Percent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The text that a request must sign: five lines computed from the received request. */
final class SignedText {
  private static final byte[] EMPTY = new byte[0];

  private final Inbound inbound;
  private final Authorization authorization;
  private final byte[] body;

  /**
   * Creates the text of a request.
   *
   * @throws IllegalArgumentException if it is a multipart request that is not well-formed
   */
  SignedText(Inbound inbound, Authorization authorization) {
    this.inbound = inbound;
    this.authorization = authorization;
    this.body = signedBody(inbound);
  }

  byte[] bytes() {
    return lines(inbound.method(), inbound.target(), body);
  }

  /** Returns texts that are often signed by mistake, by descriptions of the mistakes. */
  Map<String, byte[]> likelyMistakes() {
    String target = inbound.target();
    String method = inbound.method();
    byte[] all = bytes();
    Map<String, byte[]> mistakes = new LinkedHashMap<>();
    mistakes.put("the body was left out", lines(method, target, EMPTY));
    mistakes.put("the complete multipart body was signed", lines(method, target, inbound.body()));
    mistakes.put("the query was left out", lines(method, inbound.path(), body));
    mistakes.put("the target was signed decoded", lines(method, Percent.decode(target), body));
    mistakes.put("the first slash was left out", lines(method, target.substring(1), body));
    mistakes.put(
        "the method was signed in lower case",
        lines(method.toLowerCase(Locale.ROOT), target, body));
    mistakes.put("the last line feed was left out", Arrays.copyOf(all, all.length - 1));
    return mistakes;
  }

  private byte[] lines(String method, String target, byte[] content) {
    return of(content, method, target, authorization.timestamp(), authorization.nonce());
  }

  /** Returns the lines and the body, with a line feed after each. */
  static byte[] of(byte[] body, String... lines) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String line : lines) {
      text.writeBytes(line.getBytes(StandardCharsets.UTF_8));
      text.write('\n');
    }
    text.writeBytes(body);
    text.write('\n');
    return text.toByteArray();
  }

  // The signature of an upload covers the description only, not the file.
  private static byte[] signedBody(Inbound inbound) {
    if (!inbound.hasType("multipart/form-data")) {
      return inbound.body();
    }
    Multipart.Part meta = inbound.parts().get("meta");
    return meta == null ? EMPTY : meta.bytes();
  }
}
