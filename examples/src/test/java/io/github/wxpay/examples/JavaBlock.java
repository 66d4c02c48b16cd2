package io.github.wxpay.examples;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.SimpleJavaFileObject;

/** A Java block of a page as a class that can be compiled and run. */
final class JavaBlock extends SimpleJavaFileObject {
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\n");
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");
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
  private static final List<String> SPRING_CALLS =
      List.of(
          "var given = new org.springframework.util.LinkedMultiValueMap<String, String>();",
          "headers.forEach(given::add);",
          "var controller = new PaymentNotifications(wxpay);",
          "System.out.println(controller.receive(given, bytes).getStatusCode().value());",
          "System.out.println(controller.receive(given, bytes).getStatusCode().value());");

  private static final List<String> JUNIT_CALLS =
      List.of("System.out.println(io.github.wxpay.examples.JUnitRun.of(CheckoutTest.class));");

  private final Fence fence;
  private final String text;

  /** Creates a block of a page, with the values of a merchant in its text. */
  JavaBlock(Fence fence, String text) {
    super(URI.create("string:///" + fence.id().replace('.', '/') + "/Snippet.java"), Kind.SOURCE);
    this.fence = fence;
    this.text = text;
  }

  /** Returns whether the block needs Java 17, which Spring 6 is compiled for. */
  boolean needsJava17() {
    return needsJava17(fence);
  }

  static boolean needsJava17(Fence fence) {
    return fence.frame().equals("spring");
  }

  /** Returns the class to load: a {@link Frame}, or a program with {@code main}. */
  String className() {
    return fence.id() + "." + (isProgram() ? programClass() : "Snippet");
  }

  boolean isProgram() {
    return fence.frame().equals("program");
  }

  boolean makesClient() {
    return fence.frame().equals("client") || fence.frame().equals("brand");
  }

  /** Returns the expected output of its println lines as patterns, in which … matches any text. */
  List<Pattern> expected() {
    if (fence.frame().equals("spring")) {
      return List.of(Pattern.compile("204"), Pattern.compile("401")); // the second is a copy
    }
    if (fence.frame().equals("junit")) {
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

  /** Returns the lines for a JShell session: the block as it is, and calls of its class. */
  List<String> lines() {
    List<String> lines = text.lines().collect(Collectors.toCollection(ArrayList::new));
    lines.addAll(calls());
    if (isProgram()) {
      lines.add(programClass() + ".main(new String[0])");
    }
    return lines;
  }

  /** Returns the name of the class with {@code main} that a program declares. */
  private String programClass() {
    Matcher matcher = CLASS.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("The program declares no class:\n" + text);
    }
    return matcher.group(1);
  }

  /** Returns the compilation unit. */
  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    String start = "package " + fence.id() + ";\n";
    if (isProgram()) {
      return start
          + text.replace("System.out.println(", Frame.class.getName() + ".println(")
              .replace("System.in.read();", "");
    }
    String imports =
        IMPORTS.stream().map(type -> "import " + type + ";\n").collect(Collectors.joining());
    Matcher own = IMPORT.matcher(text);
    String more = own.results().map(MatchResult::group).collect(Collectors.joining());
    String rest = own.replaceAll("");
    boolean classes = !calls().isEmpty();
    String run = classes ? String.join("\n", calls()) : rest;
    return start
        + imports
        + more
        + "public class Snippet extends io.github.wxpay.examples.Frame {\n"
        + "public Wxpay run() throws Exception {\n"
        + run.replace("System.out.println(", "print(")
        + ("return " + (makesClient() ? "wxpay" : "null") + ";\n}\n}\n")
        + (classes ? rest : "");
  }

  private List<String> calls() {
    return fence.frame().equals("spring")
        ? SPRING_CALLS
        : fence.frame().equals("junit") ? JUNIT_CALLS : List.of();
  }

  private static String wild(String comment) {
    return Pattern.quote(comment).replace("…", "\\E.+\\Q");
  }
}
