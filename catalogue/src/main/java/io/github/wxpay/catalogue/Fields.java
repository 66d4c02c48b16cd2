package io.github.wxpay.catalogue;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the resource by number. Each is made when it is first asked for: most programs look
 * at a few endpoints only, and to make all of them is nearly all the work of reading.
 */
final class Fields {
  private static final int BASE = 36;

  private final String text;
  // Few limits are shared by many fields, and a pattern is costly to compile.
  private final Map<String, Limits> limits = new ConcurrentHashMap<>();
  private volatile @Nullable Table table;

  /** Takes their lines, the first of the number 0. */
  Fields(String text) {
    this.text = text;
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
    Table known = table;
    if (known == null) {
      known = new Table(Reader.split(text, '\n'));
      table = known;
    }
    List<Field> list = new ArrayList<>();
    for (String number : Reader.split(numbers, ' ')) {
      list.add(field(known, Integer.parseInt(number, BASE)));
    }
    return List.copyOf(list);
  }

  private Field field(Table known, int number) {
    Field field = known.made[number];
    if (field == null) {
      field = parse(Reader.split(known.lines.get(number), '\t'));
      known.made[number] = field;
    }
    return field;
  }

  private Field parse(List<String> columns) {
    return new Field(
        columns.get(1),
        columns.get(2),
        column(columns, 3),
        column(columns, 4),
        column(columns, 5),
        Reader.texts(Reader.decoded(column(columns, 6)), '|'),
        list(column(columns, 7)),
        limits.computeIfAbsent(Reader.decoded(column(columns, 8)), Limits::of));
  }

  /** The last columns of a field stay away where they are empty. */
  private static String column(List<String> columns, int index) {
    return index < columns.size() ? columns.get(index) : "";
  }

  private static final class Table {
    final List<String> lines;
    // A field is immutable, so that two threads may make it at once and either one may stay.
    final @Nullable Field[] made;

    Table(List<String> lines) {
      this.lines = lines;
      this.made = new Field[lines.size()];
    }
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

    @Override
    public String toString() {
      return Lines.print(this);
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
