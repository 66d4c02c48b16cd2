package io.github.wxpay.sandbox.testing;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints one line for each test that is skipped, with the reason. */
public final class SkippedTests implements TestExecutionListener {
  /** Creates a listener; JUnit calls this for the service file. */
  public SkippedTests() {}

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    print(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      print(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  private static void print(TestIdentifier test, String reason) {
    System.out.println("Skipped: " + name(test) + ": " + line(reason, test.getDisplayName()));
  }

  private static String name(TestIdentifier test) {
    Object source = test.getSource().orElse(null);
    if (source instanceof MethodSource) {
      MethodSource method = (MethodSource) source;
      return simple(method.getClassName()) + "." + method.getMethodName();
    }
    return source instanceof ClassSource
        ? simple(((ClassSource) source).getClassName())
        : test.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** Returns the first line of a reason, without the prefix that JUnit adds. */
  private static String line(String reason, String display) {
    String first = reason.strip().split("\\R", 2)[0];
    String plain = first.replaceFirst("^(Assumption failed: )?(Skipped: )?(.* ==> )?", "");
    return plain.isEmpty() ? display : plain;
  }
}
