package io.github.wxpay.cli.bill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.wxpay.codec.BillRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of bills as CSV (RFC 4180) or as JSON, one object on each line. A file is written
 * under another name, which {@link #close} deletes unless {@link #finish} has renamed it.
 */
public abstract class BillExport implements AutoCloseable {
  private final @Nullable Path target;
  private final @Nullable Path part;

  /** The stream to write to. */
  final OutputStream out;

  private @Nullable List<String> names;
  private boolean finished;

  BillExport(String option, String file, OutputStream standard) {
    if (file.equals("-")) {
      target = null;
      part = null;
      out = standard;
      return;
    }
    Path path = Path.of(file).toAbsolutePath();
    target = path;
    part =
        path.resolveSibling(
            "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      out = Files.newOutputStream(part);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file '"
              + file
              + "' of `"
              + option
              + "` cannot be written: "
              + e.getClass().getSimpleName()
              + ". Pass a path in an existing folder.");
    }
  }

  /** Returns an export to CSV; {@code -} is the stream. */
  public static BillExport csv(String file, OutputStream standard) {
    return new Csv(file, standard);
  }

  /** Returns an export to JSON lines; {@code -} is the stream. */
  public static BillExport json(String file, OutputStream standard) {
    return new Json(file, standard);
  }

  /**
   * Begins a bill with these columns.
   *
   * @throws IllegalStateException if they differ from those of the bill before, and the form has
   *     one heading
   */
  public final void begin(List<String> heading) throws IOException {
    List<String> before = names;
    names = List.copyOf(heading);
    begin(names, before);
  }

  abstract void begin(List<String> heading, @Nullable List<String> before) throws IOException;

  /** Writes a row. */
  public abstract void write(BillRow row) throws IOException;

  abstract void flush() throws IOException;

  /** Completes the file and gives it its name. */
  public final void finish() throws IOException {
    flush();
    if (target != null && part != null) {
      out.close();
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    finished = true;
  }

  /** Deletes a file that is not complete. */
  @Override
  public final void close() throws IOException {
    if (!finished && part != null) {
      out.close();
      Files.deleteIfExists(part);
    }
  }

  /** Writes CSV with a heading and CR LF, quoting values only where that is necessary. */
  private static final class Csv extends BillExport {
    private final Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    private int columns;

    Csv(String file, OutputStream standard) {
      super("--csv", file, standard);
    }

    @Override
    void begin(List<String> heading, @Nullable List<String> before) throws IOException {
      columns = heading.size();
      if (before != null && !before.equals(heading)) {
        throw new IllegalStateException(
            "The bills have different columns, which do not fit into one CSV file. Export them one"
                + " after another, or use `--json`.");
      }
      if (before == null) {
        for (int i = 0; i < columns; i++) {
          value(i, heading.get(i));
        }
        writer.write("\r\n");
      }
    }

    @Override
    public void write(BillRow row) throws IOException {
      int size = Math.max(columns, row.size());
      for (int i = 0; i < size; i++) {
        value(i, row.get(i));
      }
      writer.write("\r\n");
    }

    private void value(int index, String value) throws IOException {
      if (index > 0) {
        writer.write(',');
      }
      boolean quoted = false;
      for (int i = 0; i < value.length() && !quoted; i++) {
        char c = value.charAt(i);
        quoted = c == ',' || c == '"' || c == '\r' || c == '\n';
      }
      writer.write(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }

    @Override
    void flush() throws IOException {
      writer.flush();
    }
  }

  /** Writes JSON lines with every value as text, so that no digit is lost. */
  private static final class Json extends BillExport {
    private final JsonGenerator generator;
    private List<String> keys = List.of();

    Json(String file, OutputStream standard) {
      super("--json", file, standard);
      try {
        generator = new JsonFactory().createGenerator(out);
      } catch (IOException e) {
        throw new IllegalStateException("JSON cannot be written.", e);
      }
      generator.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
      generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** Names each column; one without a name, or with that of another, has its index as key. */
    @Override
    void begin(List<String> heading, @Nullable List<String> before) {
      List<String> unique = new ArrayList<>();
      Set<String> used = new HashSet<>();
      for (int i = 0; i < heading.size(); i++) {
        String name = heading.get(i);
        unique.add(!name.isEmpty() && used.add(name) ? name : Integer.toString(i));
      }
      keys = unique;
    }

    @Override
    public void write(BillRow row) throws IOException {
      generator.writeStartObject();
      int size = row.size();
      for (int i = 0; i < size; i++) {
        generator.writeStringField(i < keys.size() ? keys.get(i) : Integer.toString(i), row.get(i));
      }
      generator.writeEndObject();
    }

    @Override
    void flush() throws IOException {
      generator.writeRaw('\n');
      generator.flush();
    }
  }
}
