package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.testing.Fixtures;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecryptCommandTest {
  private static final String NAME = "张三";

  @TempDir Path folder;

  private final List<CommandRun> runs = new ArrayList<>();
  private OfflineFiles files;

  @BeforeEach
  void createFiles() {
    files = new OfflineFiles(folder);
  }

  private CommandRun decrypt(String... arguments) {
    List<String> all = new ArrayList<>(List.of("decrypt", "-c", files.configuration()));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(all.toArray(new String[0]));
    assertThat(run.err)
        .doesNotContain(Fixtures.API_V3_KEY, Fixtures.SECRET, "order-1", NAME)
        .doesNotContain(Fixtures.lines("apiclient_key.pem"));
    assertThat(run.code == 0 ? "" : run.out).as("%s", run).isEmpty();
    runs.add(run);
    return run;
  }

  private void assertPlain(CommandRun run, String plain) {
    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.out).isEqualTo(plain + "\n");
    assertThat(run.err).isEmpty();
  }

  private void assertFails(CommandRun run, String cause) {
    assertThat(run.code).as("%s", run).isEqualTo(1);
    assertThat(run.err).startsWith("error: ").contains(cause);
  }

  private CommandRun body(String body, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--body", files.write("body", body)));
    arguments.addAll(List.of(more));
    return decrypt(arguments.toArray(new String[0]));
  }

  @Test
  void decryptsNotificationAndItsResourceAlone() {
    assertPlain(body(OfflineFiles.notification(Fixtures.API_V3_KEY)), OfflineFiles.PLAIN);
    assertPlain(
        body(OfflineFiles.resource(Fixtures.API_V3_KEY, OfflineFiles.PLAIN, "")),
        OfflineFiles.PLAIN);
  }

  @Test
  void namesWhyNotificationCannotBeDecrypted() {
    String message = OfflineFiles.notification(Fixtures.API_V3_KEY);
    String ciphertext = OfflineFiles.gcm(Fixtures.API_V3_KEY, OfflineFiles.PLAIN, "transaction");
    char[] changed = ciphertext.toCharArray();
    changed[40] = changed[40] == 'A' ? 'B' : 'A';

    assertFails(body(OfflineFiles.notification("x".repeat(32))), "apiV3Key is not the key");
    assertFails(body(OfflineFiles.notification(Fixtures.SECRET)), "APIv3 key are swapped");
    assertFails(
        body(message.replace("\"associated_data\":\"transaction\"", "\"associated_data\":\"\"")),
        "associated_data must be 'transaction' and is empty");
    assertFails(
        body(
            OfflineFiles.notification(Fixtures.API_V3_KEY, "")
                .replace("\"associated_data\":\"\"", "\"associated_data\":\"x\"")),
        "associated_data must be empty and is another text");
    assertFails(
        body(message.replace("\"nonce\":\"0123456789ab\"", "\"nonce\":\"0123\"")),
        "`nonce` has 4 bytes");
    assertFails(
        body(message.replace("\"nonce\":\"0123456789ab\"", "\"nonce\":\"0123456789ac\"")),
        "`nonce` belongs to another message");
    assertFails(body(message.replace(ciphertext, "AAAA")), "has 3 bytes, and the tag alone has 16");
    assertFails(body(message.replace(ciphertext, "++ +" + ciphertext)), "spaces instead of +");
    assertFails(
        body(message.replace(ciphertext, new String(changed))), "was changed or cut near byte 3");
    assertFails(
        body(message.replace(ciphertext, ciphertext.substring(0, 80))), "was changed or cut near");
  }

  @Test
  void refusesKeysThatAreMissingOrOfAnotherLength() {
    String file = files.write("body", OfflineFiles.notification(Fixtures.API_V3_KEY));

    CommandRun short_ = decrypt("--body", file, "-c", "apiV3Key=@" + files.write("k", "short"));
    assertThat(short_.code).isEqualTo(2);
    assertThat(short_.err).contains("The APIv3 key has 5 bytes, and must have 32.");
    CommandRun none = decrypt("--body", file, "-c", "apiV3Key=");
    assertThat(none.code).isEqualTo(2);
    assertThat(none.err).contains("There is no APIv3 key.");
  }

  @Test
  void decryptsRefundOfApiV2() {
    String plain = "<root><out_refund_no>refund-1</out_refund_no></root>";
    String info = AesEcb.encrypt(plain, Hash.md5(Fixtures.SECRET));
    String swapped = AesEcb.encrypt(plain, Hash.md5(Fixtures.API_V3_KEY));
    String foreign = AesEcb.encrypt(plain, Hash.md5("y".repeat(32)));
    String damaged =
        info.substring(0, 30) + (info.charAt(30) == 'A' ? 'B' : 'A') + info.substring(31);

    assertPlain(body(xml(info)), plain);
    assertPlain(body(xml(info.substring(0, 20) + "\n" + info.substring(20))), plain);
    assertFails(body(xml(swapped)), "APIv3 key are swapped");
    assertFails(body(xml(foreign)), "secret is not the key");
    assertFails(body(xml(info.substring(0, 20))), "not a multiple of 16");
    assertFails(body(xml(damaged)), "the key is right, but the text was changed or cut");
  }

  private static String xml(String info) {
    return "<xml><return_code>SUCCESS</return_code><req_info><![CDATA["
        + info
        + "]]></req_info></xml>";
  }

  @Test
  void decryptsCertificates() {
    String pem = Fixtures.text("platform_cert.pem");
    String response =
        "{\"data\":[{\"serial_no\":\"1\",\"encrypt_certificate\":"
            + OfflineFiles.resource(Fixtures.API_V3_KEY, pem, "certificate")
            + "}]}";
    CommandRun run = decrypt("--certificate", files.write("c.json", response));

    assertPlain(run, pem.stripTrailing());
    assertFails(
        decrypt(
            "--certificate", files.write("c.json", response.replace("\"certificate\"", "\"x\""))),
        "associated_data must be 'certificate'");
  }

  @Test
  void decryptsField() throws GeneralSecurityException {
    String oaep = Rsa.encrypt(NAME, Fixtures.merchantPublicKey());
    String pkcs1 = Rsa.encryptPkcs1(NAME, Fixtures.merchantPublicKey());
    String own = Rsa.encrypt(NAME, Fixtures.certificate("platform_cert.pem").getPublicKey());
    Cipher sha256 = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    sha256.init(Cipher.ENCRYPT_MODE, Fixtures.merchantPublicKey());
    String other = Base64.getEncoder().encodeToString(sha256.doFinal(new byte[] {65}));

    assertPlain(decrypt("--field", oaep), NAME);
    assertPlain(decrypt("--field", "@" + files.write("f", oaep + "\n")), NAME);
    assertPlain(decrypt("--field", pkcs1, "--pkcs1"), NAME);
    assertFails(decrypt("--field", pkcs1), "Pass `--pkcs1`");
    assertFails(decrypt("--field", oaep, "--pkcs1"), "another padding than PKCS#1");
    assertFails(decrypt("--field", other), "perhaps OAEP with SHA-256");
    assertFails(decrypt("--field", oaep.substring(0, 100)), "has 75 bytes");
    assertFails(decrypt("--field", oaep.replace("=", "") + "*"), "not base64");
    CommandRun foreign = decrypt("--field", own);
    assertThat(foreign.code).isEqualTo(1);
    assertThat(foreign.err).containsAnyOf("another key", "another padding");
  }

  @Test
  void refusesArgumentsThatCannotBeUsed() {
    String file = files.write("plain", "{\"a\":1}");
    for (String[] arguments :
        List.of(
            new String[] {},
            new String[] {"--body", file, "--field", "x"},
            new String[] {"--body", file},
            new String[] {"--body", file + ".missing"},
            new String[] {"--body", files.write("t", "text")},
            new String[] {"--body", files.write("x", "<xml><a>1</a></xml>")})) {
      CommandRun run = decrypt(arguments);
      assertThat(run.code).as("%s", run).isEqualTo(2);
    }
  }

  @Test
  void encryptsForThePlatform() {
    String config = files.configuration();
    CommandRun run = CommandRun.withInput(NAME + "\n", "encrypt", "-c", config, "--text", "-");

    assertThat(run.code).as("%s", run).isZero();
    assertThat(run.err)
        .isEqualTo("Send it with the header Wechatpay-Serial: " + Fixtures.PLATFORM_SERIAL + "\n");
    assertThat(Rsa.decrypt(run.out.strip(), Fixtures.platformKey())).isEqualTo(NAME);

    CommandRun old =
        CommandRun.of("encrypt", "-c", config, "--text", "@" + files.write("n", NAME), "--pkcs1");
    assertThat(Rsa.decryptPkcs1(old.out.strip(), Fixtures.platformKey())).isEqualTo(NAME);
  }

  @Test
  void warnsAboutTextOnCommandLineAndRefusesMissingKeys() {
    CommandRun literal = CommandRun.of("encrypt", "-c", files.configuration(), "--text", "literal");
    assertThat(literal.err).contains("warning: `--text` has a secret on the command line");
    String pem = files.fixture("platform_pubkey.pem");
    String text = "@" + files.write("n", NAME);
    assertThat(CommandRun.of("encrypt", "--text", text).code).isEqualTo(2);
    assertThat(CommandRun.of("encrypt", "--key", pem, "--text", text).err).contains("--id");
    assertThat(CommandRun.of("encrypt", "-c", files.configuration()).code).isEqualTo(2);
    assertThat(
            CommandRun.of("encrypt", "-c", files.configuration(), "--id", "x", "--text", text).code)
        .isEqualTo(2);
    CommandRun named =
        CommandRun.of("encrypt", "--key", pem, "--id", Fixtures.PUBLIC_KEY_ID, "--text", text);
    assertThat(named.code).as("%s", named).isZero();
    assertThat(named.err).contains(Fixtures.PUBLIC_KEY_ID);
  }
}
