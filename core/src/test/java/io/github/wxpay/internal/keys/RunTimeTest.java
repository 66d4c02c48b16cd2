package io.github.wxpay.internal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing parts of the run-time environment are named: modules, packages, Bouncy Castle. */
class RunTimeTest {
  @TempDir Path folder;

  /** The main class of a program that says what came of each step. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      say("SM3", () -> Hash.sm3("abc"));
      say("P-256 private key", () -> key("ec_key.pem", true));
      say("P-256 public key", () -> key("ec_pubkey.pem", false));
      say("curves", () -> Security.getAlgorithms("KeyFactory").contains("EC"));
      FakeHttpClient http =
          new FakeHttpClient(
              request -> {
                throw new UncheckedIOException(
                    new SSLHandshakeException("Received fatal alert: handshake_failure"));
              });
      say("TLS", () -> Clients.over(http).chain("v3/a").get());
    }

    private static Object key(String file, boolean isPrivate) {
      return isPrivate
          ? Rsa.privateKey(Fixtures.text(file)).getAlgorithm()
          : Rsa.publicKey(Fixtures.text(file)).getAlgorithm();
    }

    private static void say(String what, Supplier<Object> step) {
      String said;
      try {
        said = String.valueOf(step.get());
      } catch (CryptoException | TransportException e) {
        said = e.getMessage();
      }
      System.out.println(what + ": " + said);
    }
  }

  @Test
  void namesVersionOfOldBouncyCastle() throws Exception {
    assertThat(program(ChildJvm.classPath(false), provider("1.46")).get(0))
        .isEqualTo(
            "SM3: SM3 requires Bouncy Castle 1.64 or newer, but 1.46 is on the class path. Replace"
                + " it by org.bouncycastle:bcprov-jdk18on; another library may depend on"
                + " bcprov-jdk15on, bcprov-jdk16 or bcprov-ext.");
  }

  @Test
  void namesNewBouncyCastleThatIsNotComplete() throws Exception {
    assertThat(program(ChildJvm.classPath(false), provider("1.87")).get(0))
        .isEqualTo(
            "SM3: SM3 requires Bouncy Castle, but the one on the class path (1.87) is incomplete:"
                + " NoClassDefFoundError. Use a single jar of it, bcprov-jdk18on.");
  }

  @Test
  void refusesOtherCurvesWithoutBouncyCastle() throws Exception {
    List<String> lines = program(ChildJvm.classPath(false), "");

    assertThat(lines.get(0)).startsWith("SM3: SM3 requires Bouncy Castle. Add org.bouncycastle:");
    for (String line : lines.subList(1, 3)) {
      assertThat(line)
          .contains(": An EC key on a curve other than SM2's cannot be used: WeChat Pay uses RSA")
          .doesNotContain("Bouncy");
    }
  }

  @Test
  void namesModuleOfEllipticCurvesWhereItIsMissing() throws Exception {
    List<String> with = program(ChildJvm.classPath(true), "");
    List<String> without =
        program(
            ChildJvm.classPath(true),
            "",
            "--limit-modules",
            "java.base,java.net.http,java.naming,java.sql,java.management");

    assertThat(with.get(3)).isEqualTo("curves: true");
    assertThat(with.get(4)).doesNotContain("jdk.crypto.ec").contains("no cipher suite");
    if (Runtime.version().feature() < 22) {
      assertThat(without.get(3)).isEqualTo("curves: false");
      assertThat(without.get(4))
          .contains(
              " This Java has no elliptic curves, which TLS requires. Add the module jdk.crypto.ec"
                  + " to the run-time image (jlink --add-modules jdk.crypto.ec).");
    } else { // the curves are in java.base
      assertThat(without.get(3)).isEqualTo("curves: true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java/lang/key.pem", "/java/util/key.pem"})
  void namesModuleThatDoesNotOpenPackage(String resource) {
    String name = resource.replaceFirst("^/", "").replace("/key.pem", "").replace('/', '.');

    assertThatThrownBy(() -> Rsa.privateKey("classpath:" + resource))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("'. The module java.base has the package " + name)
        .hasMessageContaining("Write `opens " + name + ";` in its module-info");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere/key.pem", "key.pem", "META-INF/key.pem"})
  void namesNoModuleForResourceThatNoneHas(String resource) {
    assertThatThrownBy(() -> Rsa.privateKey("classpath:" + resource))
        .isInstanceOf(CryptoException.class)
        .hasMessageEndingWith("The class path has no resource '" + resource + "'.");
  }

  @Test
  void namesSignedJarThatJavaRefuses() {
    SecurityException refused = new SecurityException("JCE cannot authenticate the provider BC");
    for (Throwable thrown : List.of(refused, new ExceptionInInitializerError(refused))) {
      Throwable failure =
          catchThrowable(
              () ->
                  BouncyCastle.present(
                      "SM4",
                      () -> {
                        if (thrown instanceof Error) {
                          throw (Error) thrown;
                        }
                        throw (RuntimeException) thrown;
                      }));

      assertThat(failure)
          .isInstanceOf(CryptoException.class)
          .hasMessageStartingWith(
              "SM4 requires Bouncy Castle, but Java refuses its jar because its signature is"
                  + " invalid, as in a fat jar.")
          .hasCause(thrown);
    }
  }

  @Test
  void rethrowsOtherFailures() {
    CryptoException other = new CryptoException("damaged");

    assertThat(
            catchThrowable(
                () ->
                    BouncyCastle.present(
                        "SM4",
                        () -> {
                          throw other;
                        })))
        .isSameAs(other);
  }

  private List<String> program(String classPath, String first, String... options) throws Exception {
    List<String> command = new ArrayList<>(ChildJvm.command(options));
    String path = first.isEmpty() ? classPath : first + File.pathSeparator + classPath;
    command.addAll(List.of("-cp", path, Program.class.getName()));
    return ChildJvm.run(folder, "Program", command).stream()
        .filter(line -> line.matches("(SM3|P-256 .*|curves|TLS): .*")) // and no warning of the JVM
        .collect(Collectors.toList());
  }

  /** Returns a folder with a provider of Bouncy Castle's name and nothing else of it. */
  private String provider(String version) throws Exception {
    Path source = folder.resolve("BouncyCastleProvider.java");
    Files.writeString(
        source,
        "package org.bouncycastle.jce.provider;\n"
            + "public class BouncyCastleProvider extends java.security.Provider {\n"
            + "  public BouncyCastleProvider() { super(\"BC\", \""
            + version
            + "\", \"\"); }\n"
            + "}\n");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(result).isZero();
    return classes.toString();
  }
}
