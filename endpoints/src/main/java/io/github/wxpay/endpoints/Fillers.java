package io.github.wxpay.endpoints;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

/** Finds the types that the lambdas of a generated method fill. */
final class Fillers {
  private Fillers() {}

  /** Returns the types in the order of the parameters. */
  static Class<?>[] of(Method method) {
    return Arrays.stream(method.getGenericParameterTypes())
        .filter(type -> type instanceof ParameterizedType)
        .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
        .filter(Fillers::isBody)
        .toArray(Class<?>[]::new);
  }

  private static boolean isBody(Type type) {
    return type instanceof Class<?> && Body.class.isAssignableFrom((Class<?>) type);
  }
}
