package io.github.wxpay.sandbox.junit;

import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SandboxBuilder;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension behind {@link WxpaySandbox}. Resolves parameters of type {@link Sandbox} and
 * {@code Map<String, Object>}.
 */
@SuppressWarnings("exports") // JUnit is optional; modules without it compile
public final class SandboxExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SandboxExtension.class);

  /** Creates the extension, as JUnit does. */
  public SandboxExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Type type = parameter.getParameter().getParameterizedType();
    // A parameterized test gets its arguments from its source, and a map may be one of them.
    boolean template =
        AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), TestTemplate.class);
    return type == Sandbox.class || (isDictionary(type) && !template);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Sandbox sandbox = sandbox(context);
    return parameter.getParameter().getType() == Sandbox.class ? sandbox : sandbox.config();
  }

  private static boolean isDictionary(Type type) {
    return type instanceof ParameterizedType
        && ((ParameterizedType) type).getRawType() == Map.class
        && Arrays.equals(
            ((ParameterizedType) type).getActualTypeArguments(),
            new Type[] {String.class, Object.class});
  }

  /**
   * Returns the scope of the test method, so that the constructor of a test class belongs to the
   * test for which it is called.
   */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  // Stored in the context of the annotated class or method, or of the test, so that JUnit closes it
  // at the end of that. The key has the ID of that context, since a store also searches its
  // parents.
  private static Sandbox sandbox(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<WxpaySandbox> found = declared(at.get());
      if (found.isPresent()) {
        ExtensionContext owner = found.get().perTest() ? test(context) : at.get();
        return owner
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                owner.getUniqueId(), key -> new Running(found.get()), Running.class)
            .sandbox;
      }
    }
    throw new IllegalStateException("@WxpaySandbox is missing; add it to the test or its class");
  }

  private static ExtensionContext test(ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new IllegalStateException(
          "@WxpaySandbox(perTest = true) gives each test a separate sandbox, and no test runs here."
              + " Take it as a parameter of the test or of @BeforeEach.");
    }
    return context;
  }

  // A class inherits the annotation from its superclasses and enclosing classes; the outermost
  // class with it owns the sandbox.
  private static Optional<WxpaySandbox> declared(ExtensionContext context) {
    Optional<AnnotatedElement> element = context.getElement();
    boolean inherited =
        context
            .getParent()
            .flatMap(ExtensionContext::getTestClass)
            .filter(outer -> AnnotationSupport.isAnnotated(outer, WxpaySandbox.class))
            .isPresent();
    boolean method = context.getTestMethod().isPresent();
    return inherited && !method
        ? Optional.empty()
        : AnnotationSupport.findAnnotation(element, WxpaySandbox.class);
  }

  // JUnit before 5.13 closes only a CloseableResource.
  @SuppressWarnings("deprecation")
  private static final class Running
      implements AutoCloseable, ExtensionContext.Store.CloseableResource {
    final Sandbox sandbox;

    Running(WxpaySandbox settings) {
      SandboxBuilder builder =
          Sandbox.builder()
              .https(settings.https())
              .notifying(settings.notifying())
              .seed(settings.seed());
      if (settings.sm2()) {
        builder.sm2();
      }
      if (settings.socketFaults()) {
        builder.socketFaults();
      }
      if (!settings.clock().isEmpty()) {
        builder.clock(Clock.fixed(instant(settings.clock()), ZoneOffset.UTC));
      }
      this.sandbox = builder.start();
    }

    private static Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            "`clock` of @WxpaySandbox must be an instant such as 2026-03-04T05:06:07Z; got '"
                + text
                + "'",
            e);
      }
    }

    @Override
    public void close() {
      sandbox.close();
    }
  }
}
