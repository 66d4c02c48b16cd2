package io.github.wxpay.cli;

import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.config.Secrets;
import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.doctor.Redaction;
import io.github.wxpay.cli.offline.InputFile;
import io.github.wxpay.cli.offline.PlatformKeys;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code wxpay encrypt}: encrypts a sensitive field for the platform. */
@Command(name = "encrypt")
final class EncryptCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--text", paramLabel = "-|@FILE", descriptionKey = "encrypt.text")
  private String text = "";

  @Option(names = "--key", paramLabel = "FILE", descriptionKey = "verify.key")
  private @Nullable Path key;

  @Option(names = "--id", paramLabel = "ID", descriptionKey = "encrypt.id")
  private @Nullable String id;

  @Option(names = "--pkcs1", descriptionKey = "decrypt.pkcs1")
  private boolean pkcs1;

  EncryptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Configuration configuration =
        config.find(terminal).orElseGet(() -> Configuration.of(Map.of(), "the options"));
    Redaction redaction = Redaction.of(configuration);
    try {
      encrypt(configuration);
      return Failure.SUCCESS;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(redaction.redacted(Failure.text(e)));
    }
  }

  private void encrypt(Configuration configuration) {
    PlatformKeys keys = PlatformKeys.of(configuration.entries(), key, id, "");
    String serial = keys.preferred(key == null ? id : keys.ids().get(0));
    PublicKey publicKey = keys.key(serial).orElseThrow();
    String plain = plain();
    String encrypted =
        KeyPairs.isSm2(publicKey)
            ? Sm2.encrypt(plain, publicKey)
            : pkcs1 ? Rsa.encryptPkcs1(plain, publicKey) : Rsa.encrypt(plain, publicKey);
    terminal.out().println(encrypted);
    terminal.err().println("Send it with the header Wechatpay-Serial: " + serial);
  }

  /** Returns the plaintext: from a file, the standard input or a prompt, or with a warning. */
  private String plain() {
    boolean asked = text.isEmpty() || text.equals("-");
    if (text.startsWith("@") || (text.equals("-") && !terminal.isInteractive())) {
      return InputFile.text("--text", text, terminal);
    }
    String plain = new Secrets(terminal).read("--text", asked ? "-" : text);
    if (plain.isEmpty()) {
      throw new IllegalArgumentException("`--text` is empty. Pass the text of the field.");
    }
    return plain;
  }
}
