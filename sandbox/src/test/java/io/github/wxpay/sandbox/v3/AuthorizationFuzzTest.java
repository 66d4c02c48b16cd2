package io.github.wxpay.sandbox.v3;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AuthorizationFuzzTest {
  @TestFactory
  Stream<DynamicTest> holdsPropertiesForAllInputs() {
    return AuthorizationTarget.TARGET.tests();
  }
}
