package io.github.wxpay.sandbox.http;

import org.jspecify.annotations.Nullable;

/** An answer, and what was thought of the request's signature. */
public final class Outcome {
  private final Answer answer;
  private final @Nullable String problem;

  private Outcome(Answer answer, @Nullable String problem) {
    this.answer = answer;
    this.problem = problem;
  }

  /** The signature was right; the answer may still be a refusal of another kind. */
  public static Outcome verified(Answer answer) {
    return new Outcome(answer, null);
  }

  /** The gate objected. */
  public static Outcome objected(Answer answer, String problem) {
    return new Outcome(answer, problem);
  }

  /** Returns the same thought with another answer. */
  public Outcome with(Answer other) {
    return new Outcome(other, problem);
  }

  public Answer answer() {
    return answer;
  }

  /** Returns what the gate objected to, null if nothing. */
  public @Nullable String problem() {
    return problem;
  }
}
