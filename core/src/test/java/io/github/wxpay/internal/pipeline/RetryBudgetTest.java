package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  @Test
  void affordsRetriesUntilItIsUsedUp() {
    for (int left = RetryBudget.FULL; left >= RetryBudget.FAULT; left -= RetryBudget.FAULT) {
      assertThat(budget).hasToString(left + " of 500 tokens");
      assertThat(budget.take(RetryBudget.FAULT)).isTrue();
    }
    assertThat(budget).hasToString("10 of 500 tokens");
    assertThat(budget.take(RetryBudget.FAULT)).isFalse();
    assertThat(budget).hasToString("10 of 500 tokens");
    assertThat(budget.take(RetryBudget.REFUSED)).isTrue();
    assertThat(budget.take(RetryBudget.REFUSED)).isTrue();
    assertThat(budget).hasToString("0 of 500 tokens");
    assertThat(budget.take(RetryBudget.REFUSED)).isFalse();
  }

  @Test
  void getsBackThePriceOfRetryThatSucceeded() {
    assertThat(budget.take(RetryBudget.FAULT)).isTrue();
    assertThat(budget.take(RetryBudget.FAULT)).isTrue();

    budget.succeeded(RetryBudget.FAULT);

    assertThat(budget).hasToString("486 of 500 tokens");
  }

  @Test
  void earnsOneTokenForSuccessWithoutRetry() {
    assertThat(budget.take(RetryBudget.REFUSED)).isTrue();

    budget.succeeded(0);

    assertThat(budget).hasToString("496 of 500 tokens");
  }

  @Test
  void neverHoldsMoreThanAtTheStart() {
    budget.succeeded(0);
    assertThat(budget).hasToString("500 of 500 tokens");
    budget.succeeded(RetryBudget.FAULT);
    assertThat(budget).hasToString("500 of 500 tokens");
  }
}
