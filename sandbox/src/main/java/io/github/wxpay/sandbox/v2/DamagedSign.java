package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages the sign of responses; those without a sign are returned unchanged. */
final class DamagedSign {
  // The sign is the last field, so the values of other fields cannot match.
  private static final Pattern SIGN =
      Pattern.compile("<sign><!\\[CDATA\\[([0-9A-F])([0-9A-F]*)]]></sign></xml>\\z");

  private DamagedSign() {}

  static Answer wrong(Answer answer) {
    return replaced(
        answer,
        sign -> {
          String other = sign.group(1).equals("0") ? "1" : "0";
          return "<sign><![CDATA[" + other + sign.group(2) + "]]></sign></xml>";
        });
  }

  static Answer missing(Answer answer) {
    return replaced(answer, sign -> "</xml>");
  }

  private static Answer replaced(Answer answer, Function<MatchResult, String> other) {
    if (answer.isFile()) {
      return answer;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      answer.body().writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher sign = SIGN.matcher(bytes.toString(StandardCharsets.UTF_8));
    if (!sign.find()) {
      return answer;
    }
    String text = sign.replaceFirst(Matcher.quoteReplacement(other.apply(sign)));
    return answer.with(Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
