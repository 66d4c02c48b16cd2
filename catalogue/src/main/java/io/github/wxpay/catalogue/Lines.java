package io.github.wxpay.catalogue;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list that prints its first 20 elements, one per line.
 *
 * @param <E> the type of the elements
 */
final class Lines<E> extends AbstractList<E> implements RandomAccess {
  private static final int SHOWN = 20;

  private final List<E> elements;

  private Lines(List<E> elements) {
    this.elements = elements;
  }

  static <E> List<E> of(List<E> elements) {
    return Collections.unmodifiableList(new Lines<>(List.copyOf(elements)));
  }

  /** Returns the elements in brackets, one per line. */
  static String print(List<?> elements) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < Math.min(SHOWN, elements.size()); i++) {
      text.append(i == 0 ? "" : ",\n ").append(elements.get(i));
    }
    int more = elements.size() - SHOWN;
    return text.append(more > 0 ? ",\n … " + more + " more]" : "]").toString();
  }

  @Override
  public E get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public String toString() {
    return print(this);
  }
}
