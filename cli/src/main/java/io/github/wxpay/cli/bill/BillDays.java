package io.github.wxpay.cli.bill;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Days of bills in an argument: {@code 2026-01-01}, or {@code 2026-01-01..2026-01-31}. */
public final class BillDays {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.\\.([0-9]{4}-[0-9]{2}-[0-9]{2}))?");
  private static final int MAX = 366;

  private BillDays() {}

  /**
   * Returns the days of an argument; empty if it does not have the form of days.
   *
   * @throws IllegalArgumentException if a day does not exist, or there are more than 366
   */
  public static Optional<List<LocalDate>> of(String argument) {
    Matcher matcher = FORM.matcher(argument);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate from = LocalDate.parse(matcher.group(1));
      LocalDate to = matcher.group(2) == null ? from : LocalDate.parse(matcher.group(2));
      if (to.isBefore(from) || from.plusDays(MAX).isBefore(to)) {
        throw new IllegalArgumentException(
            "'" + argument + "' must have 1 to " + MAX + " days, the earlier one first.");
      }
      return Optional.of(from.datesUntil(to.plusDays(1)).collect(Collectors.toList()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + argument + "' has a day that does not exist. Write days as 2026-01-31.");
    }
  }
}
