package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that the system properties name, as https goes through it. */
class ProxyIT {
  @TempDir Path folder;

  @Test
  void makesAllCallsThroughTheTunnelOfTheProxy() throws Exception {
    try (TunnelProxy proxy = TunnelProxy.start()) {
      JavaProgram smoke =
          JavaProgram.run(
              folder,
              "-Dhttps.proxyHost=127.0.0.1",
              "-Dhttps.proxyPort=" + proxy.port(),
              // Empty: the addresses of this machine too.
              "-Dhttp.nonProxyHosts=",
              "-cp",
              JavaProgram.programsIn("jackson-2.21"),
              JavaProgram.SMOKE,
              "https");

      assertThat(smoke.calls()).isGreaterThan(30);
      assertThat(proxy.targets())
          .as("what was asked of the proxy")
          .isNotEmpty()
          .allMatch(target -> target.matches("CONNECT 127\\.0\\.0\\.1:\\d+ HTTP/1\\.1"));
      Results.note(
          Results.Group.PROXY,
          "`-Dhttps.proxyHost`, `CONNECT`",
          smoke.calls() + " calls through the proxy",
          smoke.calls() + " 次调用，均经代理");
    }
  }
}
