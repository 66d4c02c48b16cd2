package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds depth, lengths and tokens where Jackson does not, as Jackson 2.18 and its followers do and
 * in their words.
 */
final class LimitedParser extends JsonParserDelegate {
  /** The limit of Jackson 2.18 and newer. */
  private static final int MAX_NAME = 50_000;

  private int depth;
  private int tokens;

  LimitedParser(JsonParser parser) {
    super(parser);
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (token == null) {
      return null;
    }
    limit("Token count", ++tokens, Jackson.MAX_TOKENS);
    switch (token) {
      case START_OBJECT:
      case START_ARRAY:
        limit("Document nesting depth", ++depth, Jackson.MAX_DEPTH);
        break;
      case END_OBJECT:
      case END_ARRAY:
        depth--;
        break;
      case FIELD_NAME:
        limit("Name length", currentName().length(), MAX_NAME);
        break;
      case VALUE_STRING:
        limit("String value length", getTextLength(), Jackson.MAX_TEXT);
        break;
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        limit("Number value length", digits(), Jackson.MAX_DIGITS);
        break;
      default:
        break;
    }
    return token;
  }

  /** As the delegate's own does, by tokens that are counted. */
  @Override
  public JsonParser skipChildren() throws IOException {
    JsonToken token = currentToken();
    if (token == null || !token.isStructStart()) {
      return this;
    }
    for (int end = depth - 1; depth > end; ) {
      if (nextToken() == null) {
        break;
      }
    }
    return this;
  }

  private int digits() throws IOException {
    String number = getText();
    int digits = 0;
    for (int i = 0; i < number.length(); i++) {
      digits += number.charAt(i) >= '0' && number.charAt(i) <= '9' ? 1 : 0;
    }
    return digits;
  }

  /** Throws what does not count as an error of syntax, as Jackson's own exception does not. */
  static void limit(String what, int actual, int max) throws IOException {
    if (actual > max) {
      throw new IOException(what + " (" + actual + ") exceeds the maximum allowed (" + max + ")");
    }
  }
}
