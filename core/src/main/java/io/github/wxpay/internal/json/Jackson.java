package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/**
 * Hides the differences between the versions of Jackson from 2.13 on, by that of jackson-core.
 *
 * <p>From 2.18 on Jackson bounds all that is read. It bounds less from 2.15 on, in other words, and
 * nothing before: there a {@link LimitedParser} counts. What an older version does not have is only
 * named in methods that are not called with it, so that no class of it is looked for.
 */
public final class Jackson {
  static final int MAX_DEPTH = 64;
  static final int MAX_TEXT = 4 << 20;
  static final int MAX_DOCUMENT = 8 << 20;
  static final int MAX_DIGITS = 64;
  static final int MAX_TOKENS = 500_000;

  private static final int FLOOR = 13;

  /** The first with limits. */
  private static final int CONSTRAINED = 15;

  /** The first with all limits, which also writes an emoji as the four bytes of UTF-8. */
  private static final int COMPLETE = 18;

  private static final int MINOR =
      com.fasterxml.jackson.core.json.PackageVersion.VERSION.getMinorVersion();

  private Jackson() {}

  /**
   * Checks that the class path has a Jackson that the library can work with.
   *
   * @throws IllegalStateException if it is older
   */
  public static void requireSupported() {
    String problem =
        problem(
            com.fasterxml.jackson.core.json.PackageVersion.VERSION,
            com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION);
    if (!problem.isEmpty()) {
      throw new IllegalStateException(problem);
    }
  }

  /** Returns what is wrong with two versions in one sentence; empty if nothing is. */
  static String problem(Version core, Version databind) {
    String what;
    if (core.getMinorVersion() < FLOOR) {
      what = "jackson-core " + core + ", but Wxpay needs 2." + FLOOR + " or newer";
    } else if (databind.getMinorVersion() < FLOOR) {
      what = "jackson-databind " + databind + ", but Wxpay needs 2." + FLOOR + " or newer";
    } else if (core.getMinorVersion() < needed(databind)) {
      what = "jackson-core " + core + ", which is too old for jackson-databind " + databind;
    } else {
      return "";
    }
    return "The class path has "
        + what
        + ": set the property <jackson-bom.version> in the POM of a Spring Boot project, or import"
        + " com.fasterxml.jackson:jackson-bom of one newer version in any other.";
  }

  /** Returns the oldest jackson-core whose methods a jackson-databind calls. */
  private static int needed(Version databind) {
    return databind.getMinorVersion() >= COMPLETE
        ? COMPLETE
        : databind.getMinorVersion() >= CONSTRAINED ? CONSTRAINED : FLOOR;
  }

  /** Returns the factory of all parsers and generators, before its builder is given the rest. */
  static JsonFactoryBuilder builder() {
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    if (MINOR >= COMPLETE) {
      Newer.limit(builder);
    } else if (MINOR >= CONSTRAINED) {
      Newer.leaveLimitsToUs(builder);
    }
    return builder;
  }

  /** Returns a parser of UTF-8 that stops where a limit is exceeded. */
  static JsonParser parser(JsonFactory factory, byte[] json, int length) throws IOException {
    if (MINOR >= COMPLETE) {
      return factory.createParser(json, 0, length);
    }
    LimitedParser.limit("Document length", length, MAX_DOCUMENT);
    return new LimitedParser(factory.createParser(json, 0, length));
  }

  /** Returns a generator of UTF-8 that writes every character as itself. */
  static JsonGenerator generator(JsonFactory factory, ByteArrayOutputStream bytes)
      throws IOException {
    return MINOR >= COMPLETE
        ? factory.createGenerator(bytes, JsonEncoding.UTF8)
        : factory.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
  }

  /** Touched only where Jackson has these methods: the first from 2.18 on, the other from 2.15. */
  private static final class Newer {
    static void limit(JsonFactoryBuilder builder) {
      builder
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .maxDocumentLength(MAX_DOCUMENT)
                  .maxNumberLength(MAX_DIGITS)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
    }

    static void leaveLimitsToUs(JsonFactoryBuilder builder) {
      builder.streamReadConstraints(
          StreamReadConstraints.builder()
              .maxNestingDepth(Integer.MAX_VALUE)
              .maxStringLength(Integer.MAX_VALUE)
              .maxNumberLength(Integer.MAX_VALUE)
              .build());
    }
  }
}
