package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Character-by-character searches find the same as the JDK. */
class SurrogatesTest {
  private static final char[] ALPHABET = {
    'a', '\ud800', '\ud83d', '\udbff', '\udc00', '\ude00', '\udfff', '\ue000', '\ud7ff', '\uffff'
  };

  @Test
  void findsSurrogatesThatNoEncoderAccepts() {
    int unpaired = 0;
    for (String text : texts(4)) {
      boolean found = Scalars.hasUnpairedSurrogate(text);
      assertThat(found)
          .as(text.chars().mapToObj(Integer::toHexString).reduce("", (a, b) -> a + " " + b))
          .isEqualTo(!StandardCharsets.UTF_8.newEncoder().canEncode(text));
      unpaired += found ? 1 : 0;
    }
    assertThat(unpaired).isBetween(5_000, 11_000);
  }

  @Test
  void judgesRandomTextsAsRegularExpressionsDo() {
    long seed = System.nanoTime();
    System.out.println("SurrogatesTest: seed " + seed);
    Random random = new Random(seed);
    Pattern visible = Pattern.compile("[\\x21-\\x7e]+");
    Pattern control = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    for (int i = 0; i < 60_000; i++) {
      StringBuilder out = new StringBuilder();
      int length = random.nextInt(5);
      for (int j = 0; j < length; j++) {
        out.append((char) random.nextInt(random.nextInt(8) == 0 ? 0xd800 : 0xa8));
      }
      String text = out.toString();
      boolean hasControl = control.matcher(text).find();

      assertThat(SignedText.isVisibleAscii(text))
          .as("visible, seed %d, case %d", seed, i)
          .isEqualTo(visible.matcher(text).matches());
      assertThat(Printable.hasControl(text))
          .as("control, seed %d, case %d", seed, i)
          .isEqualTo(hasControl);
      assertThat(catchThrowable(() -> SignedText.part("a", text)) != null)
          .as("refused, seed %d, case %d", seed, i)
          .isEqualTo(hasControl);
    }
  }

  private static List<String> texts(int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int from = 0;
    for (int length = 0; length < longest; length++) {
      int to = all.size();
      for (; from < to; from++) {
        for (char c : ALPHABET) {
          all.add(all.get(from) + c);
        }
      }
    }
    return all;
  }
}
