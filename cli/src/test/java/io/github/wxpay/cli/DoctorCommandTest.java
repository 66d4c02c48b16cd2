package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.cli.doctor.Examination;
import io.github.wxpay.cli.doctor.Network;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DoctorCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSPHRASE = "a-passphrase-that-nobody-sees";

  @TempDir private Path folder;

  private final RecordedTerminal recording = new RecordedTerminal();

  @Test
  void printsOneVerdictOnEachLineAndSucceeds() throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      int code = recording.run("doctor", "-c", file(sandbox.config()));
      assertThat(code).as(recording.out()).isZero();
      assertThat(recording.out().lines())
          .contains("ok      private key: RSA, 2048 bits", "ok      secret: 32 bytes")
          .anyMatch(line -> line.startsWith("ok      signature of requests: "))
          .last()
          .asString()
          .matches("ok [0-9]+, warning 0, failed 0, skipped 2");
      assertThat(recording.err()).isEmpty();
    }
  }

  @Test
  void failsWithAdviceIfCheckFails() throws IOException {
    Map<String, Object> entries = Examination.entries();
    entries.put("serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
    assertThat(recording.run("doctor", "--offline", "-c", file(entries))).isEqualTo(1);
    assertThat(recording.out()).contains("failed  serial: ").contains("Set `serial` to");
  }

  @Test
  void usesNoNetworkOffline() throws IOException {
    Network none =
        (base, headers, authority) -> {
          throw new AssertionError("The network was used: " + base);
        };
    DoctorCommand command =
        new DoctorCommand(recording.terminal(), java.time.Clock.systemUTC(), none);
    int code = new CommandLine(command).execute("--offline", "-c", file(Examination.entries()));
    assertThat(code).as(recording.out()).isZero();
    assertThat(recording.out()).doesNotContain("host: ");
  }

  @Test
  void printsJsonArray() throws IOException {
    assertThat(recording.run("doctor", "--offline", "--json", "-c", file(Examination.entries())))
        .isZero();
    JsonNode verdicts = JSON.readTree(recording.out());
    assertThat(verdicts.isArray()).isTrue();
    assertThat(verdicts)
        .allMatch(one -> one.size() == 4)
        .anyMatch(
            one ->
                one.path("mark").asText().equals("ok")
                    && one.path("check").asText().equals("mchid")
                    && one.path("found").asText().equals(Fixtures.MCHID)
                    && one.path("advice").asText().isEmpty());
  }

  @Test
  void reportsFileThatCannotBeRead() {
    String missing = folder.resolve("missing.json").toString();
    assertThat(recording.run("doctor", "--offline", "-c", missing)).isEqualTo(1);
    assertThat(recording.out()).contains("failed  configuration: ").contains("cannot be read");
  }

  @Test
  void readsEntriesOfArguments() {
    String key = FixtureFiles.in(folder, "apiclient_key.pem").toString();
    FixtureFiles.in(folder, "apiclient_cert.pem"); // found beside the key
    int code =
        recording.run(
            "doctor",
            "--offline",
            "-c.mchid",
            Fixtures.MCHID,
            "-c.serial=" + Fixtures.SERIAL,
            "-c",
            "privateKey=" + key,
            "-c",
            "certs."
                + Fixtures.PLATFORM_SERIAL
                + "="
                + FixtureFiles.in(folder, "platform_cert.pem"));
    assertThat(code).as(recording.out()).isZero();
    assertThat(recording.out()).contains("ok      serial: " + Fixtures.SERIAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--online", "argument"})
  void refusesUnknownArguments(String argument) {
    assertThat(recording.run("doctor", argument)).isEqualTo(2);
    assertThat(recording.err()).contains("wxpay doctor --help");
  }

  // Secrets

  @ParameterizedTest
  @ValueSource(strings = {"text", "--json"})
  void printsNoSecretOfCompleteConfiguration(String form) throws IOException {
    try (Sandbox sandbox = Sandbox.start()) {
      Map<String, Object> entries = new LinkedHashMap<>(sandbox.config());
      run(form, entries);
      assertNoSecret(entries);
      entries.put("privateKey", Fixtures.text("other_key.pem"));
      run(form, entries);
      assertNoSecret(entries);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mchid",
        "brandId",
        "serial",
        "privateKey",
        "secret",
        "apiV3Key",
        "baseURL",
        "gateway",
        "backupUrl",
        "passphrase",
        "timeout",
        "signType",
        "retry",
        "unknown"
      })
  void printsNoSecretInWrongEntry(String name) throws IOException {
    String key = Fixtures.text("apiclient_key.pem");
    String hex = "0123456789abcdef0123456789ABCDEF"; // an APIv2 key may have this form
    for (String planted : List.of(key, Fixtures.API_V3_KEY, hex, Fixtures.API_V3_KEY + "x")) {
      for (String form : List.of("text", "--json")) {
        Map<String, Object> entries = Examination.entries();
        entries.put("passphrase", PASSPHRASE);
        entries.put(name, planted);
        run("--offline", form, entries);
        assertNoSecret(entries);
        assertThat((recording.out() + recording.err()).contains(hex)).isFalse();
      }
    }
  }

  @Test
  void printsNoSecretInWrongPartOfObjects() throws IOException {
    String key = Fixtures.text("apiclient_key.pem");
    for (String planted : List.of(key, Fixtures.API_V3_KEY, Fixtures.SECRET)) {
      for (Object value : List.of(Map.of(planted, "x.pem"), Map.of(planted, planted), planted)) {
        Map<String, Object> entries = Examination.entries();
        entries.put("certs", value);
        run("--offline", "text", entries);
        entries.put("merchant", value);
        run("--offline", "--json", entries);
        assertNoSecret(entries);
      }
      Map<String, Object> entries = Examination.entries();
      entries.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, planted));
      entries.put("merchant", Map.of("pfx", planted, "passphrase", PASSPHRASE));
      run("--offline", "text", entries);
      entries.put("merchant", Map.of("cert", planted, "key", planted));
      run("--offline", "text", entries);
      assertNoSecret(entries);
    }
  }

  private void run(String form, Map<String, Object> entries) throws IOException {
    run("--certificate=" + FixtureFiles.in(folder, "other_cert.pem"), form, entries);
  }

  private void run(String option, String form, Map<String, Object> entries) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("doctor", option, "-c", file(entries)));
    if (form.equals("--json")) {
      arguments.add(form);
    }
    var unused = recording.run(arguments.toArray(new String[0]));
  }

  private void assertNoSecret(Map<String, Object> entries) {
    String printed = recording.out() + recording.err();
    List<String> secrets = new ArrayList<>();
    secrets.addAll(List.of(PASSPHRASE, Fixtures.API_V3_KEY, Fixtures.SECRET));
    for (String name : List.of("secret", "apiV3Key")) {
      secrets.add(String.valueOf(entries.get(name)));
    }
    for (String secret : List.copyOf(secrets)) {
      secrets.add(Hash.md5(secret));
      secrets.add(Hash.sha256(secret));
    }
    String keys = entries.get("privateKey") + "\n" + Fixtures.text("apiclient_key.pem");
    keys.lines().filter(line -> !line.isBlank() && !line.startsWith("-----")).forEach(secrets::add);
    for (String secret : secrets) {
      String part = secret.length() > 24 ? secret.substring(0, 24) : secret;
      assertThat(printed.lines().filter(line -> contains(line, part))).isEmpty();
    }
  }

  private static boolean contains(String line, String part) {
    return line.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private String file(Map<String, Object> entries) throws IOException {
    Path file = folder.resolve("wxpay.json");
    Files.write(file, JSON.writeValueAsBytes(entries));
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return file.toString();
  }
}
