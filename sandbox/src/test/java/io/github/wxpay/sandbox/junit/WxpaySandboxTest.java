package io.github.wxpay.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The extension hands over a sandbox, and ends it. */
class WxpaySandboxTest {
  private static final Set<Sandbox> SEEN = ConcurrentHashMap.newKeySet();

  @Test
  void aClassHasOneSandboxAMethodItsOwnAndAllAreClosed() {
    SEEN.clear();

    SummaryGeneratingListener listener = run(Shared.class);

    assertThat(listener.getSummary().getFailures()).isEmpty();
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(4);
    assertThat(SEEN).hasSize(2).allSatisfy(WxpaySandboxTest::isClosed);
  }

  private static SummaryGeneratingListener run(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            listener);
    return listener;
  }

  private static void isClosed(Sandbox sandbox) {
    try (ServerSocket port =
        new ServerSocket(sandbox.uri().getPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(port.isBound()).isTrue();
    } catch (IOException e) {
      throw new AssertionError("somebody still listens at " + sandbox.uri(), e);
    }
  }

  /** Run by the test above only. */
  @WxpaySandbox(seed = 7)
  static class Shared {
    @BeforeEach
    void look(Sandbox sandbox) {
      SEEN.add(sandbox);
    }

    @Test
    void theDictionaryIsTheSandboxs(Sandbox sandbox, Map<String, Object> config) {
      assertThat(config).containsEntry("baseURL", sandbox.uri().toString());
    }

    @Test
    void theSandboxIsTheSame(Sandbox sandbox) {
      assertThat(SEEN).contains(sandbox);
    }

    @Test
    @WxpaySandbox(https = true)
    void aMethodMayHaveItsOwn(Sandbox sandbox) {
      assertThat(sandbox.uri()).hasScheme("https");
    }

    @Nested
    class Inner {
      @Test
      void theSandboxIsTheOuterOne(Sandbox sandbox) {
        assertThat(SEEN).contains(sandbox);
        assertThat(sandbox.uri()).hasScheme("http");
      }
    }
  }
}
