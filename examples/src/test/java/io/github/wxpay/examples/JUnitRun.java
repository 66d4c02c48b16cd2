package io.github.wxpay.examples;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test class of a block. Public, because blocks are loaded by another class loader. */
public final class JUnitRun {
  private JUnitRun() {}

  /** Returns the numbers of passed and failed tests; throws if a test failed, with its cause. */
  public static String of(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            listener);
    TestExecutionSummary summary = listener.getSummary();
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      throw new AssertionError(
          failure.getTestIdentifier().getDisplayName(), failure.getException());
    }
    return summary.getTestsSucceededCount()
        + " passed, "
        + summary.getTestsFailedCount()
        + " failed";
  }
}
