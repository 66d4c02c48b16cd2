package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Catalogue;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The constants are the event types of the catalogue, all of them and no others. */
class EventTypesTest {
  @Test
  void areThoseOfTheCatalogue() throws IllegalAccessException {
    Set<String> documented = new TreeSet<>();
    Catalogue.load().notifications().stream()
        .filter(notification -> notification.version() == 3)
        .forEach(notification -> documented.addAll(notification.eventTypes()));

    assertThat(documented).hasSize(102);
    assertThat(constants().values()).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void haveTheNamesOfTheirValues() throws IllegalAccessException {
    constants().forEach((name, value) -> assertThat(name).isEqualTo(value.replace('.', '_')));
  }

  private static Map<String, String> constants() throws IllegalAccessException {
    Map<String, String> constants = new TreeMap<>();
    for (Field field : EventTypes.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers()))
          .as(field.getName())
          .isTrue();
      constants.put(field.getName(), (String) field.get(null));
    }
    return constants;
  }
}
