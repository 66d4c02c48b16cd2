package io.github.wxpay.sandbox.state;

/** Where families say which endpoints are theirs. */
@FunctionalInterface
public interface Desk {
  /**
   * Makes an endpoint one with a case of its own.
   *
   * @param path as the catalogue has it
   * @throws IllegalArgumentException if the catalogue does not have it
   */
  void on(String method, String path, Case own);
}
