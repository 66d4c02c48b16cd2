package io.github.wxpay.sandbox.state;

import java.util.Set;

/** Where families say which endpoints are theirs. */
@FunctionalInterface
public interface OperationRegistry {
  /**
   * Makes an endpoint one with a case of its own.
   *
   * @param path as the catalogue has it
   * @param optional pointers of fields, {@code *} for each index, that are documented as required
   *     but are so for some merchants only
   * @throws IllegalArgumentException if the catalogue does not have it
   */
  void on(String method, String path, Operation own, Set<String> optional);

  /** Makes an endpoint one with a case of its own, required fields as documented. */
  default void on(String method, String path, Operation own) {
    on(method, path, own, Set.of());
  }
}
