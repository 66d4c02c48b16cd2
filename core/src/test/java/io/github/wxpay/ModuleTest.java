package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private static final String NAME = "io.github.wxpay";

  @Test
  void exportsThePublicPackagesAndNoInternalOne() {
    ModuleDescriptor module = descriptor();

    Set<String> exports =
        module.exports().stream()
            .map(export -> export.isQualified() ? export.toString() : export.source())
            .collect(Collectors.toSet());

    assertThat(exports)
        .containsExactlyInAnyOrder(
            "io.github.wxpay",
            "io.github.wxpay.codec",
            "io.github.wxpay.crypto",
            "io.github.wxpay.exception",
            "io.github.wxpay.http");
    assertThat(module.isOpen()).isFalse();
    assertThat(module.opens()).isEmpty();
  }

  @Test
  void requiresTransitivelyModulesOfItsSignatures() {
    assertThat(requires("com.fasterxml.jackson.databind").modifiers())
        .containsExactly(Requires.Modifier.TRANSITIVE);
    assertThat(requires("java.net.http").modifiers()).containsExactly(Requires.Modifier.TRANSITIVE);
  }

  @Test
  void runsWithoutBouncyCastle() {
    assertThat(requires("org.bouncycastle.provider").modifiers())
        .containsExactly(Requires.Modifier.STATIC);
  }

  @Test
  void resolvesAsNamedModuleAndLoadsItsClasses() throws Exception {
    ModuleLayer layer = layer(Set.of(NAME), classes(), jacksonJars());

    Class<?> loaded = layer.findLoader(NAME).loadClass("io.github.wxpay.Wxpay");

    assertThat(loaded).isNotSameAs(Wxpay.class);
    assertThat(loaded.getModule().getName()).isEqualTo(NAME);
    assertThat(loaded.getMethod("normalize", String.class).invoke(null, "outTradeNo"))
        .isEqualTo("out-trade-no");
    assertThat(loaded.getMethod("builder").invoke(null)).isNotNull();
    assertThat(layer.findModule("org.bouncycastle.provider")).isEmpty();
  }

  @Test
  void readsPkcs1KeysWithBouncyCastleOnModulePath() throws Exception {
    Path bouncyCastle = source(SM3Digest.class);
    ModuleLayer layer =
        layer(
            Set.of(NAME, "org.bouncycastle.provider"),
            classes(),
            Stream.concat(Stream.of(bouncyCastle), jacksonJars()));

    Class<?> hash = layer.findLoader(NAME).loadClass("io.github.wxpay.crypto.Hash");

    assertThat(hash.getMethod("sm3", String.class).invoke(null, "abc"))
        .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  }

  /** Returns the folder or jar of the library's classes. */
  static Path classes() {
    return source(Wxpay.class);
  }

  private static ModuleLayer layer(Set<String> roots, Path classes, Stream<Path> others) {
    ModuleFinder finder =
        ModuleFinder.of(Stream.concat(Stream.of(classes), others).toArray(Path[]::new));
    Configuration configuration =
        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), roots);
    return ModuleLayer.boot()
        .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
  }

  private static Stream<Path> jacksonJars() {
    return Stream.of(JsonNode.class, JsonFactory.class, JsonInclude.class).map(ModuleTest::source);
  }

  private static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ModuleDescriptor descriptor() {
    return ModuleFinder.of(classes()).find(NAME).orElseThrow().descriptor();
  }

  private static Requires requires(String name) {
    return descriptor().requires().stream()
        .filter(required -> required.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
