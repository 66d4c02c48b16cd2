package io.github.wxpay.cli.doctor;

import io.github.wxpay.cli.terminal.Failure;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value of the configuration that was read, is missing, or cannot be read. Immutable. */
final class Loaded<T> {
  private final @Nullable T value;
  private final String problem;

  private Loaded(@Nullable T value, String problem) {
    this.value = value;
    this.problem = problem;
  }

  /** Returns a value that the configuration does not have. */
  static <T> Loaded<T> missing() {
    return new Loaded<>(null, "");
  }

  /** Reads a value; the message of an exception becomes the problem. */
  static <T> Loaded<T> of(Supplier<T> reader) {
    try {
      return new Loaded<>(reader.get(), "");
    } catch (RuntimeException e) { // the library describes the problem in its message
      return new Loaded<>(null, Failure.text(e));
    }
  }

  /** Returns whether the value was read. */
  boolean isPresent() {
    return value != null;
  }

  /** Returns whether the configuration does not have the value. */
  boolean isMissing() {
    return value == null && problem.isEmpty();
  }

  /** Returns the value, which must be present. */
  T get() {
    return Objects.requireNonNull(value, "value == null");
  }

  /** Returns why the value cannot be read; empty if it was read or is missing. */
  String problem() {
    return problem;
  }
}
