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
  private final Set<String> refunded;
  private final State.Kind absent;
  private final String part;
  private final String failedPart;

  private States(
      String field,
      Set<String> succeeded,
      Set<String> failed,
      Set<String> refunded,
      State.Kind absent,
      String part,
      String failedPart) {
    this.field = field;
    this.succeeded = succeeded;
    this.failed = failed;
    this.refunded = refunded;
    this.absent = absent;
    this.part = part;
    this.failedPart = failedPart;
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
    return new States(field, words(succeeded), words(failed), Set.of(), State.Kind.OPEN, "", "");
  }

  /** Returns the states of a response that has no state, which all have one kind. */
  static States none(State.Kind kind) {
    return new States("", Set.of(), Set.of(), Set.of(), kind, "", "");
  }

  /** Returns these states, with another kind for a response without the field. */
  States or(State.Kind kind) {
    return new States(field, succeeded, failed, refunded, kind, part, failedPart);
  }

  /**
   * Returns these states, with a value for a payment of which a refund or a reversal has returned
   * at least a part.
   */
  States refunded(String value) {
    return new States(field, succeeded, failed, Set.of(value), absent, part, failedPart);
  }

  /**
   * Returns these states, where success counts as failure if each part failed, such as each
   * receiver of a finished order of profit sharing.
   *
   * @param name the field of the parts, named as in {@link #of(String, String, String)}
   * @param value its value in a part that failed
   */
  States unlessAll(String name, String value) {
    return new States(field, succeeded, failed, refunded, absent, name, value);
  }

  /** Returns the name of the field; empty if there is none. */
  String field() {
    return field;
  }

  /** Returns the name of the field of the parts; empty if they are not looked at. */
  String part() {
    return part;
  }

  /** Returns the final values, sorted. */
  Set<String> values() {
    Set<String> values = new TreeSet<>(succeeded);
    values.addAll(failed);
    values.addAll(refunded);
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
    boolean isFailed = found.kind() == State.Kind.SUCCEEDED && allPartsFailed(response);
    return isFailed ? State.of(State.Kind.FAILED, found.text()) : found;
  }

  private boolean allPartsFailed(JsonNode response) {
    List<String> texts = new ArrayList<>();
    if (!part.isEmpty()) {
      collect(response, part, texts);
    }
    return !texts.isEmpty() && texts.stream().allMatch(failedPart::equals);
  }

  private State.Kind kind(String text) {
    if (succeeded.contains(text)) {
      return State.Kind.SUCCEEDED;
    }
    if (failed.contains(text)) {
      return State.Kind.FAILED;
    }
    return refunded.contains(text) ? State.Kind.REFUNDED : State.Kind.OPEN;
  }

  private static int rank(State state) {
    switch (state.kind()) {
      case OPEN:
        return 3;
      case SUCCEEDED:
        return 2;
      case REFUNDED:
        return 1;
      default:
        return 0;
    }
  }

  private static void collect(JsonNode node, String path, List<String> texts) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, path, texts));
      return;
    }
    int slash = path.indexOf('/');
    if (slash >= 0) {
      collect(node.path(path.substring(0, slash)), path.substring(slash + 1), texts);
    } else {
      JsonNode value = node.path(path);
      if (value.isValueNode() && !value.isNull() && !value.asText().isEmpty()) {
        texts.add(value.asText());
      }
    }
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
  }
}
