package io.github.wxpay.sandbox.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A response, and the result of verifying the request's signature. Immutable. */
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

  /** Returns the outcome of a request whose signature is valid, whatever its response. */
  public static Outcome verified(Answer answer) {
    return new Outcome(answer, null, null, () -> null);
  }

  /** Returns the outcome of a request whose signature was refused. */
  public static Outcome objected(Answer answer, String problem) {
    return new Outcome(answer, problem, null, () -> null);
  }

  /** Returns this outcome with another response. */
  public Outcome with(Answer other) {
    return new Outcome(other, problem, fault, signing);
  }

  /** Returns this outcome with the response changed by a fault, and the name of the fault. */
  public Outcome faulty(Answer other, String name) {
    return new Outcome(other, problem, name, signing);
  }

  /**
   * Returns this outcome with the text to sign. It is computed on demand, since most requests do
   * not need it.
   */
  public Outcome signing(Supplier<@Nullable ExpectedText> text) {
    return new Outcome(answer, problem, fault, text);
  }

  public Answer answer() {
    return answer;
  }

  /** Returns why the signature was refused; null if it was not. */
  public @Nullable String problem() {
    return problem;
  }

  /** Returns the name of the injected fault; null if there was none. */
  public @Nullable String fault() {
    return fault;
  }

  /** Returns the supplier of the text to sign, which may supply null. */
  public Supplier<@Nullable ExpectedText> signing() {
    return signing;
  }
}
