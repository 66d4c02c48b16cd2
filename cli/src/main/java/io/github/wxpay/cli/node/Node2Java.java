package io.github.wxpay.cli.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Converts programs that use the original to programs that use this library. */
public final class Node2Java {
  /** Each pass learns from the one before; real programs need three or four. */
  private static final int PASSES = 20;

  /** After so many passes nothing is forgotten, so that two states cannot alternate for ever. */
  private static final int KEPT = 5;

  private final boolean typed;

  /** Creates a converter; {@code typed} prefers the typed chain. */
  public Node2Java(boolean typed) {
    this.typed = typed;
  }

  /** Converts a file to a class, which is named after it. */
  public Conversion file(String name, String source) {
    Context context = converted(source);
    String plain = JavaText.className(name);
    String type = Context.isKnownClass(plain) ? "Node" + plain : plain;
    return new Conversion(type, classOf(type, name, context), sorted(context));
  }

  /** Converts a piece of a program to statements, after the imports that they need. */
  public Conversion snippet(String source) {
    Context context = converted(source);
    List<String> lines = new ArrayList<>();
    context.methods.forEach(
        method -> {
          lines.addAll(method);
          lines.add("");
        });
    lines.addAll(context.program.lines);
    return new Conversion("", text(imports(Context.importsOf(lines)), lines), sorted(context));
  }

  private Context converted(String source) {
    String text = source.replace("\r\n", "\n").replace('\r', '\n');
    Node program = Parser.program(text);
    Facts known = new Facts();
    Context context = new Context(text, program, typed, known);
    for (int i = 0; i < PASSES; i++) {
      context = new Context(text, program, typed, known);
      new Statements(context).list(program.kids);
      if (i >= KEPT) {
        context.learned.keep(known);
      }
      boolean settled = context.learned.summary().equals(known.summary());
      known = context.learned;
      if (settled) {
        break;
      }
    }
    return context;
  }

  private static List<Remaining> sorted(Context context) {
    List<Remaining> all = new ArrayList<>(context.remaining);
    all.sort(Comparator.comparingInt(Remaining::line));
    return all;
  }

  private static String classOf(String type, String file, Context context) {
    List<String> body = new ArrayList<>();
    List<String> statements = context.program.lines;
    String signature = signature(context);
    boolean runs = !statements.isEmpty() || context.methods.isEmpty();
    if (runs) {
      body.add(signature + " throws Exception {");
      statements.forEach(line -> body.add(indented(line)));
      body.add("}");
    }
    for (List<String> method : context.methods) {
      if (!body.isEmpty()) {
        body.add("");
      }
      body.addAll(method);
    }
    Set<String> imports = new TreeSet<>(Context.importsOf(body));
    List<String> lines = new ArrayList<>();
    lines.add(
        "/** Converted from "
            + JavaText.comment(file).replace("*/", "* /")
            + " by wxpay node2java. */");
    boolean casts =
        body.stream()
            .anyMatch(
                line -> line.contains("<String, Object>) ") || line.contains("(List<Object>) "));
    if (casts) {
      lines.add("@SuppressWarnings(\"unchecked\")");
    }
    lines.add("public final class " + type + " {");
    lines.add("  private " + type + "() {}");
    lines.add("");
    body.forEach(line -> lines.add(indented(line)));
    lines.add("}");
    return text(imports(imports), lines);
  }

  private static String signature(Context context) {
    if (context.parameters.isEmpty()) {
      return "public static void main(String[] arguments_)";
    }
    List<String> parameters = new ArrayList<>();
    // The client comes first, as in the examples.
    for (boolean client : new boolean[] {true, false}) {
      for (Variable variable : context.parameters.values()) {
        if ((variable.kind == Kind.CLIENT) == client) {
          parameters.add(variable.kind.type() + " " + variable.java);
        }
      }
    }
    return "public static void run(" + String.join(", ", parameters) + ")";
  }

  private static String indented(String line) {
    return line.isEmpty() ? line : "  " + line;
  }

  private static List<String> imports(Collection<String> names) {
    List<String> lines = new ArrayList<>();
    names.forEach(name -> lines.add("import " + name + ";"));
    if (!lines.isEmpty()) {
      lines.add("");
    }
    return lines;
  }

  private static String text(List<String> imports, List<String> lines) {
    List<String> all = new ArrayList<>(imports);
    lines.forEach(line -> all.addAll(Lines.broken(line)));
    return String.join("\n", all) + "\n";
  }
}
