package io.github.wxpay.internal.json;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recognises types of other libraries and languages, which databind would write by their getters.
 * Compares names, so that none of these libraries is required.
 */
final class ForeignTypes {
  /** Trees whose {@code toString()} is their JSON. Those of fastjson are maps and lists. */
  private static final Set<String> TREES =
      Set.of(
          "tools.jackson.databind.JsonNode",
          "com.google.gson.JsonElement",
          "org.json.JSONObject",
          "org.json.JSONArray",
          "org.json.JSONObject$Null",
          "jakarta.json.JsonValue",
          "javax.json.JsonValue",
          "io.vertx.core.json.JsonObject",
          "io.vertx.core.json.JsonArray",
          "kotlinx.serialization.json.JsonElement",
          "cn.hutool.json.JSONNull");

  /** Super types of collections of other languages that are neither a Map nor a Collection. */
  private static final Set<String> COLLECTIONS =
      Set.of(
          "scala.collection.IterableOnce",
          "scala.collection.GenTraversableOnce",
          "scala.Option",
          "clojure.lang.Seqable",
          "io.vavr.Value",
          "org.eclipse.collections.api.InternalIterable");

  /**
   * Packages of languages and collections, whose classes are data only if they implement Java's
   * types.
   */
  private static final List<String> PACKAGES =
      List.of(
          "scala.",
          "clojure.",
          "groovy.",
          "org.codehaus.groovy.",
          "org.apache.groovy.",
          "io.vavr.",
          "kotlin.sequences.",
          "org.eclipse.collections.");

  private ForeignTypes() {}

  /** Returns whether a class is that of a tree of another JSON library. */
  static boolean isTree(Class<?> type) {
    return isAny(type, TREES::contains);
  }

  /**
   * Returns whether a class, which is neither a Map nor a Collection nor a scalar, belongs to
   * another language.
   */
  static boolean isForeign(Class<?> type) {
    return PACKAGES.stream().anyMatch(type.getName()::startsWith)
        || isAny(type, COLLECTIONS::contains);
  }

  /** Returns whether the name of a class, a superclass or an interface matches. */
  private static boolean isAny(@Nullable Class<?> type, Predicate<String> names) {
    if (type == null || type.getModule() == Object.class.getModule()) {
      return false;
    }
    if (names.test(type.getName()) || isAny(type.getSuperclass(), names)) {
      return true;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (isAny(parent, names)) {
        return true;
      }
    }
    return false;
  }
}
