package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.catalogue.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules for fields beyond those of the catalogue, checked in the order of their addition, before
 * the decryption of sensitive fields. A place is a path of names separated by slashes, such as
 * {@code amount/total}, with {@code *} for each index. All rules except {@link #required} ignore
 * absent fields. Immutable.
 */
public final class FieldRules {
  /** No rules beyond the documented ones. */
  public static final FieldRules NONE = new FieldRules(List.of());

  private static final Pattern DAY = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");

  private final List<Rule> rules;

  private FieldRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Requires a field that is not empty, if its parent is present. */
  public FieldRules required(String place) {
    return with(place, (request, value) -> isAbsent(value) ? "is required" : null);
  }

  /** Requires the number of the merchant that signed. */
  public FieldRules signer(String place) {
    return ifPresent(
        place,
        (request, value) ->
            value.asText().equals(request.mchid())
                ? null
                : "must be the number of the merchant that signed, " + request.mchid());
  }

  /** Requires a text of a format, with its description for messages. */
  public FieldRules matching(String place, Pattern form, String words) {
    return ifPresent(
        place,
        (request, value) -> form.matcher(value.asText()).matches() ? null : "must be " + words);
  }

  /** Requires a day such as {@code 2019-06-11}. */
  public FieldRules day(String place) {
    return matching(place, DAY, "a day such as 2019-06-11");
  }

  /** Requires one of the values. */
  public FieldRules oneOf(String place, String... values) {
    return ifPresent(place, (request, value) -> noneOf(List.of(values), value));
  }

  /** Requires one of the documented values; use it only if their list is known to be complete. */
  public FieldRules documented(String place) {
    return ifPresent(
        place,
        (request, value) -> {
          Optional<Field> field = request.documented(place);
          return field.map(known -> noneOf(known.values(), value)).orElse(null);
        });
  }

  /** Requires an integer of at least {@code min} that fits in an {@code int}. */
  public FieldRules amount(String place, int min) {
    return ifPresent(
        place,
        (request, value) -> {
          boolean fits = value.isIntegralNumber() && value.canConvertToInt();
          return fits && value.intValue() >= min
              ? null
              : "must be " + min + " to " + Integer.MAX_VALUE;
        });
  }

  /**
   * Checks a request.
   *
   * @throws io.github.wxpay.sandbox.ledger.LedgerException if a field violates a rule
   */
  public void check(CheckedRequest request) {
    rules.forEach(rule -> rule.check(request));
  }

  private FieldRules ifPresent(String place, Check check) {
    return with(
        place,
        (request, value) ->
            value.isMissingNode() || value.isNull() ? null : check.issue(request, value));
  }

  private FieldRules with(String place, Check check) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(
        request -> {
          for (String at : places(request, place)) {
            String issue = check.issue(request, request.value(at));
            if (issue != null) {
              throw request.wrong(at, issue);
            }
          }
        });
    return new FieldRules(more);
  }

  private static boolean isAbsent(JsonNode value) {
    boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
    return value.isMissingNode() || value.isNull() || empty;
  }

  private static @Nullable String noneOf(List<String> values, JsonNode value) {
    return values.isEmpty() || values.contains(value.asText())
        ? null
        : "must be one of " + String.join(", ", values);
  }

  /** Returns the places with an index for each {@code *}; empty if the parent is absent. */
  private static List<String> places(CheckedRequest request, String place) {
    int star = place.indexOf("/*/");
    if (star < 0) {
      String parent = place.substring(0, Math.max(0, place.lastIndexOf('/')));
      return request.value(parent).isObject() ? List.of(place) : List.of();
    }
    List<String> all = new ArrayList<>();
    String array = place.substring(0, star);
    for (int i = 0; i < request.value(array).size(); i++) {
      all.addAll(places(request, array + "/" + i + place.substring(star + 2)));
    }
    return all;
  }

  /** Returns the rule that a value violates, null if it is valid. */
  private interface Check {
    @Nullable String issue(CheckedRequest request, JsonNode value);
  }

  /** Throws an exception if a request violates a rule. */
  private interface Rule {
    void check(CheckedRequest request);
  }
}
