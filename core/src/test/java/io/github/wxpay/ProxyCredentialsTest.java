package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.ChildJvm;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.TestTls;
import io.github.wxpay.testing.TunnelProxy;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The header and the property that the messages name for a proxy that requires credentials. */
class ProxyCredentialsTest {
  private static final String NAME = "Proxy-Authorization";

  @TempDir Path folder;

  /** The main class of a program that calls through a proxy; the JDK reads the property once. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      try (RawServer server = new RawServer(TestTls.serverSockets());
          TunnelProxy proxy = TunnelProxy.connecting()) {
        server.responding(request -> Reply.signed("{}").wire());
        HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(proxy.selector())
                .sslContext(TestTls.trusting())
                .build();
        Wxpay wxpay =
            Clients.builder()
                .baseUrl("https://" + server.host())
                .httpClient(http)
                .header(NAME, "Basic dTpw")
                .build();

        System.out.println("status: " + wxpay.chain("v3/a").get().status());
        System.out.println("proxy: " + proxy.heads().get(0).contains(NAME + ": Basic dTpw"));
        System.out.println("server: " + server.received().get(0).headers.containsKey(NAME));
      }
    }
  }

  @Test
  void proxyAloneGetsCredentialsIfPropertyIsEmpty() throws Exception {
    assertThat(program("-Djdk.http.auth.tunneling.disabledSchemes="))
        .containsExactly("status: 200", "proxy: true", "server: false");
    assertThat(program("-Djdk.http.auth.tunneling.disabledSchemes=Basic"))
        .containsExactly("status: 200", "proxy: false", "server: false");
  }

  private List<String> program(String property) throws Exception {
    List<String> command = ChildJvm.command(property);
    command.addAll(List.of("-cp", ChildJvm.classPath(true), Program.class.getName()));
    return ChildJvm.run(folder, "Program", command).stream()
        .filter(line -> line.matches("(status|proxy|server): .*")) // and no warning of the JVM
        .collect(Collectors.toList());
  }
}
