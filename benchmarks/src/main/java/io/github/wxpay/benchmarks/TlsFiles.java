package io.github.wxpay.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The TLS key of the stub, and a trust store for the clients: that of this JDK and the certificate
 * of the stub. Created by {@code keytool}. Immutable.
 */
final class TlsFiles {
  static final String PASSWORD = "changeit"; // that of the JDK's trust store

  private final Path certificate;
  private final Path trustStore;

  TlsFiles(Path folder) throws IOException, InterruptedException {
    Path keyStore = folder.resolve("stub.p12");
    certificate = folder.resolve("stub-certificate.pem");
    trustStore = folder.resolve("trust-store");
    keytool(
        keyStore,
        "-genkeypair -keyalg RSA -keysize 2048 -validity 7 -storetype PKCS12 -dname CN=stub"
            + " -ext san=ip:127.0.0.1,dns:api.mch.weixin.qq.com");
    keytool(keyStore, "-exportcert -rfc -file " + certificate);
    Files.copy(Path.of(System.getProperty("java.home"), "lib/security/cacerts"), trustStore);
    keytool(trustStore, "-importcert -noprompt -file " + certificate);
  }

  Path certificate() {
    return certificate;
  }

  /** Returns the arguments of a JVM that trusts the stub. */
  List<String> jvmArgs() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private static void keytool(Path store, String arguments)
      throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-alias", "stub", "-storepass", PASSWORD, "-keystore", "" + store));
    File log = store.resolveSibling("keytool.log").toFile();
    int exit =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().waitFor();
    if (exit != 0) {
      throw new IOException("keytool failed: " + Files.readString(log.toPath()));
    }
  }
}
