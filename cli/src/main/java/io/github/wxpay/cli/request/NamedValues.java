package io.github.wxpay.cli.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form {@code name=value}, again and again. */
public final class NamedValues {
  private NamedValues() {}

  /**
   * Returns the values by their names, in the order given; a repeated name has a list of values.
   *
   * @param option the option that gave them, for messages
   * @throws IllegalArgumentException if one is not of this form
   */
  public static Map<String, Object> all(String option, List<String> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String one : given) {
      add(values, name(option, one), value(one));
    }
    return values;
  }

  /**
   * Returns the values by their names; each name at most once.
   *
   * @throws IllegalArgumentException if one is not of this form, or a name is repeated
   */
  public static Map<String, String> single(String option, List<String> given) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String one : given) {
      String name = name(option, one);
      if (values.putIfAbsent(name, value(one)) != null) {
        throw new IllegalArgumentException(
            "`" + option + "` gives `" + name + "` twice. Pass it once.");
      }
    }
    return values;
  }

  private static String name(String option, String one) {
    int mark = one.indexOf('=');
    if (mark <= 0) {
      throw new IllegalArgumentException(
          "`"
              + option
              + "` must be name=value; got "
              + (mark == 0 ? "a value without a name" : one.length() + " characters without '='")
              + ".");
    }
    return one.substring(0, mark);
  }

  private static String value(String one) {
    return one.substring(one.indexOf('=') + 1);
  }

  /** Adds a value; a second one of the same name makes a list. */
  static void add(Map<String, Object> values, String name, Object value) {
    Object present = values.get(name);
    if (present == null) {
      values.put(name, value);
    } else if (present instanceof Repeated) {
      ((Repeated) present).add(value);
    } else {
      Repeated list = new Repeated();
      list.add(present);
      list.add(value);
      values.put(name, list);
    }
  }

  /** The values of a repeated name, as opposed to a list that was given as one value. */
  private static final class Repeated extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;
  }
}
