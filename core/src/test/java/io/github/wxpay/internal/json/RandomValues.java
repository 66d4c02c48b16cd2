package io.github.wxpay.internal.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.crypto.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Values that a caller may put into a body, and some that cannot be sent, from a seed. */
final class RandomValues {
  private static final Instant TIME = Instant.parse("2018-06-08T02:34:56.789Z");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String[] TEXTS = {
    "",
    "a",
    "v3/pay",
    "微信支付",
    "😀",
    "a\"b\\c/d",
    "\u0000\u001f\u007f\u0085",
    "\b\t\n\f\r",
    "\u2028\ufeff\uffff",
    "<secret>",
    "x".repeat(700),
    "微".repeat(400),
  };
  private static final String[] UNPAIRED = {"\ud83d", "a\ude00b", "\ude00\ud83d", "😀\ud83d"};
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "0.0",
    "1E+2",
    "100.00",
    "-1.50",
    "1E-7",
    "123456789012345678",
    "1234567890123456789012345",
    "0.1234567890123456789",
    "9".repeat(64),
    "9".repeat(65),
    "1E400",
    "1E2000000000",
  };
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    100,
    0.1,
    1e15,
    1e21,
    1e-7,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.NEGATIVE_INFINITY
  };

  enum Kind {
    PLAIN,
    @JsonProperty("renamed")
    RENAMED {
      @Override
      public String toString() {
        return "has a body";
      }
    }
  }

  static class Amount {
    public final long total;
    public final Object currency;
    public final String none = null;

    Amount(long total, Object currency) {
      this.total = total;
      this.currency = currency;
    }

    @JsonFormat(pattern = "yyyyMMdd")
    public LocalDate getDay() {
      return LocalDate.of(2018, 6, 8);
    }
  }

  /** Has neither a getter nor a public field. */
  static class Opaque {}

  @JsonFormat(shape = JsonFormat.Shape.OBJECT)
  static class BeanMap extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    public int getSizeOfIt() {
      return size();
    }
  }

  static class WrittenAsText extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    @JsonValue
    String text() {
      return "text of " + size();
    }
  }

  static class OwnList extends ArrayList<Object> {
    private static final long serialVersionUID = 1L;

    @JsonValue
    String text() {
      return "list of " + size();
    }
  }

  static class OwnMap extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;
  }

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  /** Returns a value with containers in it up to a depth; one in twenty has an unusual leaf. */
  Object body(int depth) {
    return value(depth, random.nextInt(3) > 0);
  }

  private Object value(int depth, boolean usual) {
    int kind = random.nextInt(10);
    if (depth > 0 && kind < 4) {
      return map(depth, usual);
    }
    if (depth > 0 && kind < 6) {
      return list(depth, usual);
    }
    return usual || random.nextInt(4) > 0 ? common() : unusual(depth);
  }

  private Object common() {
    switch (random.nextInt(12)) {
      case 0:
        return random.nextInt();
      case 1:
        return random.nextLong();
      case 2:
        return random.nextBoolean();
      case 3:
        return null;
      case 4:
        return new BigDecimal(NUMBERS[random.nextInt(11)]);
      case 5:
        return BigInteger.valueOf(random.nextInt()).pow(random.nextInt(6));
      case 6:
        return DOUBLES[random.nextInt(10)];
      case 7:
        return Secret.of(text());
      case 8:
        return node(2, false);
      default:
        return text();
    }
  }

  private Object unusual(int depth) {
    List<Supplier<Object>> makers =
        List.of(
            () -> (short) random.nextInt(),
            () -> (byte) random.nextInt(),
            random::nextFloat,
            () -> Float.NaN,
            () -> DOUBLES[random.nextInt(DOUBLES.length)],
            () -> new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]),
            () -> BigInteger.TEN.pow(62 + random.nextInt(4)),
            () -> new AtomicInteger(random.nextInt()),
            () -> new AtomicLong(random.nextLong()),
            () -> new AtomicBoolean(random.nextBoolean()),
            () -> new AtomicReference<>(common()),
            () -> 'c',
            () -> '\ud83d',
            () -> CharBuffer.wrap(text()),
            () -> UNPAIRED[random.nextInt(UNPAIRED.length)],
            () -> Kind.values()[random.nextInt(2)],
            () -> DayOfWeek.MONDAY,
            () -> TIME,
            () -> OffsetDateTime.ofInstant(TIME, ZoneOffset.UTC),
            () -> LocalDateTime.of(2018, 6, 8, 10, 34),
            () -> LocalDate.of(2018, 6, 8),
            () -> LocalDate.of(12018, 6, 8),
            () -> Date.from(TIME),
            () -> calendar(),
            () -> Duration.ofMinutes(5),
            () -> UUID.fromString("00000000-0000-0001-0000-000000000002"),
            () -> URI.create("https://a/?b"),
            () -> Currency.getInstance("CNY"),
            () -> Optional.ofNullable(common()),
            () -> Optional.empty(),
            () -> new byte[] {1, 2, 3},
            () -> new char[] {'a', '微'},
            () -> new int[] {1, 2},
            () -> new double[] {1, 0.5, DOUBLES[random.nextInt(DOUBLES.length)]},
            () -> new String[] {text(), null},
            () -> new Object[] {common(), value(depth - 1, false)},
            () -> new Amount(random.nextInt(), value(depth - 1, true)),
            () -> new Opaque(),
            () -> new Object(),
            () -> new AbstractMap.SimpleEntry<>("k", common()),
            () -> new LinkedHashSet<>(Arrays.asList(1, text())),
            () -> new ArrayDeque<>(List.of(1, text())),
            () -> fill(new BeanMap()),
            () -> fill(new WrittenAsText()),
            () -> fill(new OwnMap()),
            () -> new OwnList(),
            () -> properties(),
            () -> new EnumMap<>(Map.of(Kind.PLAIN, text())),
            () -> keyed(null),
            () -> keyed(1),
            () -> keyed(1.5),
            () -> keyed(CharBuffer.wrap("sb")),
            () -> keyed(Kind.RENAMED),
            () -> keyed(LocalDate.of(2018, 6, 8)),
            () -> keyed(new Object()),
            () -> keyed(UNPAIRED[random.nextInt(UNPAIRED.length)]),
            () -> Thread.currentThread(),
            () -> String.class,
            () -> Collections.emptyIterator(),
            () -> node(2, true));
    Object made = makers.get(random.nextInt(makers.size())).get();
    return made;
  }

  private static Calendar calendar() {
    Calendar calendar = Calendar.getInstance();
    calendar.setTime(Date.from(TIME));
    return calendar;
  }

  private Map<Object, Object> keyed(Object key) {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("first", text());
    map.put(key, 1);
    return map;
  }

  private Object fill(Map<String, Object> map) {
    map.put("own", common());
    return map;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put("k", text());
    return properties;
  }

  private Map<String, Object> map(int depth, boolean usual) {
    Map<String, Object> map = new LinkedHashMap<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      map.put(random.nextInt(4) > 0 ? "name" + i : text() + i, value(depth - 1, usual));
    }
    switch (random.nextInt(8)) {
      case 0:
        return new HashMap<>(map);
      case 1:
        return new TreeMap<>(map);
      case 2:
        return Collections.unmodifiableMap(map);
      case 3:
        map.values().removeIf(value -> value == null);
        return random.nextBoolean() ? new ConcurrentHashMap<>(map) : Map.copyOf(map);
      case 4:
        map.values().removeIf(value -> value == null);
        return new ConcurrentSkipListMap<>(map);
      default:
        return map;
    }
  }

  private List<Object> list(int depth, boolean usual) {
    List<Object> list = new ArrayList<>();
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      list.add(value(depth - 1, usual));
    }
    switch (random.nextInt(6)) {
      case 0:
        return list.subList(0, list.size());
      case 1:
        return Arrays.asList(list.toArray());
      case 2:
        return Collections.unmodifiableList(list);
      case 3:
        return new CopyOnWriteArrayList<>(list);
      case 4:
        list.removeIf(value -> value == null);
        return List.copyOf(list);
      default:
        return list;
    }
  }

  /** Returns a node; with {@code any} of all kinds, else of those that a response is read as. */
  JsonNode node(int depth, boolean any) {
    int kind = random.nextInt(any ? 20 : 9);
    switch (kind) {
      case 0:
        return depth == 0 ? NODES.nullNode() : objectNode(depth, any);
      case 1:
        return depth == 0 ? NODES.arrayNode() : arrayNode(depth, any);
      case 2:
        return NODES.textNode(text());
      case 3:
        return NODES.numberNode(random.nextInt());
      case 4:
        return NODES.numberNode(random.nextLong());
      case 5:
        return NODES.booleanNode(random.nextBoolean());
      case 6:
        return NODES.numberNode(new BigDecimal(NUMBERS[random.nextInt(11)]));
      case 7:
        return NODES.numberNode(BigInteger.TEN.pow(random.nextInt(30)));
      case 8:
        return NODES.nullNode();
      case 9:
        return NODES.numberNode((short) random.nextInt());
      case 10:
        return NODES.numberNode(random.nextFloat());
      case 11:
        return NODES.numberNode(DOUBLES[random.nextInt(DOUBLES.length)]);
      case 12:
        return NODES.binaryNode(new byte[] {1, 2, 3});
      case 13:
        return NODES.pojoNode(new Amount(1, text()));
      case 14:
        return NODES.pojoNode(common());
      case 15:
        return MissingNode.getInstance();
      case 16:
        return NODES.textNode(UNPAIRED[random.nextInt(UNPAIRED.length)]);
      case 17:
        return NODES.numberNode(new BigDecimal(NUMBERS[random.nextInt(NUMBERS.length)]));
      case 18:
        return NODES.pojoNode(new Opaque());
      default:
        return objectNode(Math.max(depth, 1), any);
    }
  }

  private ObjectNode objectNode(int depth, boolean any) {
    ObjectNode node = NODES.objectNode();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      node.set(text() + i, node(depth - 1, any));
    }
    return node;
  }

  private ArrayNode arrayNode(int depth, boolean any) {
    ArrayNode node = NODES.arrayNode();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      node.add(node(depth - 1, any));
    }
    return node;
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
