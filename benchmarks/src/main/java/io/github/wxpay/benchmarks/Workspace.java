package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The temporary folder of a run with its keys and settings; deleted when closed. */
final class Workspace implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("wxpay-benchmarks");
  private final int port = freePort();
  private final Path settings = folder.resolve("settings.properties");

  /** Creates new keys and writes the settings. */
  Workspace(boolean unsigned, int latencyMillis) throws IOException, GeneralSecurityException {
    KeyPair merchant = TestKeys.create();
    KeyPair platform = TestKeys.create();
    Files.write(
        settings,
        List.of(
            "url=http://127.0.0.1:" + port,
            "mchid=1900000109",
            "serial=3775B6A45ACD588826D15E583A95F5DD00000001",
            "publicKeyId=PUB_KEY_ID_0119000001092026010200",
            "apiV3Key=0123456789abcdef0123456789abcdef",
            "privateKey=" + TestKeys.write(merchant.getPrivate(), folder.resolve("merchant.pem")),
            "publicKey=" + TestKeys.write(platform.getPublic(), folder.resolve("platform.pem")),
            "merchantPublicKey="
                + TestKeys.write(merchant.getPublic(), folder.resolve("stub-merchant.pem")),
            "platformPrivateKey="
                + TestKeys.write(platform.getPrivate(), folder.resolve("stub-platform.pem")),
            "unsigned=" + unsigned,
            "latency=" + latencyMillis));
  }

  Path settings() {
    return settings;
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.collect(Collectors.toList())) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
