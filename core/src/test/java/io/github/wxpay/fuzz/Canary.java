package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A port to which a parser must not connect, and a file that it must not read. */
final class Canary {
  private final ServerSocketChannel port;
  private final Path file;
  private final String content;

  private Canary(ServerSocketChannel port, Path file, String content) {
    this.port = port;
    this.file = file;
    this.content = content;
  }

  static Canary create() {
    try {
      ServerSocketChannel port = ServerSocketChannel.open();
      port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port.configureBlocking(false);
      Path file = Files.createTempFile("canary", ".txt");
      file.toFile().deleteOnExit();
      String content = "canary-" + UUID.randomUUID();
      Files.writeString(file, content);
      return new Canary(port, file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a text with the URL of the port for each {@code @U}, and of the file for {@code @F}.
   */
  String into(String text) {
    return text.indexOf('@') < 0
        ? text
        : text.replace("@U", "http://127.0.0.1:" + port.socket().getLocalPort() + "/")
            .replace("@F", file.toUri().toString());
  }

  /** Requires that nothing has connected, and that a result has nothing of the file. */
  void requireUntouched(String input, Object result) {
    try {
      require(port.accept() == null, "the parser connected to a URL of the input");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The fuzzer sees what is compared, and may put the content itself into an input.
    require(
        input.contains(content) || !String.valueOf(result).contains(content),
        "the parser read a file of the input");
  }
}
