package io.github.wxpay.sandbox.junit;

import io.github.wxpay.sandbox.SandboxBuilder;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a sandbox for tests. The sandbox and its dictionary for {@code Wxpay.of} are available as
 * parameters of constructors, test methods, and lifecycle methods.
 *
 * <pre>{@code
 * @WxpaySandbox
 * class CheckoutTest {
 *   @Test
 *   void paysOrder(Sandbox sandbox, Map<String, Object> config) {
 *     try (Wxpay wxpay = Wxpay.of(config)) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>On a class, all its tests, including nested ones, share one sandbox, which is closed after the
 * class. On a method, or with {@link #perTest}, each test has a separate one. A parameterized or
 * repeated test gets only the sandbox, since a map may be one of the test's arguments; call {@code
 * config()} for the dictionary.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@SuppressWarnings("exports") // as for SandboxExtension
public @interface WxpaySandbox {
  /**
   * Returns whether each test of the class has a separate sandbox, for tests that change its
   * settings or need an empty ledger. With JUnit 5.12 and later, and one instance per test (the
   * default), the constructor can have it as a parameter too; {@code @BeforeAll} cannot.
   */
  boolean perTest() default false;

  /** Returns whether the sandbox uses https, see {@link SandboxBuilder#https}. */
  boolean https() default false;

  /** Returns whether the merchant is notified, see {@link SandboxBuilder#notifying}. */
  boolean notifying() default false;

  /** Returns whether APIv3 uses the Chinese national algorithms, see {@link SandboxBuilder#sm2}. */
  boolean sm2() default false;

  /** Returns whether faults of connections are allowed, see {@link SandboxBuilder#socketFaults}. */
  boolean socketFaults() default false;

  /**
   * Returns the instant of the sandbox's fixed clock, such as {@code 2026-03-04T05:06:07Z}; empty,
   * the default, means the system's clock. A client needs the same clock: {@code
   * Wxpay.builder().clock(sandbox.clock())}.
   */
  String clock() default "";

  /** Returns the seed of generated values, see {@link SandboxBuilder#seed}. */
  long seed() default 1;
}
