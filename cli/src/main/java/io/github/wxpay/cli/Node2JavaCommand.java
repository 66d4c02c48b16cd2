package io.github.wxpay.cli;

import io.github.wxpay.cli.node.Conversion;
import io.github.wxpay.cli.node.Node2Java;
import io.github.wxpay.cli.node.Remaining;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.exception.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts Node.js programs that use the original to Java. */
@Command(name = "node2java")
final class Node2JavaCommand implements Callable<Integer> {
  private static final String SUMMARY = "node2java.txt";
  private static final Set<String> ENDINGS = Set.of("js", "mjs", "cjs", "ts");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE|FOLDER|-",
      arity = "0..1",
      defaultValue = "-",
      descriptionKey = "node2java.source")
  private String source = "-";

  @Option(names = "--typed", descriptionKey = "node2java.typed")
  private boolean typed;

  @Option(names = "-o", paramLabel = "FOLDER", descriptionKey = "node2java.output")
  private @Nullable Path output;

  Node2JavaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Node2Java converter = new Node2Java(typed);
    List<String> summary = new ArrayList<>();
    boolean complete = true;
    if (source.equals("-")) {
      if (output != null) {
        throw new IllegalArgumentException(
            "`-o` needs a file or a folder to convert; the standard input has no name. Leave out"
                + " `-o`, or give a file.");
      }
      String text = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
      Conversion conversion = converter.snippet(text);
      terminal.out().print(conversion.java());
      summary.addAll(lines("-", conversion));
      complete = conversion.isComplete();
    } else {
      Set<Path> written = new TreeSet<>();
      for (Map.Entry<Path, String> file : sources().entrySet()) {
        String name = file.getValue();
        Conversion conversion = converter.file(fileName(file.getKey()), read(file.getKey()));
        summary.addAll(lines(name, conversion));
        complete &= conversion.isComplete();
        write(name, conversion, written);
      }
    }
    summary.forEach(terminal.err()::println);
    if (output != null) {
      String text = summary.isEmpty() ? "Nothing remains.\n" : String.join("\n", summary) + "\n";
      Files.writeString(output.resolve(SUMMARY), text);
    }
    return complete ? Failure.SUCCESS : Failure.FAILED;
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Returns the files to convert, each with its name in the summary. */
  private Map<Path, String> sources() throws IOException {
    Path path = Path.of(source);
    Map<Path, String> files = new LinkedHashMap<>();
    if (Files.isRegularFile(path)) {
      files.put(path, fileName(path));
      return files;
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "There is no file or folder '" + source + "'. Give one, or - for the standard input.");
    }
    Set<Path> found = new TreeSet<>();
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return fileName(folder).equals("node_modules")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = fileName(file);
            if (ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && !name.endsWith(".d.ts")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "The folder '" + source + "' has no file with the ending .js, .mjs, .cjs or .ts.");
    }
    found.forEach(file -> files.put(file, path.relativize(file).toString()));
    return files;
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FileException("The file cannot be read.", file, e);
    }
  }

  private void write(String name, Conversion conversion, Set<Path> written) throws IOException {
    if (output == null) {
      terminal.out().print(conversion.java());
      return;
    }
    String type = conversion.className();
    Path folder = Path.of(name).getParent();
    Path target = (folder == null ? output : output.resolve(folder)).resolve(type + ".java");
    if (!written.add(target)) {
      throw new IllegalArgumentException(
          "Two files would become '" + target + "'. Rename one of them, or convert them apart.");
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.writeString(target, conversion.java());
  }

  private static List<String> lines(String file, Conversion conversion) {
    List<String> lines = new ArrayList<>();
    for (Remaining one : conversion.remaining()) {
      String kind = one.isNote() ? "note: " : "to do: ";
      lines.add(file + ":" + one.line() + ": " + kind + one.reason());
      lines.add("    " + one.source());
    }
    return lines;
  }
}
