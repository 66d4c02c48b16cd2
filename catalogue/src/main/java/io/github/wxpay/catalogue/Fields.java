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
 * The fields of the resource by number. Each is created at its first use, because most programs use
 * few endpoints and parsing the fields takes most of the time of reading. Safe for use by many
 * threads.
 */
final class Fields {
  private static final int BASE = 36;

  private final String text;
  // Many fields have the same limits, and compiling a pattern is slow.
  private final Map<String, Limits> limits = new ConcurrentHashMap<>();
  private volatile @Nullable Table table;

  /** Creates the fields of these lines, whose numbers start with 0. */
  Fields(String text) {
    this.text = text;
  }

  /** Returns a number in the format of the resource. */
  static String written(int number) {
    return Integer.toString(number, BASE);
  }

  /** Returns the fields with these numbers, which are separated by spaces. */
  List<Field> list(String numbers) {
    return numbers.isEmpty() ? List.of() : Collections.unmodifiableList(new Listed(this, numbers));
  }

  private List<Field> create(String numbers) {
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
    Field field = known.created[number];
    if (field == null) {
      field = parse(Reader.split(known.lines.get(number), '\t'));
      known.created[number] = field;
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

  /** Returns a column, or an empty string for empty columns at the end, which are omitted. */
  private static String column(List<String> columns, int index) {
    return index < columns.size() ? columns.get(index) : "";
  }

  private static final class Table {
    final List<String> lines;
    // Fields are immutable, so two threads may create the same one and either may remain.
    final @Nullable Field[] created;

    Table(List<String> lines) {
      this.lines = lines;
      this.created = new Field[lines.size()];
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
        known = all.create(numbers);
        fields = known;
      }
      return known;
    }
  }
}
