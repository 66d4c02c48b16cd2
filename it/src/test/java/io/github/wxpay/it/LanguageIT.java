package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of each language, compiled by its compiler. */
class LanguageIT {
  @TempDir Path folder;

  @Test
  void makesAllCallsInGroovy() throws Exception {
    String script = JavaProgram.environment("groovy/smoke.groovy").toString();
    String classPath = JavaProgram.classPath("groovy");

    check(
        "groovy",
        "Groovy {groovy}",
        List.of("-cp", classPath, "groovy.ui.GroovyMain", "-c", "UTF-8", script));
  }

  @Test
  void makesAllCallsInKotlin() throws Exception {
    String classPath = JavaProgram.classPath("kotlin");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        classPath,
        List.of("-no-reflect", "-no-stdlib", "-jvm-target", "11", "-cp", classPath),
        classes,
        "kotlin/Smoke.kt");

    check(
        "kotlin",
        "Kotlin {kotlin-stdlib}",
        List.of("-cp", classes + File.pathSeparator + classPath, "SmokeKt"));
  }

  @Test
  void makesAllCallsInScala() throws Exception {
    String classPath = JavaProgram.classPath("scala");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(
        "scala.tools.nsc.Main",
        classPath,
        List.of("-encoding", "UTF-8", "-Werror", "-cp", classPath),
        classes,
        "scala/Smoke.scala");

    check(
        "scala",
        "Scala {scala-library}",
        List.of("-cp", classes + File.pathSeparator + classPath, "Smoke"));
  }

  private void compile(
      String compiler, String classPath, List<String> options, Path classes, String file)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-Xss4m", "-cp", classPath, compiler));
    arguments.addAll(options);
    arguments.addAll(List.of("-d", classes.toString()));
    arguments.add(JavaProgram.environment(file).toString());
    JavaProgram compilation = JavaProgram.run(JavaProgram.home(), folder, arguments);

    assertThat(compilation.status()).as(compilation.toString()).isZero();
  }

  private void check(String environment, String name, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("-Dfile.encoding=UTF-8"));
    command.addAll(arguments);
    JavaProgram smoke = JavaProgram.run(JavaProgram.home(), folder, command);

    assertThat(smoke.calls()).isGreaterThan(5);
    Results.calls(Results.Group.LANGUAGE, JavaProgram.named(name, environment), smoke.calls());
  }
}
