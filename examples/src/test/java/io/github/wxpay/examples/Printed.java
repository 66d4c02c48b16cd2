package io.github.wxpay.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The output of an example. */
final class Printed {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Printed of(Consumer<PrintStream> example) {
    Printed printed = new Printed();
    example.accept(new PrintStream(printed.bytes, true, StandardCharsets.UTF_8));
    return printed;
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return text().lines().collect(Collectors.toList());
  }

  /** Returns the lines, with replacements for values that differ between runs. */
  List<String> masked() {
    return text()
        .lines()
        .map(
            line ->
                line.replaceAll("(127\\.0\\.0\\.1):\\d+", "$1:PORT")
                    .replaceAll("\\b\\d{28,}\\b", "DIGITS")
                    .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "ID")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME"))
        .collect(Collectors.toList());
  }
}
