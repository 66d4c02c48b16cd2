package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Answer;

/** A registry of the operations of documented endpoints. Paths are spelled as in the catalogue. */
public interface OperationRegistry {
  /**
   * Adds an endpoint that responds with JSON, or without a body if the catalogue documents none.
   *
   * @throws IllegalArgumentException if the catalogue does not have the endpoint
   */
  void on(String method, String path, FieldRules rules, Operation<ObjectNode> operation);

  /** Adds an endpoint that responds with JSON and has no rules beyond the documented ones. */
  default void on(String method, String path, Operation<ObjectNode> operation) {
    on(method, path, FieldRules.NONE, operation);
  }

  /**
   * Adds an endpoint that responds with a file.
   *
   * @throws IllegalArgumentException if the catalogue does not have the endpoint
   */
  void download(String path, FieldRules rules, Operation<Answer> operation);

  /** Adds an older path of a download, which the catalogue does not have. */
  void alias(String path, String documented);
}
