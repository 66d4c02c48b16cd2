package io.github.wxpay.cli.doctor;

import com.fasterxml.jackson.core.Version;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.cli.terminal.Verdict;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks Java and the libraries. These checks need no configuration. */
final class RuntimeChecks {
  private static final int OLDEST_JACKSON = 13;
  private static final String BOUNCY_CASTLE = "org.bouncycastle.jce.provider.BouncyCastleProvider";

  /** Properties of the JDK that change how requests are sent; none of them is a secret. */
  private static final List<String> PROPERTIES =
      List.of(
          "https.proxyHost",
          "https.proxyPort",
          "http.proxyHost",
          "http.proxyPort",
          "http.nonProxyHosts",
          "java.net.useSystemProxies",
          "jdk.http.auth.tunneling.disabledSchemes",
          "jdk.httpclient.redirects.retrylimit",
          "jdk.httpclient.keepalive.timeout",
          "jdk.tls.client.protocols",
          "jdk.net.hosts.file",
          "javax.net.ssl.trustStore");

  private RuntimeChecks() {}

  /** Returns the versions of Wxpay and its catalogue. */
  static Verdict wxpay() {
    String version = Wxpay.class.getPackage().getImplementationVersion();
    return Verdict.ok(
        "wxpay", (version == null ? "not packaged" : version) + ", " + Catalogue.load());
  }

  /** Returns the verdict on the version of Java and the properties that matter. */
  static Verdict java() {
    return java(Runtime.version().feature());
  }

  static Verdict java(int feature) {
    String found = Runtime.version() + ", " + System.getProperty("java.vendor", "");
    return feature >= 11
        ? Verdict.ok("java", found)
        : Verdict.failed("java", found, "Use Java 11 or newer.");
  }

  /** Returns the properties of the JDK that are set and matter for requests. */
  static Verdict properties() {
    String set =
        PROPERTIES.stream()
            .filter(name -> System.getProperty(name) != null)
            .map(name -> name + "=" + withoutUser(System.getProperty(name, "")))
            .collect(Collectors.joining(", "));
    return Verdict.ok("java properties", set.isEmpty() ? "none of those that matter is set" : set);
  }

  /** Returns a value without a user and password before a host. */
  private static String withoutUser(String value) {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  /** Returns the verdict on the versions of Jackson. */
  static Verdict jackson() {
    return jackson(
        com.fasterxml.jackson.core.json.PackageVersion.VERSION,
        com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION);
  }

  static Verdict jackson(Version core, Version databind) {
    String found = "jackson-core " + core + ", jackson-databind " + databind;
    boolean supported =
        Stream.of(core, databind)
            .allMatch(v -> v.getMajorVersion() == 2 && v.getMinorVersion() >= OLDEST_JACKSON);
    return supported
        ? Verdict.ok("jackson", found)
        : Verdict.failed(
            "jackson",
            found,
            "Use 2.13 or newer of 2.x, both of one com.fasterxml.jackson:jackson-bom.");
  }

  /** Returns the verdict on Bouncy Castle, which SM2 keys require. */
  static List<Verdict> bouncyCastle(Subject subject) {
    return List.of(bouncyCastle(needsBouncyCastle(subject), BOUNCY_CASTLE));
  }

  static Verdict bouncyCastle(boolean needed, String provider) {
    if (!needed) {
      return Verdict.skipped("bouncy castle", "only SM2 keys require it");
    }
    try {
      String version = Class.forName(provider).getPackage().getImplementationVersion();
      return Verdict.ok("bouncy castle", version == null ? "present" : version);
    } catch (ClassNotFoundException | LinkageError e) {
      return Verdict.failed(
          "bouncy castle",
          "not on the class path, but a key is SM2.",
          "Add org.bouncycastle:bcprov-jdk18on.");
    }
  }

  private static boolean needsBouncyCastle(Subject subject) {
    Stream<Loaded<?>> keys =
        Stream.concat(
            Stream.of(subject.privateKey(), subject.certificate()),
            subject.platform().stream().map(PlatformEntry::key));
    return (subject.privateKey().isPresent() && KeyPairs.isSm2(subject.privateKey().get()))
        || subject.platform().stream()
            .anyMatch(entry -> entry.key().isPresent() && KeyPairs.isSm2(entry.key().get()))
        || keys.anyMatch(key -> key.problem().contains("Bouncy Castle"));
  }
}
