package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Limits depth, lengths and tokens for versions of Jackson that do not, with the limits and
 * messages of Jackson 2.18 and later.
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

  /** Skips children as the delegate does, but counts their tokens. */
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

  /** Throws an exception that is not a syntax error, like Jackson's own. */
  static void limit(String what, int actual, int max) throws IOException {
    if (actual > max) {
      throw new IOException(what + " (" + actual + ") exceeds the maximum allowed (" + max + ")");
    }
  }
}
