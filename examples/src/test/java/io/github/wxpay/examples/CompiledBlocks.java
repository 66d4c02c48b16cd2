package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Java blocks of all pages, compiled by one task for Java 11, the oldest that the library
 * supports, and those with Spring by another one for Java 17. Compiling the English pages is
 * enough, because the Chinese ones have the same code.
 */
final class CompiledBlocks implements AutoCloseable {
  private final Path classes;
  private final URLClassLoader loader;
  private final Map<String, List<JavaBlock>> blocks = new HashMap<>();

  /** Compiles the blocks in a folder, in which their files will be. */
  CompiledBlocks(Path folder) throws IOException {
    try (Sandbox sandbox = Sandbox.start()) { // all sandboxes of a process have the same keys
      MerchantFiles files = MerchantFiles.write(sandbox, folder);
      for (String page : Pages.english()) {
        blocks.put(
            page,
            Fence.of(page).stream()
                .filter(fence -> fence.language().equals("java"))
                .map(fence -> new JavaBlock(fence, files.realJava(fence.text())))
                .collect(Collectors.toList()));
      }
    }
    classes = Files.createDirectory(folder.resolve("classes"));
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, Frame.class.getClassLoader());
    compile("11", false);
    if (Pages.HAS_JAVA_17) {
      compile("17", true);
    }
  }

  /** Returns the class of the Java block with a number of an English page. */
  Class<?> type(String page, int number) throws ClassNotFoundException {
    return loader.loadClass(blocks.get(page).get(number).className());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private void compile(String release, boolean java17) throws IOException {
    List<JavaBlock> sources = new ArrayList<>();
    blocks.values().forEach(sources::addAll);
    sources.removeIf(block -> block.needsJava17() != java17);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            release,
            "-proc:none",
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
}
