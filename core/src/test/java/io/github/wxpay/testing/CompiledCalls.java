package io.github.wxpay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java expressions on a client {@code wxpay}, compiled by one task for Java 11. Their files are
 * below a folder.
 */
public final class CompiledCalls implements AutoCloseable {
  /** Expressions of one class, whose constant pool is limited. */
  private static final int BATCH = 100;

  private final URLClassLoader loader;
  private final int count;

  /**
   * Compiles the expressions.
   *
   * @param imports lines of imports in addition to those that every call needs
   */
  public CompiledCalls(List<String> expressions, String imports, Path folder) throws IOException {
    this.count = expressions.size();
    Path classes = Files.createDirectories(folder.resolve("calls"));
    compile(sources(expressions, imports), classes);
    this.loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, CompiledCalls.class.getClassLoader());
  }

  private static List<JavaFileObject> sources(List<String> expressions, String imports) {
    List<JavaFileObject> sources = new ArrayList<>();
    for (int start = 0; start < expressions.size(); start += BATCH) {
      String type = "Calls" + start / BATCH;
      StringBuilder text = new StringBuilder("import io.github.wxpay.*;\n");
      text.append("import io.github.wxpay.crypto.Rsa;\nimport io.github.wxpay.http.Options;\n");
      text.append("import java.nio.file.Path;\nimport java.util.*;\n").append(imports);
      text.append("@SuppressWarnings(\"deprecation\")\npublic class ").append(type).append(" {\n");
      for (int i = start; i < Math.min(start + BATCH, expressions.size()); i++) {
        String below = expressions.get(i).replace("Path.of(", "folder.resolve(");
        text.append("public static Object call").append(i).append("(Wxpay wxpay, Path folder) {\n");
        text.append("return ").append(below).append(";\n}\n");
      }
      sources.add(new Source(type, text.append("}\n").toString()));
    }
    return sources;
  }

  private static void compile(List<JavaFileObject> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "11",
            "-proc:none",
            "-Xlint:-options",
            "-d",
            classes.toString(),
            "--class-path",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled = compiler.getTask(errors, manager, null, options, null, sources).call();
      assertThat(compiled).as(errors.toString()).isTrue();
    }
  }

  /** Returns the number of expressions. */
  public int count() {
    return count;
  }

  /** Evaluates the expression with a number from 0. */
  public Object call(int number, Wxpay wxpay, Path folder) {
    try {
      return loader
          .loadClass("Calls" + number / BATCH)
          .getMethod("call" + number, Wxpay.class, Path.class)
          .invoke(null, wxpay, folder);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
