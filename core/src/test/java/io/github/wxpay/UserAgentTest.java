package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentTest {
  @Test
  void namesTheVersionOfThePom() throws Exception {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

    Clients.over(http).chain("v3/a").get();

    assertThat(http.sent().get(0).header("User-Agent"))
        .matches("wxpay/" + Pattern.quote(versionOfPom()) + " Java/[ -~]+ [ -~]+/[ -~]+")
        .contains(" Java/" + System.getProperty("java.version") + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "0.1.0-SNAPSHOT", "2.0.0-rc.1+build_7"})
  void readsVersionOfTheBuild(String version) throws Exception {
    assertThat(UserAgent.version(stream(version + "\r\n"))).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "${project.version}", "@project.version@", "1.0 0", "1.0\r\nX: a", "版本"})
  void saysDevWhereTheBuildWroteNoVersion(String text) throws Exception {
    assertThat(UserAgent.version(stream(text))).isEqualTo("dev");
  }

  @Test
  void saysDevWithoutTheResource() throws Exception {
    assertThat(UserAgent.version(null)).isEqualTo("dev");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String versionOfPom() throws Exception {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }
}
