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
 * Hides the differences between the versions of jackson-core from 2.13 on.
 *
 * <p>Jackson 2.18 and later limit everything that is read, 2.15 to 2.17 limit less and with other
 * messages, and earlier versions limit nothing: for these a {@link LimitedParser} counts. Classes
 * that an older version lacks are only used in methods that are not called with it, so that the JVM
 * does not load them.
 */
public final class Jackson {
  static final int MAX_DEPTH = 64;
  static final int MAX_TEXT = 4 << 20;
  static final int MAX_DOCUMENT = 8 << 20;
  static final int MAX_DIGITS = 64;
  static final int MAX_TOKENS = 500_000;

  private static final int FLOOR = 13;

  /** The first minor version with limits. */
  private static final int CONSTRAINED = 15;

  /** The first minor version with all limits; it also writes an emoji as four bytes of UTF-8. */
  private static final int COMPLETE = 18;

  private static final int MINOR =
      com.fasterxml.jackson.core.json.PackageVersion.VERSION.getMinorVersion();

  private Jackson() {}

  /**
   * Checks that the class path has a Jackson that the library supports.
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

  /** Returns the problem of two versions in one sentence; empty if they are supported. */
  static String problem(Version core, Version databind) {
    String what;
    if (core.getMinorVersion() < FLOOR) {
      what = "jackson-core " + core + ", but Wxpay requires 2." + FLOOR + " or newer";
    } else if (databind.getMinorVersion() < FLOOR) {
      what = "jackson-databind " + databind + ", but Wxpay requires 2." + FLOOR + " or newer";
    } else if (core.getMinorVersion() < needed(databind)) {
      what = "jackson-core " + core + ", which is too old for jackson-databind " + databind;
    } else {
      return "";
    }
    return "The class path has "
        + what
        + ". In a Spring Boot project set the property <jackson-bom.version> in the POM; in other"
        + " projects import one newer version of com.fasterxml.jackson:jackson-bom.";
  }

  /** Returns the oldest jackson-core whose methods a jackson-databind calls. */
  private static int needed(Version databind) {
    return databind.getMinorVersion() >= COMPLETE
        ? COMPLETE
        : databind.getMinorVersion() >= CONSTRAINED ? CONSTRAINED : FLOOR;
  }

  /** Returns the builder of the factory of all parsers and generators, with its limits. */
  static JsonFactoryBuilder builder() {
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    if (MINOR >= COMPLETE) {
      Newer.limit(builder);
    } else if (MINOR >= CONSTRAINED) {
      Newer.leaveLimitsToUs(builder);
    }
    return builder;
  }

  /** Returns a parser of UTF-8 that fails where a limit is exceeded. */
  static JsonParser parser(JsonFactory factory, byte[] json, int length) throws IOException {
    if (MINOR >= COMPLETE) {
      return factory.createParser(json, 0, length);
    }
    LimitedParser.limit("Document length", length, MAX_DOCUMENT);
    return new LimitedParser(factory.createParser(json, 0, length));
  }

  /** Returns a generator of UTF-8 that does not escape characters outside ASCII. */
  static JsonGenerator generator(JsonFactory factory, ByteArrayOutputStream bytes)
      throws IOException {
    return MINOR >= COMPLETE
        ? factory.createGenerator(bytes, JsonEncoding.UTF8)
        : factory.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
  }

  /** Calls methods that only newer versions have: the first from 2.18 on, the other from 2.15. */
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
