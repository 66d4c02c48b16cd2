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
 * The table of steps that take one kind of document from state to state. A state may be in two
 * fields, {@code DOING/USER_CONFIRM}. Immutable.
 */
final class Transitions {
  private final String what;
  private final String number;
  private final LedgerException.Kind refusal;
  private final String ending;
  private final List<String> fields;
  private final Map<String, Step> steps;

  /**
   * Makes an empty table.
   *
   * @param what one of the documents in words, for messages
   * @param number the field with the number that messages show
   * @param ending how the message of a refusal ends; {@code %s} are the states it must be in
   * @param fields the field of the state, and perhaps that of its second part
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
   * Returns this table with one more step.
   *
   * @param time the field that gets the time of the step, empty if none does
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

  /** Sets the state of a document that is just made. */
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

  /** Takes a step; throws a {@link LedgerException} if the document is in another state. */
  void take(ObjectNode document, String step, Instant now) {
    Step taken = step(step);
    require(document, taken.from);
    start(document, taken.to);
    if (!taken.time.isEmpty()) {
      document.put(taken.time, Times.rfc3339(now));
    }
  }

  /** Takes a step unless the document is there already; returns whether it was taken. */
  boolean reach(ObjectNode document, String step, Instant now) {
    if (state(document).equals(step(step).to)) {
      return false;
    }
    take(document, step, now);
    return true;
  }

  /** Throws a {@link LedgerException} if the document is in none of the states. */
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
