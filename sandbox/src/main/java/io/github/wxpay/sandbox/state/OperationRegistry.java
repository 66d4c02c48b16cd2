package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Answer;

/** Takes the operations of documented endpoints; a path is written as the catalogue has it. */
public interface OperationRegistry {
  /**
   * Adds an endpoint that responds with JSON, or without a body where the catalogue says so.
   *
   * @throws IllegalArgumentException if the catalogue does not have it
   */
  void on(String method, String path, FieldRules rules, Operation<ObjectNode> operation);

  /** Adds an endpoint that responds with JSON and has no rules beyond the documented ones. */
  default void on(String method, String path, Operation<ObjectNode> operation) {
    on(method, path, FieldRules.NONE, operation);
  }

  /**
   * Adds an endpoint that responds with a file.
   *
   * @throws IllegalArgumentException if the catalogue does not have it
   */
  void download(String path, FieldRules rules, Operation<Answer> operation);

  /** Serves a download at an older path too, which the catalogue does not have. */
  void alias(String path, String documented);
}
