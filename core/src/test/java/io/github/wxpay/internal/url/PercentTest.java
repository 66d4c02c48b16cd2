package io.github.wxpay.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentTest {
  private static final List<BitSet> SETS =
      List.of(Percent.UNRESERVED, Percent.PATH, Percent.QUERY, Percent.QUERY_VALUE);

  @Test
  void everyCharacterIsKeptOrEncodedAsUtf8() {
    for (BitSet kept : SETS) {
      for (int c = 0; c <= 0xffff; c++) {
        String text = String.valueOf((char) c);
        if (Character.isSurrogate((char) c)) {
          assertRefused(text, kept);
          assertRefused("a" + text, kept);
        } else {
          String expected = kept.get(c) ? text : encoded(text);
          assertThat(Percent.encode(text, kept, false)).as("%x", c).isEqualTo(expected);
          assertThat(Percent.encode("a" + text + "a", kept, false)).isEqualTo("a" + expected + "a");
        }
      }
      assertThat(kept.length()).as("no set keeps what is not ASCII").isLessThan(0x80);
      assertThat(kept.get('%')).as("no set keeps %").isFalse();
    }
  }

  @Test
  void randomTextsAreEncodedCharacterByCharacter() {
    long seed = System.nanoTime();
    System.out.println("PercentTest: seed " + seed);
    Random random = new Random(seed);
    String alphabet = "abZ09-._~!$&'()*+,;=:@/?#[]{}<>%\" \\^`|\u0000\u007f\u0085微é";

    for (int i = 0; i < 20_000; i++) {
      BitSet kept = SETS.get(random.nextInt(SETS.size()));
      StringBuilder text = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      StringBuilder triplets = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        String c =
            random.nextInt(12) == 0
                ? "😀"
                : String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
        boolean keeps = c.length() == 1 && kept.get(c.charAt(0));
        text.append(c);
        expected.append(keeps ? c : encoded(c));
        triplets.append(keeps ? c : encoded(c));
      }

      assertThat(Percent.encode(text.toString(), kept, false))
          .as("seed %d, case %d", seed, i)
          .isEqualTo(expected.toString());
      assertThat(Percent.encode(triplets.toString(), kept, true))
          .as("encoded already, seed %d, case %d", seed, i)
          .isEqualTo(triplets.toString());
    }
  }

  private static void assertRefused(String text, BitSet kept) {
    assertThat(catchThrowable(() -> Percent.encode(text, kept, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
  }

  private static String encoded(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.append(String.format(Locale.ROOT, "%%%02X", b));
    }
    return out.toString();
  }
}
