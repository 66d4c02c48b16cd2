package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.http.SiteProvider;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the sandbox with and without the provider of the page. */
class PageProviderTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servesPageOnlyWithItsProvider(boolean provided) throws Exception {
    try (URLClassLoader loader = new Loader(provided)) {
      Class<?> type = loader.loadClass(Sandbox.class.getName());
      assertThat(type).isNotSameAs(Sandbox.class);
      try (AutoCloseable sandbox = (AutoCloseable) type.getMethod("start").invoke(null)) {
        URI page = (URI) type.getMethod("page").invoke(sandbox);
        assertThat(status(page)).isEqualTo(provided ? 200 : 404);
        assertThat(status(page.resolve("/sandbox/live"))).isEqualTo(provided ? 200 : 404);
        assertThat(status(page.resolve("/v3/certificates"))).isEqualTo(401);
      }
    }
  }

  private static int status(URI target) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsAllSecretsOfConfigurations(boolean sm2) {
    try (Sandbox sandbox = sm2 ? Sandbox.builder().sm2().start() : Sandbox.start()) {
      List<String> secrets = Secrets.of(sandbox);
      StringBuilder text = new StringBuilder(sandbox.config() + sandbox.workwxSecret());
      if (!sm2) {
        text.append(sandbox.brandConfig());
      }
      String joined = text.toString().replace("\n", "");
      assertThat(secrets).doesNotHaveDuplicates().hasSize(5);
      assertThat(secrets).allMatch(joined::contains).noneMatch(secret -> secret.length() < 32);
      Redactor redactor = new Redactor(() -> secrets);
      assertThat(secrets).allMatch(secret -> redactor.text(secret).equals(Redactor.HIDDEN));
    }
  }

  /** Loads the sandbox again, with the providers of sites or without. */
  private static final class Loader extends URLClassLoader {
    private final boolean provided;

    Loader(boolean provided) throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.provided = provided;
    }

    private static URL[] classPath() throws IOException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(new File(entry).toURI().toURL());
      }
      return urls.toArray(new URL[0]);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      boolean site = name.equals("META-INF/services/" + SiteProvider.class.getName());
      return site && !provided ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
