package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The transitions between the states of one kind of document. A state may consist of two fields,
 * such as {@code DOING/USER_CONFIRM}. Immutable.
 */
final class Transitions {
  private final String what;
  private final String number;
  private final LedgerException.Kind refusal;
  private final String ending;
  private final List<String> fields;
  private final Map<String, Step> steps;

  /**
   * Creates an empty table.
   *
   * @param what the name of a document in messages
   * @param number the field with the number of a document, for messages
   * @param ending the end of the message of a rejection; {@code %s} is replaced by the allowed
   *     states
   * @param fields the field of the state and, optionally, that of its second part
   */
  Transitions(
      String what, String number, LedgerException.Kind refusal, String ending, String... fields) {
    this(what, number, refusal, ending, List.of(fields), Map.of());
  }

  private Transitions(
      String what,
      String number,
      LedgerException.Kind refusal,
      String ending,
      List<String> fields,
      Map<String, Step> steps) {
    this.what = what;
    this.number = number;
    this.refusal = refusal;
    this.ending = ending;
    this.fields = fields;
    this.steps = Map.copyOf(steps);
  }

  /**
   * Returns a copy of this table with another step.
   *
   * @param time the field for the time of the step, empty if there is none
   */
  Transitions with(String step, String to, String time, String... from) {
    Map<String, Step> more = new HashMap<>(steps);
    more.put(step, new Step(to, time, List.of(from)));
    return new Transitions(what, number, refusal, ending, fields, more);
  }

  /** Returns the state of a document. */
  String state(ObjectNode document) {
    StringBuilder state = new StringBuilder();
    for (String field : fields) {
      String part = document.path(field).asText();
      state.append(state.length() == 0 || part.isEmpty() ? "" : "/").append(part);
    }
    return state.toString();
  }

  /** Sets the initial state of a new document. */
  void start(ObjectNode document, String state) {
    String[] parts = state.split("/", -1);
    for (int i = 0; i < fields.size(); i++) {
      if (i < parts.length) {
        document.put(fields.get(i), parts[i]);
      } else {
        document.remove(fields.get(i));
      }
    }
  }

  /**
   * Takes a step; throws a {@link LedgerException} if the state of the document does not allow it.
   */
  void take(ObjectNode document, String step, Instant now) {
    Step taken = step(step);
    require(document, taken.from);
    start(document, taken.to);
    if (!taken.time.isEmpty()) {
      document.put(taken.time, Times.rfc3339(now));
    }
  }

  /**
   * Takes a step unless the document is already in its target state; returns whether it was taken.
   */
  boolean reach(ObjectNode document, String step, Instant now) {
    if (state(document).equals(step(step).to)) {
      return false;
    }
    take(document, step, now);
    return true;
  }

  /** Throws a {@link LedgerException} unless the document is in one of the states. */
  void require(ObjectNode document, List<String> states) {
    String state = state(document);
    if (!states.contains(state)) {
      throw new LedgerException(
          refusal,
          what
              + " "
              + document.path(number).asText()
              + " is "
              + state
              + ending.replace("%s", String.join(", ", states)));
    }
  }

  private Step step(String name) {
    return Objects.requireNonNull(steps.get(name), name);
  }

  private static final class Step {
    final String to;
    final String time;
    final List<String> from;

    Step(String to, String time, List<String> from) {
      this.to = to;
      this.time = time;
      this.from = from;
    }
  }
}
