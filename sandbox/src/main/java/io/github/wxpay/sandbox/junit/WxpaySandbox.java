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
 * Starts a sandbox for a test and hands it over, with the dictionary for {@code Wxpay.of}, as
 * parameters of constructors, of test methods and of what runs before and after them.
 *
 * <pre>{@code
 * @WxpaySandbox
 * class CheckoutTest {
 *   @Test
 *   void anOrderIsPaid(Sandbox sandbox, Map<String, Object> config) {
 *     try (Wxpay wxpay = Wxpay.of(config)) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>On a class there is one sandbox for all its tests, nested ones too, and it ends with the
 * class; on a method, or with {@link #perTest}, the test has a separate one. A parameterized or
 * repeated test gets the sandbox only, whose {@code config()} is the dictionary: a map may be one
 * of the test's arguments.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@SuppressWarnings("exports") // as for SandboxExtension
public @interface WxpaySandbox {
  /**
   * Whether each test of the class has a separate sandbox, for tests that set something on it or
   * need an empty ledger. The constructor takes it too, with JUnit 5.12 and later and one instance
   * a test, the default; {@code @BeforeAll} cannot.
   */
  boolean perTest() default false;

  /** Whether it speaks https, see {@link SandboxBuilder#https}. */
  boolean https() default false;

  /** Whether the merchant is notified, see {@link SandboxBuilder#notifying}. */
  boolean notifying() default false;

  /** Whether it speaks the Chinese national algorithms, see {@link SandboxBuilder#sm2}. */
  boolean sm2() default false;

  /** Whether connections can go wrong too, see {@link SandboxBuilder#socketFaults}. */
  boolean socketFaults() default false;

  /**
   * The instant at which the sandbox's clock stands still, such as {@code 2026-03-04T05:06:07Z};
   * empty, the default, means the system's clock. A client needs the same clock: {@code
   * Wxpay.builder().clock(sandbox.clock())}.
   */
  String clock() default "";

  /** What made-up values are drawn from, see {@link SandboxBuilder#seed}. */
  long seed() default 1;
}
