package io.github.wxpay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row of a file in {@code /bad-input}: a bad input, the exception that it causes, and the
 * complete message. The input is JSON, or code that the test has under the row's name where JSON
 * cannot express it. In a message, {@code ${name}} stands for a variable of the file or of the
 * test.
 *
 * @param <T> the type of the code that receives the input
 */
public final class BadInput<T> {
  /** Gives a bad input to its subject. */
  public interface Use<T> {
    void on(T subject) throws Exception;
  }

  /** Gives a bad input to its subject, as JSON describes it. */
  public interface JsonUse<T> {
    void on(T subject, JsonNode input) throws Exception;
  }

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
  private static final List<Class<? extends Exception>> TYPES =
      List.of(
          IllegalArgumentException.class,
          IllegalStateException.class,
          NullPointerException.class,
          CryptoException.class,
          FileException.class,
          MalformedException.class);

  private final String name;
  private final Use<T> use;
  private final Class<? extends Exception> type;
  private final String message;

  private BadInput(Row row, Use<T> use, Variables variables) {
    this.name = row.name;
    this.use = use;
    this.type =
        TYPES.stream().filter(t -> t.getSimpleName().equals(row.type)).findFirst().orElseThrow();
    this.message = variables.expand(row.message);
  }

  /**
   * Returns the rows of a file.
   *
   * @throws AssertionError if a row has neither an input nor code, or both; if code has no row; if
   *     a name is there twice; if a variable of the file is unused
   */
  public static <T> Stream<BadInput<T>> rows(
      String file, JsonUse<T> json, Map<String, Use<T>> code, Map<String, String> variables) {
    Rows all = read("/bad-input/" + file);
    Variables known = new Variables(all.variables, variables);
    List<BadInput<T>> rows = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> withoutRow = new TreeSet<>(code.keySet());
    for (List<Row> section : all.rows.values()) {
      for (Row row : section) {
        assertThat(names.add(row.name)).as("'%s' is there once", row.name).isTrue();
        assertThat(row.input == null)
            .as("'%s' has either an input or code", row.name)
            .isEqualTo(withoutRow.remove(row.name));
        Use<T> use =
            row.input == null ? code.get(row.name) : subject -> json.on(subject, row.input);
        rows.add(new BadInput<>(row, use, known));
      }
    }
    assertThat(withoutRow).as("code without a row").isEmpty();
    assertThat(known.used).as("used variables").containsAll(all.variables.keySet());
    return rows.stream();
  }

  /** Asserts that the input is refused with exactly this exception and this message. */
  public void assertRefusedBy(T subject) {
    Throwable thrown = catchThrowable(() -> use.on(subject));

    assertThat(thrown).as(name).isExactlyInstanceOf(type).hasMessage(message);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Rows read(String resource) {
    try (InputStream in = BadInput.class.getResourceAsStream(resource)) {
      return JSON.readValue(in, Rows.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file: its variables, and its rows by section. */
  private static final class Rows {
    @JsonProperty private Map<String, String> variables;
    @JsonProperty private Map<String, List<Row>> rows;
  }

  private static final class Row {
    @JsonProperty private String name;
    @JsonProperty private JsonNode input;

    @JsonProperty("throws")
    private String type;

    @JsonProperty private String message;
  }

  private static final class Variables {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    Variables(Map<String, String> file, Map<String, String> test) {
      values.put("cwd", Path.of("").toAbsolutePath().toString());
      values.putAll(test);
      values.putAll(file);
    }

    String expand(String text) {
      return VARIABLE
          .matcher(text)
          .replaceAll(match -> Matcher.quoteReplacement(of(match.group(1))));
    }

    private String of(String name) {
      assertThat(values).containsKey(name);
      used.add(name);
      return values.get(name);
    }
  }
}
