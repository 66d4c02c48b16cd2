package io.github.wxpay.fuzz;

import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All readers of this module hold their properties for the inputs of their fuzz targets. */
class FuzzTest {
  @TestFactory
  Stream<DynamicTest> holdsPropertiesForAllInputs() {
    return Stream.of(
            XmlTarget.TARGET,
            JsonTarget.TARGET,
            NotificationTarget.TARGET,
            KeyTarget.TARGET,
            TemplateTarget.TARGET,
            BillTarget.TARGET,
            HeadersTarget.TARGET)
        .flatMap(FuzzTarget::tests);
  }
}
