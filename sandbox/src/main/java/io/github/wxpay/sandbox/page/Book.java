package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The documented endpoints, to be looked up. */
public interface Book {
  /** A book with nothing in it. */
  Book EMPTY =
      new Book() {
        @Override
        public ArrayNode find(String words) {
          return JsonNodeFactory.instance.arrayNode();
        }

        @Override
        public @Nullable ObjectNode endpoint(String method, String path) {
          return null;
        }
      };

  /**
   * Returns the endpoints that fit the words, best first, each with {@code version}, {@code
   * method}, {@code path}, {@code title}, {@code kind}, {@code deprecated} and {@code host}.
   */
  ArrayNode find(String words);

  /**
   * Returns an endpoint with {@code query}, {@code request} and {@code response} besides: lists of
   * fields with {@code name}, {@code type}, {@code required}, {@code enum}, {@code encrypted} and,
   * nested, {@code fields}. Null if there is none.
   */
  @Nullable ObjectNode endpoint(String method, String path);
}
