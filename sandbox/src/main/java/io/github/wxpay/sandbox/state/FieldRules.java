package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.catalogue.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rules on fields that the catalogue does not know, checked in the order in which they were added.
 * They are checked before the decryption of sensitive fields. A place is names with slashes
 * between, {@code amount/total}, with {@code *} for each index. All but {@link #required} pass over
 * fields that are absent. Immutable.
 */
public final class FieldRules {
  /** No rules beyond the documented ones. */
  public static final FieldRules NONE = new FieldRules(List.of(), Set.of());

  private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/)");

  private final List<Rule> rules;
  private final Set<String> optional;

  private FieldRules(List<Rule> rules, Set<String> optional) {
    this.rules = List.copyOf(rules);
    this.optional = Set.copyOf(optional);
  }

  /** Takes fields as optional that are documented as required but are so for some merchants. */
  public FieldRules optional(String... places) {
    Set<String> more = new HashSet<>(optional);
    more.addAll(Arrays.asList(places));
    return new FieldRules(rules, more);
  }

  /** Requires a field, or one of the others in its place; wherever its parent is present. */
  public FieldRules required(String place, String... others) {
    return with(
        place,
        (request, value) ->
            isAbsent(value)
                    && Arrays.stream(others).allMatch(other -> isAbsent(request.value(other)))
                ? "is required"
                : null);
  }

  /** Requires the number of the merchant who signed. */
  public FieldRules ours(String place) {
    return present(
        place,
        (request, value) ->
            value.asText().equals(request.mchid())
                ? null
                : "must be the merchant who signed, " + request.mchid());
  }

  /** Requires a text of that many characters. */
  public FieldRules length(String place, int min, int max) {
    return present(
        place,
        (request, value) -> {
          String text = value.asText();
          int length = text.codePointCount(0, text.length());
          return length < min || length > max
              ? "must have " + min + " to " + max + " characters, not " + length
              : null;
        });
  }

  /** Requires a text of that form; the words say the form. */
  public FieldRules matching(String place, Pattern form, String words) {
    return present(
        place,
        (request, value) -> form.matcher(value.asText()).matches() ? null : "must be " + words);
  }

  /** Requires one of the values. */
  public FieldRules oneOf(String place, String... values) {
    return present(place, (request, value) -> noneOf(List.of(values), value));
  }

  /** Requires one of the documented values. */
  public FieldRules documented(String place) {
    return present(
        place,
        (request, value) -> {
          Optional<Field> field = request.documented(place);
          return field.map(known -> noneOf(known.values(), value)).orElse(null);
        });
  }

  /** Requires an integer, at least so large. */
  public FieldRules atLeast(String place, long min) {
    return present(
        place,
        (request, value) ->
            !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min
                ? "must be at least " + min
                : null);
  }

  /** Requires an integer, at most so large. */
  public FieldRules atMost(String place, long max) {
    return present(
        place, (request, value) -> value.longValue() > max ? "must be at most " + max : null);
  }

  /** Requires an integer between the two, which fits in an {@code int}. */
  public FieldRules range(String place, int min, int max) {
    return present(
        place,
        (request, value) -> {
          boolean fits = value.isIntegralNumber() && value.canConvertToInt();
          return fits && value.intValue() >= min && value.intValue() <= max
              ? null
              : "must be " + min + " to " + max;
        });
  }

  /** Returns these rules and the others after them. */
  public FieldRules and(FieldRules others) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    Set<String> more = new HashSet<>(optional);
    more.addAll(others.optional);
    return new FieldRules(all, more);
  }

  /**
   * Checks a request.
   *
   * @throws io.github.wxpay.sandbox.ledger.LedgerException if a field breaks a rule
   */
  public void check(CheckedRequest request) {
    rules.forEach(rule -> rule.check(request));
  }

  /** Returns whether the field may be absent although it is documented as required. */
  public boolean isOptional(String place) {
    return optional.contains(INDEX.matcher(place).replaceAll("/*"));
  }

  private FieldRules present(String place, Check check) {
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
    return new FieldRules(more, optional);
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

  /** Returns the places with an index for each {@code *}; none where there is no parent. */
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

  /** Returns what is wrong with a value, null if nothing is. */
  private interface Check {
    @Nullable String issue(CheckedRequest request, JsonNode value);
  }

  /** Throws what is wrong with a request. */
  private interface Rule {
    void check(CheckedRequest request);
  }
}
