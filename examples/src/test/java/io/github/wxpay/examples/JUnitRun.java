package io.github.wxpay.examples;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a test class that a block of a page shows; public, as blocks are of another loader. */
public final class JUnitRun {
  private JUnitRun() {}

  /** Returns how many tests passed and failed; the first failure is thrown, as a cause. */
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
