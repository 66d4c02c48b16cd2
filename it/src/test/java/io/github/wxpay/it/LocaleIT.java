package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Locales with digits, calendars and letters of their own, charsets, and a time zone. */
class LocaleIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"ar-SA", "fa-IR", "mr-IN", "my-MM", "ne-NP", "tr-TR", "th-TH-u-ca-buddhist"})
  void makesAllCallsInTheLocale(String tag) throws Exception {
    Locale locale = Locale.forLanguageTag(tag);
    List<String> properties = new ArrayList<>();
    properties.add("-Duser.language=" + locale.getLanguage());
    properties.add("-Duser.region=" + locale.getCountry());
    if (locale.hasExtensions()) {
      properties.add("-Duser.extensions=" + tag.replaceFirst(".*?-(?=u-)", ""));
    }

    JavaProgram smoke = smoke(properties);

    assertThat(smoke.calls()).isGreaterThan(30);
    assertThat(smoke.found("locale")).isEqualTo(tag);
    Results.calls(Results.Group.LOCALE, "`" + tag + "`", smoke.calls());
  }

  @ParameterizedTest
  @CsvSource({
    "charset, GBK, -Dfile.encoding=GBK",
    "charset, US-ASCII, -Dfile.encoding=US-ASCII",
    "zone, Asia/Kathmandu, -Duser.timezone=Asia/Kathmandu"
  })
  void makesAllCallsWithTheProperty(String name, String value, String property) throws Exception {
    JavaProgram smoke = smoke(List.of(property));

    assertThat(smoke.calls()).isGreaterThan(30);
    assertThat(smoke.found(name)).isEqualTo(value);
    Results.calls(Results.Group.LOCALE, "`" + property + "`", smoke.calls());
  }

  private JavaProgram smoke(List<String> properties) throws Exception {
    List<String> arguments = new ArrayList<>(properties);
    arguments.addAll(List.of("-cp", JavaProgram.programsIn("jackson-2.21"), JavaProgram.SMOKE));
    return JavaProgram.run(JavaProgram.home(), folder, arguments);
  }
}
