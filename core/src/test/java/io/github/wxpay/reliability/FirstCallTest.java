package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that the first call of a program loads: counted, not timed. */
class FirstCallTest {
  /** A line of the JVM on a class that it loads, such as of {@code -verbose:class}. */
  private static final Pattern LOADED =
      Pattern.compile("\\[[^ ]*class,load[^ ]*] ([\\w.$/+-]+) source: .*");

  /**
   * Bouncy Castle, databind, SM2, formats of times, certificate authorities: what a call with RSA
   * and a Map needs not, over plain HTTP.
   */
  private static final Pattern UNUSED =
      Pattern.compile(
          "org[.]bouncycastle[.]|sun[.]security[.]ssl[.](TrustStoreManager|SSLEngineImpl)|java[.]time[.]format[.]|io[.]github[.]wxpay[.]crypto[.]Sm"
              + "|com[.]fasterxml[.]jackson[.]databind[.](ser|deser)[.]std[.]"
              + "|com[.]fasterxml[.]jackson[.]databind[.]json[.]JsonMapper"
              + "|io[.]github[.]wxpay[.]internal[.]json[.](Databind|WireTypes)");

  /** 8 % above what Java 11, 17 and 25 loaded: 2,178, 2,157 and 2,359. */
  private static final int BOUND =
      Runtime.version().feature() > 17 ? 2_550 : Runtime.version().feature() == 17 ? 2_330 : 2_352;

  @TempDir Path folder;

  @Test
  void loadsClassesWithinBoundAndNoUnusedOnes() throws Exception {
    byte[] created = Reply.signed("{\"code_url\":\"weixin://a\"}").wire();
    List<String> lines;
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(created);
              return true;
            })) {
      List<String> command =
          ChildJvm.command(
              "-verbose:class",
              "-cp",
              ChildJvm.classPath(true),
              FirstCall.class.getName(),
              server.url(),
              Fixtures.MCHID,
              Fixtures.SERIAL,
              Fixtures.path("apiclient_key.pem").toString(),
              Fixtures.PLATFORM_SERIAL,
              Fixtures.path("platform_cert.pem").toString(),
              Long.toString(Fixtures.NOW));
      lines = ChildJvm.run(folder, "FirstCall", command);
    }
    List<String> classes = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.matches()) {
        classes.add(matcher.group(1));
      }
    }
    assertThat(lines).contains("answer weixin://a");
    assumeTrue(!classes.isEmpty(), "skipped: this JVM does not list the classes that it loads");
    System.out.println("FirstCallTest: " + classes.size() + " classes");

    assertThat(classes)
        .as("what is loaded where it is used")
        .contains("java.lang.String", "io.github.wxpay.Wxpay", "java.net.http.HttpClient")
        .contains("com.fasterxml.jackson.databind.JsonNode");
    assertThat(classes).filteredOn(name -> UNUSED.matcher(name).lookingAt()).isEmpty();
    assertThat(classes.size()).as("classes").isBetween(1_000, BOUND);
  }
}
