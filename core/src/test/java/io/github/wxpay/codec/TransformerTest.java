package io.github.wxpay.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML there and back, beyond what was recorded of the original. */
@Timeout(60)
class TransformerTest {
  private static final int BROKEN = Boolean.getBoolean("nightly") ? 20_000 : 5_000;
  private static final String COUNTS =
      "The XML is nested deeper than %d or has more than %d elements.";

  @Test
  void readsFieldsInOrderWithTheirValues() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("z", "1");
    fields.put("a", "<b>&amp;'\"</b>");
    fields.put("m", "]]>]]>");
    fields.put("中", "😀 é\n\n中");
    fields.put("end", "x]]");
    fields.put("list", List.of("1", "2", "3"));
    fields.put("map", Map.of("in", Map.of("deep", "1")));
    fields.put("empty", "");

    Map<String, Object> read = Transformer.toObject(Transformer.toXml(fields));

    assertThat(read).isEqualTo(fields);
    assertThat(read.keySet()).containsExactlyElementsOf(fields.keySet());
  }

  @Test
  void splitsCdataAtItsEnd() {
    assertThat(Transformer.toXml(Map.of("a", "x]]>y")))
        .isEqualTo("<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>");
    assertThat(Transformer.toXml("]]></xml><xml>"))
        .isEqualTo("<xml><![CDATA[]]]]><![CDATA[></xml><xml>]]></xml>");
  }

  @Test
  void keepsWhiteSpaceAroundValueInCdataOnly() {
    assertThat(Transformer.toObject(Transformer.toXml(Map.of("a", " x "))))
        .isEqualTo(Map.of("a", "x"));
    assertThat(Transformer.toObject(Transformer.toXml(Map.of("a", " & "))))
        .isEqualTo(Map.of("a", " & "));
    assertThat(Transformer.toObject("<x><a> <![CDATA[ 1 ]]> <![CDATA[ 2 ]]> 3 </a></x>"))
        .isEqualTo(Map.of("a", " 1  2 3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a b", "a>", "-", ".a", "a/b", "a\u00d7", "a\u037e", "\ud83d"})
  void refusesInvalidName(String name) {
    assertThat(catchThrowable(() -> Transformer.toXml(Map.of(name, "1"))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + name.replace('\ud83d', '?')
                + "' cannot be the name of a field: it is not an XML name.");
    assertThat(catchThrowable(() -> Transformer.toXml(Map.of("a", Map.of(name, "1")))))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesCharacterThatXmlCannotRepresent() {
    for (char c = 0; c < 0x20; c++) {
      String text = "a" + c;
      if ("\t\n\r".indexOf(c) >= 0) {
        assertThat(Transformer.toXml(text)).isEqualTo("<xml>" + text + "</xml>");
      } else {
        assertRefused(text);
      }
    }
    for (String text : List.of("\ufffe", "\uffff", "\ud800", "\udc00\ud800", "😀\ud83d")) {
      assertRefused(text);
    }
    assertThat(Transformer.toXml("\u007f\u0085\ufffd\ud7ff\ue000😀"))
        .isEqualTo("<xml>\u007f\u0085\ufffd\ud7ff\ue000😀</xml>");
  }

  @Test
  void returnsNullForTextWithoutElement() {
    for (String text : List.of("", " ", "text", "&amp;", "\ufeff", "{}", ">")) {
      assertThat(Transformer.toObject(text)).as(text).isNull();
      assertThat(Transformer.toMessage(text)).as(text).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`x <!-- c --> y`           | `x  y`",
        "`<!-- c --> x <!-- c -->`  | `x`",
        "` <!-- c --> <!-- c --> `  | ``",
        "`x &#65; y`                | `x A y`",
        "`x &amp; &lt; y`           | `x & < y`",
        "` &amp; `                  | `&`",
        "`&#32;x&#32;`              | ` x `",
        "` &#x20; x &#32; `         | `  x  `",
        "`&#9;&#x3000;`             | `\t\u3000`",
        "`&#32;<!-- c --> x`        | `  x`",
        "`x &#65;<![CDATA[ ]]> y `  | `x A y`",
        "` <![CDATA[ &#32; ]]>&#32;`| ` &#32;  `",
        "`x <?p i?> y`              | `xy`"
      })
  void keepsWhiteSpaceWithinTextAndInReferences(String content, String value) {
    assertThat(Transformer.toObject("<xml><v>" + content + "</v></xml>"))
        .isEqualTo(Map.of("v", value));
    assertThat(Transformer.toMessage("<xml><v>" + content + "</v></xml>"))
        .isEqualTo(Map.of("v", value));
  }

  @Test
  void keepsLineBreakWrittenAsReference() {
    assertThat(Transformer.toObject("<xml><v>\n&#xA;x&#13;\n</v></xml>"))
        .isEqualTo(Map.of("v", "\nx\r"));
  }

  @Test
  void keepsPrivateUseCharactersBesideReferences() {
    StringBuilder all = new StringBuilder();
    for (char c = '\ue000'; c <= '\uf8ff'; c++) {
      all.append(c);
    }

    assertThat(Transformer.toObject("<xml><v>\ue000&#32;\ue001&#xE000;</v></xml>"))
        .isEqualTo(Map.of("v", "\ue000 \ue001\ue000"));
    assertThat(Transformer.toObject("<xml><v>" + all + "&#32;</v></xml>"))
        .isEqualTo(Map.of("v", all.toString())); // no mark is left, so the blank is trimmed
  }

  /**
   * Compares texts of up to 70,000 characters, across the parser's buffers, with a simple model.
   */
  @Test
  void readsTextOfAnyLength() {
    long seed = 20260211;
    Random random = new Random(seed);
    for (int n = 0; n < 1_000; n++) {
      int length = n % 50 == 0 ? 65_000 + random.nextInt(5_000) : random.nextInt(40);
      length = n % 50 == 1 ? 8_000 + random.nextInt(400) : length;
      StringBuilder xml = new StringBuilder("<xml><v>");
      StringBuilder value = new StringBuilder();
      StringBuilder run = new StringBuilder(); // with # for a blank that is kept
      while (xml.length() < length) {
        int repeated = length < 100 ? 1 : 1 + random.nextInt(60);
        switch (random.nextInt(7)) {
          case 0:
            xml.append(" ".repeat(repeated));
            run.append(" ".repeat(repeated));
            break;
          case 1:
            xml.append("y".repeat(repeated));
            run.append("y".repeat(repeated));
            break;
          case 2:
            xml.append("&#x20;");
            run.append('#');
            break;
          case 3:
            xml.append("&amp;\u4e2d");
            run.append("&\u4e2d");
            break;
          case 4:
            xml.append("<!-- ; -->");
            break;
          case 5:
            xml.append("<![CDATA[ ; ]]>");
            value.append(run.toString().strip()).append(" ; ");
            run.setLength(0);
            break;
          default:
            xml.append("\r\n");
            run.append('\n');
            break;
        }
      }
      value.append(run.toString().strip());
      String expected = value.toString().replace('#', ' ');

      assertThat(Transformer.toObject(xml + "</v></xml>"))
          .as("seed %d, document %d", seed, n)
          .isEqualTo(Map.of("v", expected));
    }
  }

  // Limits

  @Test
  void readsDocumentUpToDepthHundred() {
    assertThat(Transformer.toObject(nested(100))).isNotNull();
    // From JDK 24 on the parser's own limit is the same and may come first.
    assertThat(catchThrowable(() -> Transformer.toObject(nested(101))))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void readsMessageUpToDepthFour() {
    assertThat(Transformer.toMessage(nested(4))).isNotNull();
    assertMalformed(
        () -> Transformer.toMessage(nested(5)), String.format(Locale.ROOT, COUNTS, 4, 2_000));
  }

  @Test
  void countsElementsIncludingRoot() {
    assertThat(Transformer.toMessage(fields(1_999))).hasSize(1_999);
    assertMalformed(
        () -> Transformer.toMessage(fields(2_000)), String.format(Locale.ROOT, COUNTS, 4, 2_000));
    assertThat(Transformer.toObject(fields(19_999))).hasSize(19_999);
    assertMalformed(
        () -> Transformer.toObject(fields(20_000)),
        String.format(Locale.ROOT, COUNTS, 100, 20_000));
  }

  @Test
  void countsCharactersWithoutSurroundingWhiteSpace() {
    String most = "<a>" + "x".repeat((1 << 20) - 7) + "</a>";

    assertThat(Transformer.toMessage("\ufeff\n" + most + " ")).containsOnlyKeys("#text");
    assertMalformed(
        () -> Transformer.toMessage(most + "<"),
        "The XML has 1048577 characters; at most 1048576 are read.");
    assertThat(Transformer.toObject(most + "<!---->")).isNotNull();
    assertMalformed(
        () -> Transformer.toObject("<a>" + "x".repeat(8 << 20) + "</a>"),
        "The XML has 8388615 characters; at most 8388608 are read.");
  }

  @Test
  void readsRepeatedElementAsListInDocumentAndRefusesItInMessage() {
    String xml = "<xml><a>1</a><b/><a>2</a><a/></xml>";

    assertThat(Transformer.toObject(xml)).isEqualTo(Map.of("a", List.of("1", "2", ""), "b", ""));
    assertMalformed(
        () -> Transformer.toMessage(xml),
        "The XML has the field 'a' more than once, so it is ambiguous.");
    assertThat(Transformer.toMessage("<xml><l><a>1</a><a>2</a></l></xml>"))
        .isEqualTo(Map.of("l", Map.of("a", List.of("1", "2"))));
  }

  @Test
  void readsLongWhiteSpaceInLinearTime() {
    String blanks = " \n\u3000".repeat(100_000);

    assertThat(Transformer.toMessage("<xml><a>" + blanks + "x" + blanks + "y</a></xml>"))
        .isEqualTo(Map.of("a", "x" + blanks + "y"));
  }

  // Faults

  @Test
  void errorShowsNoPartOfDocument() {
    for (String xml :
        List.of(
            "<xml><secret>hunter2</xml>",
            "<xml><hunter2></xml>",
            "<xml hunter2></xml>",
            "<xml>&hunter2;</xml>",
            "<!DOCTYPE hunter2><xml/>",
            "<xml><a>hunter2\0</a></xml>")) {
      Throwable thrown = catchThrowable(() -> Transformer.toObject(xml));

      assertThat(thrown).as(xml).isExactlyInstanceOf(MalformedException.class).hasNoCause();
      assertThat(thrown.getMessage()).doesNotContain("hunter2").hasSizeLessThan(200);
    }
  }

  @Test
  void refusesMalformedDocuments() {
    long seed = 20260104;
    Random random = new Random(seed);
    byte[] whole =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><xml a='1' b:c=\"&lt;\"><?p i?>"
                + "<return_code><![CDATA[SUCCESS]]></return_code><n>&#x4e2d;&#65;&amp;中😀</n>"
                + "<l><i>1</i><i>2</i></l><e/></xml>\n")
            .getBytes(StandardCharsets.UTF_8);
    int read = 0;
    for (int i = 0; i < BROKEN; i++) {
      byte[] broken = whole.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(broken.length);
        switch (random.nextInt(4)) {
          case 0:
            broken[at] = (byte) random.nextInt(256);
            break;
          case 1:
            broken[at] = (byte) "<>&;'\"![]-?/= x\0".charAt(random.nextInt(16));
            break;
          case 2:
            broken = Arrays.copyOf(broken, Math.max(1, at));
            break;
          default:
            int from = random.nextInt(broken.length);
            int length = Math.min(random.nextInt(20), broken.length - Math.max(from, at));
            System.arraycopy(whole, from, broken, at, Math.max(0, length));
            break;
        }
      }
      String xml = new String(broken, StandardCharsets.UTF_8);
      try {
        Map<String, Object> fields = Transformer.toObject(xml);
        read += fields == null ? 0 : 1;
      } catch (MalformedException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }

    assertThat(read).as("seed %d", seed).isLessThan(BROKEN / 2);
  }

  // Helpers

  private static void assertRefused(String text) {
    String message =
        "The value of '%s' contains a character that XML cannot represent: a control character or"
            + " an unpaired surrogate.";
    assertThat(catchThrowable(() -> Transformer.toXml(text)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(String.format(Locale.ROOT, message, "xml"));
    assertThat(catchThrowable(() -> Transformer.toXml(Map.of("a", "<" + text))))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(String.format(Locale.ROOT, message, "a"));
  }

  private static void assertMalformed(Runnable work, String message) {
    assertThat(catchThrowable(work::run))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(message);
  }

  private static String nested(int depth) {
    return "<a>".repeat(depth) + "1" + "</a>".repeat(depth);
  }

  private static String fields(int count) {
    StringBuilder xml = new StringBuilder("<xml>");
    for (int i = 0; i < count; i++) {
      xml.append("<f").append(i).append("/>");
    }
    return xml.append("</xml>").toString();
  }
}
