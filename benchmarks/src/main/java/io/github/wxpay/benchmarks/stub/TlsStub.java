package io.github.wxpay.benchmarks.stub;

import io.github.wxpay.benchmarks.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Serves the responses of {@link Stub} over TLS, with a thread per connection, for first calls.
 * Takes the same arguments and prints {@code ready}.
 */
public final class TlsStub {
  private final StubResponses responses;
  private final SSLServerSocket server;

  private TlsStub(Settings settings, int port) throws Exception {
    responses = new StubResponses(settings, new SignatureCheck(settings));
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = settings.get("tlsPassword").toCharArray();
    try (InputStream file = Files.newInputStream(Path.of(settings.get("tlsKeyStore")))) {
      store.load(file, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(port, 64, InetAddress.getLoopbackAddress());
  }

  /** Runs the stub. */
  public static void main(String[] args) throws Exception {
    TlsStub stub = new TlsStub(new Settings(Path.of(args[0])), Integer.parseInt(args[1]));
    ExecutorService connections = Executors.newCachedThreadPool();
    connections.execute(TlsStub::exitWithInput);
    System.out.println("ready");
    while (true) {
      Socket socket = stub.server.accept();
      connections.execute(() -> stub.serve(socket));
    }
  }

  private static void exitWithInput() {
    try {
      while (System.in.read() >= 0) {
        // The input has no commands.
      }
    } catch (IOException e) {
      System.err.println("The stub cannot read its input: " + e);
    }
    System.exit(0);
  }

  private void serve(Socket socket) {
    byte[] buffer = new byte[16 * 1024];
    int size = 0;
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer, size, buffer.length - size)) {
        size += n;
        Request request = Request.read(buffer, 0, size);
        if (request != Request.INCOMPLETE) {
          out.write(respond(request));
          size -= request.end();
          System.arraycopy(buffer, request.end(), buffer, 0, size);
        }
      }
    } catch (IOException e) {
      // The client closed the connection or exited.
    }
  }

  private synchronized byte[] respond(Request request) {
    return responses.respond(request, true);
  }
}
