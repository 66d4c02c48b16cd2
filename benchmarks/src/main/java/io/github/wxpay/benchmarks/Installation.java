package io.github.wxpay.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of this program, and the class path of each client, with only its jars. */
final class Installation {
  private static final String OURS = "wxpay-";
  private static final List<String> SLF4J = List.of("slf4j-api-", "slf4j-nop-");
  private static final Map<String, List<String>> JARS =
      Map.of(
          "wxpay",
          List.of(OURS, "jackson-", "bcprov-"),
          "wxpay-async",
          List.of(OURS, "jackson-", "bcprov-"),
          "wxpay-warmed-up",
          List.of(OURS, "jackson-", "bcprov-"),
          "wxpay-conscrypt",
          List.of("conscrypt-", OURS, "jackson-", "bcprov-"),
          "wxpay-accp",
          List.of("AmazonCorretto", OURS, "jackson-", "bcprov-"),
          "bare",
          List.of("jackson-databind-", "jackson-"),
          "direct",
          List.of("jackson-databind-", "jackson-"),
          "official",
          List.of("wechatpay-java-", "okhttp-", "okio-", "kotlin-", "annotations-13", "gson-"),
          "apache",
          List.of(
              "wechatpay-apache-",
              "httpclient-",
              "httpcore-",
              "httpmime-",
              "commons-codec-",
              "commons-logging-",
              "jackson-"),
          "wxjava",
          List.of(
              "weixin-java-pay-",
              "weixin-java-common-",
              "httpclient-",
              "httpcore-",
              "httpmime-",
              "commons-codec-",
              "commons-io-",
              "commons-lang3-",
              "jcl-over-slf4j-",
              "xstream-",
              "mxparser-",
              "xmlpull-",
              "dom4j-",
              "guava-",
              "failureaccess-",
              "jodd-util-",
              "qrcode-utils-",
              "core-3",
              "gson-",
              "bcprov-",
              "bcpkix-",
              "bcutil-"));

  private final Path jar;
  private final List<Path> library;

  /** Finds the jars in the folder {@code lib} of this program. */
  Installation() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    jar = classes.resolveSibling("benchmarks.jar");
    Path folder = classes.resolveSibling("lib");
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "The program has no folder 'lib' next to it. Build it with -P compare.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      library = files.sorted().collect(Collectors.toList());
    }
  }

  /** Returns the folder of the repository, which contains {@code benchmarks/target}. */
  Path repository() {
    return jar.resolveSibling("../..").normalize();
  }

  /** Returns the name and version of the main jar of a client. */
  String version(String name) {
    List<String> main = JARS.getOrDefault(name, List.of(OURS)).subList(0, 1);
    return library.stream()
        .map(file -> file.getFileName().toString())
        .filter(file -> isOneOf(main, file))
        .map(file -> file.replaceFirst("-(\\d.*)\\.jar$", " $1"))
        .findFirst()
        .orElse(name);
  }

  /** Returns the class path of a process: {@code stub} or a client. */
  String classPath(String name) {
    List<String> prefixes = new ArrayList<>(JARS.getOrDefault(name, List.of()));
    prefixes.addAll(SLF4J);
    prefixes.add("jna-");
    return join(prefixes, jar.toString());
  }

  /** Returns the class path of our client with other jars or folders instead of its jar. */
  String classPath(String name, String replacement) {
    List<String> prefixes = new ArrayList<>(JARS.getOrDefault(name, List.of()));
    prefixes.remove(OURS);
    prefixes.add("jna-");
    return join(prefixes, jar + File.pathSeparator + replacement);
  }

  private String join(List<String> prefixes, String first) {
    return Stream.concat(
            Stream.of(first),
            library.stream()
                .filter(file -> isOneOf(prefixes, file.getFileName().toString()))
                .map(Path::toString))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOneOf(List<String> prefixes, String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
