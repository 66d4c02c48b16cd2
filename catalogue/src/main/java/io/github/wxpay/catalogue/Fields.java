package io.github.wxpay.catalogue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the resource by number. Each is made when it is first asked for: most programs look
 * at a few endpoints only, and to make all of them is nearly all the work of reading.
 */
final class Fields {
  private static final int BASE = 36;

  private String[] lines = new String[8192];
  // A field is immutable, so that two threads may make it at once and either one may stay.
  private @Nullable Field[] made = new Field[0];
  private int size;

  /** Adds the line of the next field, while the resource is read. */
  void add(String line) {
    if (size == lines.length) {
      lines = Arrays.copyOf(lines, 2 * size);
    }
    lines[size++] = line;
  }

  /** Ends the adding. */
  void close() {
    made = new Field[size];
  }

  /** Returns how a number is written. */
  static String written(int number) {
    return Integer.toString(number, BASE);
  }

  /** Returns the fields of numbers with blanks between. */
  List<Field> list(String numbers) {
    return numbers.isEmpty() ? List.of() : Collections.unmodifiableList(new Listed(this, numbers));
  }

  private List<Field> make(String numbers) {
    List<Field> list = new ArrayList<>();
    for (String number : Reader.split(numbers, ' ')) {
      list.add(field(Integer.parseInt(number, BASE)));
    }
    return List.copyOf(list);
  }

  private Field field(int number) {
    Field known = made[number];
    if (known == null) {
      known = parse(Reader.split(lines[number], '\t'));
      made[number] = known;
    }
    return known;
  }

  private Field parse(List<String> columns) {
    return new Field(
        columns.get(1),
        columns.get(2),
        column(columns, 3),
        column(columns, 4),
        column(columns, 5),
        Reader.texts(Reader.decoded(column(columns, 6)), '|'),
        list(column(columns, 7)));
  }

  /** The last columns of a field stay away where they are empty. */
  private static String column(List<String> columns, int index) {
    return index < columns.size() ? columns.get(index) : "";
  }

  private static final class Listed extends AbstractList<Field> implements RandomAccess {
    private final Fields all;
    private final String numbers;
    private volatile @Nullable List<Field> fields;

    Listed(Fields all, String numbers) {
      this.all = all;
      this.numbers = numbers;
    }

    @Override
    public Field get(int index) {
      return fields().get(index);
    }

    @Override
    public int size() {
      return fields().size();
    }

    private List<Field> fields() {
      List<Field> known = fields;
      if (known == null) {
        known = all.make(numbers);
        fields = known;
      }
      return known;
    }
  }
}
