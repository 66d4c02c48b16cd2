package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private static final String NAME = "io.github.wxpay.catalogue";

  @Test
  void exportsOnePackageAndRequiresJacksonTransitively() {
    ModuleDescriptor module =
        ModuleFinder.of(source(Catalogue.class)).find(NAME).orElseThrow().descriptor();

    assertThat(module.exports()).singleElement().hasToString(NAME);
    assertThat(module.opens()).isEmpty();
    assertThat(module.requires())
        .anyMatch(
            needed ->
                needed.name().equals("com.fasterxml.jackson.databind")
                    && needed.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE));
  }

  @Test
  void readsResourceOnModulePath() throws Exception {
    Path[] path =
        Stream.of(Catalogue.class, JsonNode.class, JsonFactory.class, JsonInclude.class)
            .map(ModuleTest::source)
            .toArray(Path[]::new);
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(path), ModuleFinder.of(), Set.of(NAME));
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());

    Class<?> loaded = layer.findLoader(NAME).loadClass(Catalogue.class.getName());
    Object catalogue = loaded.getMethod("load").invoke(null);

    assertThat(loaded).isNotSameAs(Catalogue.class);
    assertThat(loaded.getModule().getName()).isEqualTo(NAME);
    assertThat((List<?>) loaded.getMethod("endpoints").invoke(catalogue)).hasSize(1186);
  }

  private static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
