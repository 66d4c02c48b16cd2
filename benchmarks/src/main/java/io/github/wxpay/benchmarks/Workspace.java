package io.github.wxpay.benchmarks;

import io.github.wxpay.benchmarks.ColdRun.Variant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The temporary folder of a run with its keys and settings; deleted when closed. */
final class Workspace implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("wxpay-benchmarks");
  private final int port = freePort();
  private final int tlsPort = freePort();
  private final @Nullable TlsFiles tls;

  /** Creates new keys and writes the settings. */
  Workspace(CommandLine options)
      throws IOException, GeneralSecurityException, InterruptedException {
    KeyPair merchant = TestKeys.create();
    KeyPair platform = TestKeys.create();
    tls = options.cold() ? new TlsFiles(folder) : null;
    List<String> lines =
        List.of(
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
            "unsigned=" + options.wire(),
            "latency=" + options.number("latency"),
            "tlsKeyStore=" + folder.resolve("stub.p12"),
            "tlsPassword=" + TlsFiles.PASSWORD);
    write(settings(Variant.PLAIN), "url=http://127.0.0.1:" + port, lines);
    write(settings(Variant.TLS), "url=https://127.0.0.1:" + tlsPort, lines);
  }

  /** Returns the file of settings of a variant. */
  Path settings(Variant variant) {
    return file(variant == Variant.TLS ? "tls.properties" : "plain.properties");
  }

  int port(Variant variant) {
    return variant == Variant.TLS ? tlsPort : port;
  }

  /** Returns the file of the AppCDS archive of a client. */
  Path archive(String name) {
    return file(name + ".jsa");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns the files of TLS, which a comparison of first calls has. */
  TlsFiles tls() {
    return Objects.requireNonNull(tls);
  }

  private static void write(Path file, String url, List<String> lines) throws IOException {
    Files.write(file, Stream.concat(Stream.of(url), lines.stream()).collect(Collectors.toList()));
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
