package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The field of a response that has the state, and its final values. Every other value is {@link
 * State.Kind#OPEN}. Immutable.
 */
final class States {
  private final String field;
  private final Set<String> succeeded;
  private final Set<String> failed;
  private final State.Kind absent;

  private States(String field, Set<String> succeeded, Set<String> failed, State.Kind absent) {
    this.field = field;
    this.succeeded = succeeded;
    this.failed = failed;
    this.absent = absent;
  }

  /**
   * Creates the states of a field.
   *
   * @param field its name; names of nested fields are separated by a slash, and the elements of
   *     arrays are visited
   * @param succeeded values separated by spaces
   * @param failed values separated by spaces; may be empty
   */
  static States of(String field, String succeeded, String failed) {
    return new States(field, words(succeeded), words(failed), State.Kind.OPEN);
  }

  /** Returns the states of a response that has no state. */
  static States none(State.Kind kind) {
    return new States("", Set.of(), Set.of(), kind);
  }

  /** Returns these states, with another kind for a response without the field. */
  States or(State.Kind kind) {
    return new States(field, succeeded, failed, kind);
  }

  /** Returns the name of the field; empty if there is none. */
  String field() {
    return field;
  }

  /** Returns the final values, sorted. */
  Set<String> values() {
    Set<String> values = new TreeSet<>(succeeded);
    values.addAll(failed);
    return values;
  }

  /**
   * Returns the state of a response. Of several states, one that is not final determines the
   * result, and otherwise one that succeeded: money may not be sent again if a part of it was.
   */
  State of(JsonNode response) {
    List<String> texts = new ArrayList<>();
    if (!field.isEmpty()) {
      collect(response, field, texts);
    }
    State found = State.of(absent, "");
    for (int i = 0; i < texts.size(); i++) {
      State next = State.of(kind(texts.get(i)), texts.get(i));
      found = i == 0 || rank(next) > rank(found) ? next : found;
    }
    return found;
  }

  private State.Kind kind(String text) {
    return succeeded.contains(text)
        ? State.Kind.SUCCEEDED
        : failed.contains(text) ? State.Kind.FAILED : State.Kind.OPEN;
  }

  private static int rank(State state) {
    return state.kind() == State.Kind.OPEN ? 2 : state.kind() == State.Kind.SUCCEEDED ? 1 : 0;
  }

  private static void collect(JsonNode node, String path, List<String> texts) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, path, texts));
      return;
    }
    int slash = path.indexOf('/');
    if (slash >= 0) {
      collect(node.path(path.substring(0, slash)), path.substring(slash + 1), texts);
    } else if (node.path(path).isValueNode() && !node.path(path).asText().isEmpty()) {
      texts.add(node.path(path).asText());
    }
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
  }
}
