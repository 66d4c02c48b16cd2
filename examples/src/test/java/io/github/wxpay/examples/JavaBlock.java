package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java block of a page, made a class that can be run. */
final class JavaBlock {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
  private static final Pattern PRINTED =
      Pattern.compile("(?m)^.*System\\.out\\.println\\(.*\\);(?: *// (.*))?$");
  private static final List<String> IMPORTS =
      List.of(
          "com.fasterxml.jackson.databind.JsonNode",
          "io.github.wxpay.*",
          "io.github.wxpay.codec.Bill",
          "io.github.wxpay.codec.BillRow",
          "io.github.wxpay.codec.Formatter",
          "io.github.wxpay.crypto.*",
          "io.github.wxpay.exception.*",
          "io.github.wxpay.http.*",
          "io.github.wxpay.sandbox.*",
          "java.nio.file.Path",
          "java.time.Duration",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.concurrent.atomic.AtomicLong",
          "java.util.stream.Stream");

  /** Calls a controller twice with the same notification, as a framework would. */
  private static final String SPRING_CALLS =
      "var given = new org.springframework.util.LinkedMultiValueMap<String, String>();\n"
          + "headers.forEach(given::add);\n"
          + "var controller = new PaymentNotifications(wxpay);\n"
          + "print(controller.take(given, bytes).getStatusCode().value());\n"
          + "print(controller.take(given, bytes).getStatusCode().value());\n";

  private static final String JUNIT_CALLS =
      "print(io.github.wxpay.examples.JUnitRun.of(CheckoutTest.class));\n";

  private final String text;
  private final boolean spring;
  private final boolean junit;

  JavaBlock(String text, String frame) {
    this.text = text;
    this.spring = frame.equals("spring");
    this.junit = frame.equals("junit");
  }

  /**
   * Compiles it into a folder: for Java 11, the oldest that the library promises, or for Spring's
   * 17.
   */
  void compile(Path folder, String result) throws IOException {
    Path source = Files.writeString(folder.resolve("Snippet.java"), source(result));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            spring ? "17" : "11",
            "-proc:none",
            "-d",
            folder.toString(),
            "--class-path",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  complaints, files, null, options, null, files.getJavaFileObjects(source.toFile()))
              .call();

      assertThat(compiled).as("%s%n%s", complaints, text).isTrue();
    }
  }

  /** What its println lines say they print, as patterns: … stands for anything. */
  List<Pattern> expected() {
    if (spring) {
      return List.of(Pattern.compile("204"), Pattern.compile("401")); // the second is a copy
    }
    if (junit) {
      return List.of(Pattern.compile("1 passed, 0 failed"));
    }
    List<Pattern> expected = new ArrayList<>();
    Matcher matcher = PRINTED.matcher(text);
    while (matcher.find()) {
      String comment = matcher.group(1);
      expected.add(Pattern.compile(comment == null ? ".*" : wild(comment)));
    }
    return expected;
  }

  private String source(String result) {
    String imports =
        IMPORTS.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining());
    Matcher own = IMPORT.matcher(text);
    String more = own.results().map(found -> found.group()).collect(Collectors.joining());
    String rest = own.replaceAll("").replace("System.out.println(", "print(");
    boolean classes = spring || junit;
    String calls = spring ? SPRING_CALLS : JUNIT_CALLS;
    return imports
        + more
        + "public class Snippet extends io.github.wxpay.examples.Frame {\n"
        + "public Wxpay run() throws Exception {\n"
        + (classes ? calls : rest)
        + "return "
        + result
        + ";\n}\n}\n"
        + (classes ? rest : "");
  }

  private static String wild(String comment) {
    return Pattern.quote(comment).replace("…", "\\E.+\\Q");
  }
}
