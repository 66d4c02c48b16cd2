package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CertificateCommandTest {
  private static final String NAME = "wechatpay_" + Fixtures.PLATFORM_SERIAL + ".pem";

  @TempDir Path folder;
  @TempDir Path keys;

  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer(ServerSocketFactory.getDefault());
    answer(entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem"));
    Files.write(keys.resolve("key.pem"), Fixtures.bytes("apiclient_key.pem"));
    Files.writeString(keys.resolve("v3"), Fixtures.API_V3_KEY + "\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void savesTheCertificateAndSaysHowToUseIt() throws IOException {
    CommandRun run = run();

    Path file = folder.resolve(NAME);
    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.err).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(Fixtures.text("platform_cert.pem"));
    assertThat(run.out)
        .contains("  notAfter=Mon, 01 Jan 2120 00:00:00 GMT\n")
        .endsWith("  -c certs." + Fixtures.PLATFORM_SERIAL + "=" + file + "\n");
    assertThat(files()).containsExactly(NAME);
  }

  @Test
  void takesTheConfigurationInPlaceOfTheOptions() throws IOException {
    Path config =
        Files.writeString(
            keys.resolve("wxpay.json"),
            "{\"mchid\":\"1900000109\",\"serial\":\"3775B6A45ACD588826D15E583A95F5DD4C8E2A17\","
                + "\"privateKey\":\"key.pem\",\"apiV3Key\":\""
                + Fixtures.API_V3_KEY
                + "\",\"certs\":{\"PUB_KEY_ID_1\":\"gone.pem\"}}");

    CommandRun run =
        CommandRun.of("crt", "-c", config.toString(), "-u", server.url(), "-o", folder.toString());

    assertThat(run.code).as("%s", run).isZero();
    assertThat(files()).containsExactly(NAME);
  }

  @Test
  void replacesAnExistingFile() throws IOException {
    Files.writeString(folder.resolve(NAME), "old");

    assertThat(run().code).isZero();

    assertThat(Files.readString(folder.resolve(NAME))).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void followsNoSymbolicLink() throws IOException {
    Path other = Files.writeString(keys.resolve("other"), "precious");
    Files.createSymbolicLink(folder.resolve(NAME), other);

    assertThat(run().code).isZero();

    assertThat(Files.readString(other)).isEqualTo("precious");
    assertThat(Files.isRegularFile(folder.resolve(NAME), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void savesCertificatesThatAreNotValidWithAWarning() throws IOException {
    answer(
        entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem"),
        entryOf("0A", pem("0A", "2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z")),
        entryOf("0B", pem("0B", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z")));

    CommandRun run = run();

    assertThat(run.code).isEqualTo(1);
    assertThat(run.err)
        .contains(
            "0A expired at Wed, 01 Jan 2020 00:00:00 GMT, and it is Tue, 14 Nov 2023",
            "0B is not valid before Tue, 01 Jan 2030 00:00:00 GMT");
    assertThat(files()).containsExactlyInAnyOrder(NAME, "wechatpay_0A.pem", "wechatpay_0B.pem");
  }

  @Test
  void refusesAResponseThatAnExpiredCertificateSigned() throws IOException {
    Instant late = Instant.parse("2121-01-01T00:00:00Z");
    answer(
        Reply.signed(
            200,
            body(entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem")),
            late.getEpochSecond(),
            "SHA256",
            Fixtures.platformKey()));

    CommandRun run =
        CommandRun.with(
            new ClientSource(Clock.fixed(late, ZoneOffset.UTC), () -> CommandRun.NONCE),
            "",
            arguments());

    assertThat(run.code).isEqualTo(1);
    assertThat(run.err).contains("2120");
    assertThat(files()).isEmpty();
  }

  @Test
  void savesNothingIfOneEntryIsWrong() throws IOException {
    answer(
        entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem"), entry("x/../evil", "other_cert.pem"));

    CommandRun run = run();

    assertThat(run.code).isEqualTo(1);
    assertThat(run.out).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesCertificatesOfAnotherIssuer() throws IOException {
    Path root = Files.write(keys.resolve("root.pem"), Fixtures.bytes("other_cert.pem"));

    CommandRun run = run("--root", root.toString());

    assertThat(run.code).isEqualTo(1);
    assertThat(files()).isEmpty();
  }

  @Test
  void refusesAResponseWithAnotherSignature() throws IOException {
    answer(
        Reply.signed(
            200,
            body(entry(Fixtures.PLATFORM_SERIAL, "platform_cert.pem")),
            Fixtures.NOW,
            "SHA256",
            Fixtures.otherKey()));

    CommandRun run = run();

    assertThat(run.code).isEqualTo(1);
    assertThat(files()).isEmpty();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void explainsThePublicKeyMode() {
    answer(Reply.bare(404, "{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"无可用的平台证书\"}"));
    CommandRun none = run();
    answer(Reply.signed("{\"data\":[]}").with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID));
    CommandRun signed = run();

    for (CommandRun run : List.of(none, signed)) {
      assertThat(run.code).isEqualTo(1);
      assertThat(run.err).contains("platform public key", "-c certs.PUB_KEY_ID_…=pub_key.pem");
    }
  }

  @Test
  void namesTheMissingOption() {
    CommandRun run = CommandRun.of("crt", "-m", "1", "-s", "2", "-k", "@" + keys.resolve("v3"));

    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("`-f` is missing: privateKey");
  }

  @Test
  void requiresAnExistingFolderBeforeAnythingIsSent() {
    CommandRun run = run("-o", folder.resolve("no").toString());

    assertThat(run.code).isEqualTo(2);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void showsNoSecret() {
    answer(Reply.bare(401, "{\"code\":\"SIGN_ERROR\"}"));

    assertThat(run("-k", Fixtures.API_V3_KEY).toString())
        .contains("warning: `-k` has a secret")
        .doesNotContain(Fixtures.API_V3_KEY, "signature=");
  }

  private CommandRun run(String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments()));
    for (int i = 0; i < more.length; i += 2) {
      int present = all.indexOf(more[i]);
      if (present < 0) {
        all.addAll(List.of(more[i], more[i + 1]));
      } else {
        all.set(present + 1, more[i + 1]);
      }
    }
    return CommandRun.of(all.toArray(new String[0]));
  }

  private String[] arguments() {
    return new String[] {
      "crt",
      "-m",
      Fixtures.MCHID,
      "-s",
      Fixtures.SERIAL,
      "-f",
      keys.resolve("key.pem").toString(),
      "-k",
      "@" + keys.resolve("v3"),
      "-o",
      folder.toString(),
      "-u",
      server.url()
    };
  }

  private List<String> files() throws IOException {
    try (var list = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      list.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private void answer(JsonNode... entries) {
    answer(Reply.signed(200, body(entries)));
  }

  private void answer(Reply reply) {
    server.responding(request -> reply.with("Connection", "close").wire());
  }

  private static byte[] body(JsonNode... entries) {
    return ("{\"data\":" + Arrays.toString(entries) + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static String pem(String serial, String from, String until) {
    return Certificates.pem(
        Fixtures.certificate("platform_cert.pem").getPublicKey(),
        serial,
        "x",
        Instant.parse(from),
        Instant.parse(until));
  }

  private static JsonNode entry(String serial, String certificate) {
    return entryOf(serial, Fixtures.text(certificate));
  }

  private static JsonNode entryOf(String serial, String pem) {
    var entry = new ObjectMapper().createObjectNode();
    entry.put("serial_no", serial);
    entry
        .putObject("encrypt_certificate")
        .put("algorithm", "AEAD_AES_256_GCM")
        .put("nonce", "61f9c719728a")
        .put("associated_data", "certificate")
        .put("ciphertext", AesGcm.encrypt(pem, Fixtures.API_V3_KEY, "61f9c719728a", "certificate"));
    return entry;
  }
}
