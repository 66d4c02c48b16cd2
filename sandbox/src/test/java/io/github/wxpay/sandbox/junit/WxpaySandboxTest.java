package io.github.wxpay.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Tests that the extension starts, passes and closes sandboxes. */
class WxpaySandboxTest {
  private static final Set<Sandbox> SEEN = ConcurrentHashMap.newKeySet();

  @Test
  void sharesSandboxInClassExceptForAnnotatedMethodAndClosesAll() {
    SEEN.clear();

    SummaryGeneratingListener listener = run(Shared.class);

    assertThat(listener.getSummary().getFailures()).isEmpty();
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(4);
    assertThat(SEEN).hasSize(2).allSatisfy(WxpaySandboxTest::isClosed);
  }

  @Test
  void startsSandboxForEachTestAndClosesAll() {
    SEEN.clear();

    SummaryGeneratingListener listener = run(Separate.class);

    assertThat(listener.getSummary().getFailures()).isEmpty();
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(4);
    assertThat(SEEN).hasSize(4).allSatisfy(WxpaySandboxTest::isClosed);
  }

  @Test
  void passesSandboxOfClassOrMethodToConstructor() {
    SEEN.clear();

    SummaryGeneratingListener listener = run(Constructed.class);

    assertThat(listener.getSummary().getFailures()).isEmpty();
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(3);
    assertThat(SEEN).hasSize(2).allSatisfy(WxpaySandboxTest::isClosed);
  }

  @Test
  void refusesSandboxPerTestInBeforeAll() {
    assertThat(failure(SeparateBeforeAll.class))
        .hasRootCauseMessage(
            "@WxpaySandbox(perTest = true) gives each test a separate sandbox, and no test runs"
                + " here. Take it as a parameter of the test or of @BeforeEach.");
  }

  @Test
  void refusesClockThatIsNotAnInstant() {
    assertThat(failure(BadClock.class))
        .hasStackTraceContaining(
            "`clock` of @WxpaySandbox must be an instant such as 2026-03-04T05:06:07Z; got"
                + " '2026-03-04'");
  }

  private static Throwable failure(Class<?> tests) {
    SummaryGeneratingListener listener = run(tests);
    assertThat(listener.getSummary().getFailures()).hasSize(1);
    return listener.getSummary().getFailures().get(0).getException();
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
      throw new AssertionError("the port is still in use: " + sandbox.uri(), e);
    }
  }

  /** Run by a test above only. */
  @WxpaySandbox(seed = 7)
  static class Shared {
    @BeforeEach
    void register(Sandbox sandbox) {
      SEEN.add(sandbox);
    }

    @Test
    void passesConfigOfSandbox(Sandbox sandbox, Map<String, Object> config) {
      assertThat(config).containsEntry("baseURL", sandbox.uri().toString());
    }

    @Test
    void passesSameSandbox(Sandbox sandbox) {
      assertThat(SEEN).contains(sandbox);
    }

    @Test
    @WxpaySandbox(https = true)
    void passesSeparateSandboxToAnnotatedMethod(Sandbox sandbox) {
      assertThat(sandbox.uri()).hasScheme("https");
    }

    @Nested
    class Inner {
      @Test
      void passesOuterSandboxToNestedClass(Sandbox sandbox) {
        assertThat(SEEN).contains(sandbox);
        assertThat(sandbox.uri()).hasScheme("http");
      }
    }
  }

  /** Run by a test above only. */
  @WxpaySandbox(perTest = true, clock = "2026-03-04T05:06:07Z")
  static class Separate {
    private final Sandbox constructed;

    Separate(Sandbox constructed) {
      this.constructed = constructed;
    }

    @BeforeEach
    void register(Sandbox sandbox) {
      assertThat(sandbox).isSameAs(constructed);
      assertThat(SEEN.add(sandbox)).isTrue();
    }

    @Test
    void passesSandboxOfConstructor(Sandbox sandbox) {
      assertThat(sandbox).isSameAs(constructed);
    }

    @Test
    void usesClockOfAnnotation(Sandbox sandbox) {
      assertThat(sandbox.clock().instant()).isEqualTo("2026-03-04T05:06:07Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passesSandboxForEachArgument(int argument, Sandbox sandbox) {
      assertThat(argument).isPositive();
      assertThat(sandbox).isSameAs(constructed);
    }
  }

  /** Run by a test above only. */
  @WxpaySandbox
  static class Constructed {
    private final Sandbox constructed;

    Constructed(Sandbox constructed) {
      this.constructed = constructed;
      SEEN.add(constructed);
    }

    @Test
    void passesSandboxOfClass(Sandbox sandbox) {
      assertThat(sandbox).isSameAs(constructed);
    }

    @Test
    void usesSystemClockByDefault(Sandbox sandbox) {
      assertThat(sandbox.clock()).isEqualTo(Clock.systemUTC());
    }

    @Test
    @WxpaySandbox(seed = 7)
    void passesSandboxOfMethod(Sandbox sandbox) {
      assertThat(sandbox).isSameAs(constructed);
    }
  }

  /** Run by a test above only. */
  @WxpaySandbox(perTest = true)
  static class SeparateBeforeAll {
    @BeforeAll
    static void register(Sandbox sandbox) {
      SEEN.add(sandbox);
    }

    @Test
    void neverRuns() {
      throw new AssertionError("no sandbox was given");
    }
  }

  /** Run by a test above only. */
  @WxpaySandbox(clock = "2026-03-04")
  static class BadClock {
    @Test
    void neverRuns(Sandbox sandbox) {
      throw new AssertionError("started " + sandbox);
    }
  }
}
