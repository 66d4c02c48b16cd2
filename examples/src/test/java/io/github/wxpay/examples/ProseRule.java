package io.github.wxpay.examples;

import io.github.wxpay.examples.Passage.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A pattern that texts for people must not contain, with the reason and an example of each kind.
 */
final class ProseRule {
  private static final Set<Kind> JAVADOC = EnumSet.of(Kind.METHOD, Kind.JAVADOC);
  private static final Set<Kind> METHOD = EnumSet.of(Kind.METHOD);
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
  private static final Set<Kind> SOURCES = EnumSet.complementOf(EnumSet.of(Kind.MARKDOWN));
  private static final Set<Kind> STRING = EnumSet.of(Kind.STRING);

  /** All rules: pattern, kinds, reason, a text with a finding, and the text that replaces it. */
  static final List<ProseRule> ALL_RULES =
      List.of(
          new ProseRule(
              "^(?:What|Who|The same|These|It|Whether|How|Where|When|Which)\\b",
              JAVADOC,
              "Javadoc starts with a verb, and that of a class with a noun phrase",
              "What an error response means.",
              "Returns the cause of an error response."),
          new ProseRule(
              "^(?!X|Called\\b|[A-Z][a-z]+s\\b(?<!This|Its)).+",
              METHOD,
              "Javadoc of a method starts with a verb in the third person",
              "The path so far.",
              "Returns the path."),
          new ProseRule(
              "(?<![Tt]here )\\b(?:is|are) (?:no|none) (?!longer|more)[a-z]",
              ALL,
              "plain negation",
              "A text that is no key.",
              "The text is not a key; there is no line break in it."),
          new ProseRule(
              "\\b(?:[Nn]obody|[Ww]hoever|[Ww]ho (?:has|gets|sends|asks|waits|comes|is)\\b(?! the"
                  + " caller))",
              ALL,
              "no personification; name the role",
              "Nobody can tell.",
              "This cannot be detected."),
          new ProseRule(
              "\\bof (?:its|their|his|her|one's|my) own\\b",
              ALL,
              "say what is separate, or nothing",
              "A port of its own.",
              "A separate port."),
          new ProseRule(
              "\\b(?:stands?|stood|standing)\\b(?!-| still)",
              ALL,
              "texts and values are somewhere; they do not stand",
              "The tag stands behind the text.",
              "The tag follows the text."),
          new ProseRule(
              "\\b(?:told|tells?)\\b",
              ALL,
              "messages say or report; listeners are called",
              "Who is told of the progress.",
              "Reports the progress to a listener."),
          new ProseRule(
              "\\b(?:throw|throws|thrown) away\\b|\\bat hand\\b|\\bof old\\b|\\bmade up\\b",
              ALL,
              "idioms: discard, available, former, created",
              "The rest is thrown away.",
              "The rest is discarded."),
          new ProseRule(
              "\\b(?:proofs?|prove[sdn]?|unproved)\\b",
              ALL,
              "the word for a signature is verify",
              "A proved response.",
              "A verified response."),
          new ProseRule(
              "\\b(?:hand|hands|handed|handing) (?:it |them |these bytes"
                  + " )?(?:out|over|on|to|back)\\b",
              ALL,
              "values are passed or returned",
              "The body is handed out.",
              "The body is returned."),
          new ProseRule(
              "\\b[Tt]hings?\\b|\\bthe like of\\b|\\b[Ss]omeone\\b",
              ALL,
              "name the object",
              "One thing is signed.",
              "One body is signed."),
          new ProseRule(
              "\\b(?:un)?pack(?:ed|s|ing)?\\b",
              ALL,
              "compressed, or gzip-compressed",
              "A packed body.",
              "A gzip-compressed body."),
          new ProseRule(
              "\\b[Ww]hole\\b",
              ALL,
              "complete or entire; integral for numbers",
              "The whole file.",
              "The complete file."),
          new ProseRule(
              "\\b(?:mended|the books|booked|booking|news|spoil(?:s|ed|t)?|the trouble)\\b",
              ALL,
              "metaphors: corrected, ledger, event, damaged, error",
              "The news of a payment.",
              "The notification of a payment."),
          new ProseRule(
              "\\b(?:held|lies|lie)\\b(?! back)",
              ALL,
              "keys are configured, files are in a directory",
              "A key that is not held.",
              "A key that is not configured."),
          new ProseRule(
              "(?i)\\b(?:the|an?|this|each|every|any|no|its|that|of|signed|error) answers?\\b",
              SOURCES,
              "the noun is response, and reply for what a merchant sends to a notification",
              "The answer has no body.",
              "The response has no body, since the server answered too late."),
          new ProseRule(
              "\\b(?:wants?|wanted|minds?|believes?|believed|likes?)\\b(?<!the like)(?<! like)",
              SOURCES,
              "programs require, accept and trust; they do not want",
              "The endpoint wants a digest.",
              "The endpoint requires a digest, like the others."),
          new ProseRule(
              "\\bshall\\b|\\bletters? of a\\b|\\blet them be\\b",
              ALL,
              "must, or the plain present",
              "The key that shall sign.",
              "The key that signs."),
          new ProseRule(
              "\\b(?:gone|goes on|go on|comes back|came back|come back)\\b",
              ALL,
              "deleted, ended, continues, returns",
              "The file is gone.",
              "The file was deleted."),
          new ProseRule(
              "\\banew\\b|\\bnot waited for\\b|\\bin one go\\b|\\bwith no word\\b|\\bthe very\\b",
              ALL,
              "again, without waiting, with one call, without, exactly the",
              "Sends it, not waited for.",
              "Sends it without waiting."),
          new ProseRule(
              "\\bin (?:the )?place of\\b",
              SOURCES,
              "instead of, or replaces",
              "A page in place of a file.",
              "A page instead of a file."),
          new ProseRule(
              "\\b(?:[Hh]alf (?:of )?(?:a|the) surrogate|un-?Unicode|no Unicode)",
              ALL,
              "the term is unpaired surrogate",
              "Half a surrogate pair.",
              "An unpaired surrogate."),
          new ProseRule(
              "\\b(?:as|how) (?:it|they) (?:came|come|comes|arrived?|stands?)\\b|\\bcut off\\b",
              ALL,
              "as received; truncated",
              "The bytes as they came.",
              "The bytes as received."),
          new ProseRule(
              "\\b[Gg]ives? (?:it|them|back)\\b|\\btakes? (?:it|them) off\\b|\\b[Ll]ook(?:s|ed)?"
                  + " at\\b",
              STRING,
              "messages say set, pass, remove and check",
              "Look at baseURL.",
              "Check `baseURL`."));

  final Pattern pattern;
  final Set<Kind> kinds;
  final String reason;
  final String wrong;
  final String right;

  private ProseRule(String pattern, Set<Kind> kinds, String reason, String wrong, String right) {
    this.pattern = Pattern.compile(pattern);
    this.kinds = kinds;
    this.reason = reason;
    this.wrong = wrong;
    this.right = right;
  }

  boolean finds(Passage passage) {
    return kinds.contains(passage.kind) && pattern.matcher(passage.text).find();
  }

  @Override
  public String toString() {
    return reason;
  }
}
