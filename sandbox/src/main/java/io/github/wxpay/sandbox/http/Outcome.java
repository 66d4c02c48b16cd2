package io.github.wxpay.sandbox.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer, and what was thought of the request's signature. */
public final class Outcome {
  private final Answer answer;
  private final @Nullable String problem;
  private final @Nullable String fault;
  private final Supplier<@Nullable ExpectedText> signing;

  private Outcome(
      Answer answer,
      @Nullable String problem,
      @Nullable String fault,
      Supplier<@Nullable ExpectedText> signing) {
    this.answer = answer;
    this.problem = problem;
    this.fault = fault;
    this.signing = signing;
  }

  /** The signature was right; the answer may still be a refusal of another kind. */
  public static Outcome verified(Answer answer) {
    return new Outcome(answer, null, null, () -> null);
  }

  /** The gate objected. */
  public static Outcome objected(Answer answer, String problem) {
    return new Outcome(answer, problem, null, () -> null);
  }

  /** Returns the same thought with another answer. */
  public Outcome with(Answer other) {
    return new Outcome(other, problem, fault, signing);
  }

  /** Returns the same with what a fault made of its answer, and the fault's name. */
  public Outcome faulty(Answer other, String name) {
    return new Outcome(other, problem, name, signing);
  }

  /**
   * Returns the same with the text to be signed, which is worked out when asked for: most requests
   * are never looked at.
   */
  public Outcome signing(Supplier<@Nullable ExpectedText> text) {
    return new Outcome(answer, problem, fault, text);
  }

  public Answer answer() {
    return answer;
  }

  /** Returns what the gate objected to, null if nothing. */
  public @Nullable String problem() {
    return problem;
  }

  /** Returns what was let go wrong, null if nothing was. */
  public @Nullable String fault() {
    return fault;
  }

  /** Returns what gives the text to be signed, or null. */
  public Supplier<@Nullable ExpectedText> signing() {
    return signing;
  }
}
