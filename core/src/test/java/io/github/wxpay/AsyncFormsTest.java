package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.codec.Bill;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method that waits has an asynchronous form with the same parameters and result. */
class AsyncFormsTest {
  private static final List<Class<?>> CLASSES =
      List.of(Wxpay.class, Chain.class, Response.class, Notifications.class, Notification.class);

  /**
   * Methods beside those that return a response or bills: they wait for a signer or a decrypter.
   */
  private static final Set<String> WAITING =
      Set.of(
          "Wxpay.encrypt(String)",
          "Wxpay.decrypt(String)",
          "Response.decrypt(String)",
          "Notification.decrypt(String)",
          "Notification.success(Map)",
          "Notifications.parse(Map,byte[])");

  @Test
  void haveParametersAndResultOfBlockingMethod() {
    TreeSet<String> missing = new TreeSet<>();
    TreeSet<String> waiting = new TreeSet<>();
    for (Method method : methods()) {
      if (!waits(method)) {
        continue;
      }
      waiting.add(name(method));
      boolean found =
          methods().stream()
              .anyMatch(
                  other ->
                      other.getDeclaringClass() == method.getDeclaringClass()
                          && other.getName().equals(method.getName() + "Async")
                          && Arrays.equals(
                              other.getGenericParameterTypes(), method.getGenericParameterTypes())
                          && isFutureOf(
                              other.getGenericReturnType(), method.getGenericReturnType()));
      if (!found) {
        missing.add(name(method));
      }
    }

    assertThat(missing).isEmpty();
    assertThat(waiting).containsAll(WAITING).hasSizeGreaterThan(40);
  }

  @Test
  void existBesideBlockingMethods() {
    assertThat(methods())
        .filteredOn(method -> method.getName().endsWith("Async"))
        .hasSizeGreaterThan(40)
        .allSatisfy(
            method ->
                assertThat(methods())
                    .extracting(AsyncFormsTest::name)
                    .contains(name(method).replace("Async(", "(")));
  }

  private static boolean waits(Method method) {
    Class<?> type = method.getReturnType();
    boolean bills =
        type == List.class
            && method.getGenericReturnType() instanceof ParameterizedType
            && ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0]
                == Bill.class;
    return type == Response.class || type == Bill.class || bills || WAITING.contains(name(method));
  }

  private static boolean isFutureOf(Type future, Type result) {
    return future instanceof ParameterizedType
        && ((ParameterizedType) future).getRawType() == CompletableFuture.class
        && ((ParameterizedType) future).getActualTypeArguments()[0].equals(result);
  }

  private static List<Method> methods() {
    return CLASSES.stream()
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .collect(Collectors.toList());
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
  }
}
