package io.github.wxpay.cli;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.certificate.CertificateFiles;
import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.config.Secrets;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.ShellText;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code wxpay crt}: downloads the platform certificates. */
@Command(
    name = "crt",
    aliases = {"cert", "certificateDownloader", "downloader"})
final class CertificateCommand implements Callable<Integer> {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The entries that have no effect on a download, and could keep it from starting. */
  private static final List<String> UNUSED = List.of("certs", "secret", "merchant", "security");

  private final Terminal terminal;
  private final ClientSource source;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(
      names = {"-m", "--mchid"},
      paramLabel = "MCHID",
      descriptionKey = "crt.mchid")
  private @Nullable String mchid;

  @Option(
      names = {"-s", "--serialno"},
      paramLabel = "SERIAL",
      descriptionKey = "crt.serial")
  private @Nullable String serial;

  @Option(
      names = {"-f", "--privatekey"},
      paramLabel = "FILE",
      descriptionKey = "crt.privateKey")
  private @Nullable String privateKey;

  @Option(
      names = {"-k", "--key"},
      paramLabel = "@FILE|-|KEY",
      descriptionKey = "crt.key")
  private @Nullable String key;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      descriptionKey = "crt.output")
  private @Nullable Path output;

  @Option(names = "--root", paramLabel = "FILE", descriptionKey = "crt.root")
  private @Nullable Path root;

  CertificateCommand(Terminal terminal, ClientSource source) {
    this.terminal = terminal;
    this.source = source;
  }

  @Override
  public Integer call() {
    Path folder = output == null ? Path.of(System.getProperty("java.io.tmpdir")) : output;
    CertificateFiles files = new CertificateFiles(folder);
    Map<String, X509Certificate> certificates;
    try (Wxpay wxpay = client()) {
      certificates = wxpay.downloadCertificates();
    } catch (WxpayException e) {
      explain(e);
      // Not the exit code of an unknown effect: a download has none.
      throw new IllegalStateException(e.getMessage(), e);
    }
    Map<String, Path> saved = files.save(certificates);
    boolean valid = true;
    int number = 0;
    for (Map.Entry<String, X509Certificate> entry : certificates.entrySet()) {
      Path file = saved.get(entry.getKey());
      print(number++, entry.getKey(), entry.getValue(), String.valueOf(file));
      valid &= isValid(entry.getKey(), entry.getValue());
    }
    terminal
        .out()
        .println("To use them, pass these options or put the entries into the configuration:");
    saved.forEach((id, file) -> terminal.out().println("  -c certs." + id + "=" + file));
    return valid ? Failure.SUCCESS : Failure.FAILED;
  }

  private Wxpay client() {
    Map<String, Object> entries =
        new LinkedHashMap<>(config.find(terminal).map(Configuration::entries).orElse(Map.of()));
    put(entries, "mchid", mchid);
    put(entries, "serial", serial);
    put(entries, "privateKey", privateKey);
    put(entries, "baseURL", config.baseUrl().orElse(null));
    if (key != null) {
      entries.put("apiV3Key", new Secrets(terminal).read("-k", key));
    }
    require(entries, "mchid", "-m");
    require(entries, "serial", "-s");
    require(entries, "privateKey", "-f");
    require(entries, "apiV3Key", "-k");
    entries.keySet().removeAll(UNUSED); // the download verifies itself
    entries.put("retry", 1); // a person runs the command again
    Wxpay client = source.create(Configuration.of(entries, "the options"));
    // A derived client has the connections of the other one, which the end of the process closes.
    return root == null ? client : client.newBuilder().certificateRoot(root).build();
  }

  private static void put(Map<String, Object> entries, String name, @Nullable String value) {
    if (value != null) {
      entries.put(name, value);
    }
  }

  private static void require(Map<String, Object> entries, String name, String option) {
    Object value = entries.get(name);
    if (value == null || value.toString().isEmpty()) {
      throw new IllegalArgumentException(
          "`"
              + option
              + "` is missing: "
              + name
              + ". Pass it, or a configuration that has it: `-c wxpay.json` or the variables"
              + " WXPAY_….");
    }
  }

  private void print(int number, String id, X509Certificate certificate, String file) {
    var out = terminal.out();
    out.println("The WeChatPay Platform Certificate" + terminal.styled(Style.BAD, "#" + number));
    out.println("  serial=" + terminal.styled(Style.GOOD, id));
    out.println("  notBefore=" + text(certificate.getNotBefore()));
    out.println("  notAfter=" + text(certificate.getNotAfter()));
    out.println("  Saved to: " + terminal.styled(Style.GOOD, file));
    out.println("You may check it with OpenSSL too:");
    out.println(
        "\t"
            + terminal.styled(
                Style.GOOD, "openssl x509 -in " + ShellText.file(file) + " -noout -serial -dates"));
    out.println();
  }

  private static String text(Date date) {
    return DATE.format(date.toInstant());
  }

  private boolean isValid(String id, X509Certificate certificate) {
    Instant now = source.clock().instant();
    boolean early = now.isBefore(certificate.getNotBefore().toInstant());
    boolean late = now.isAfter(certificate.getNotAfter().toInstant());
    if (early || late) {
      terminal.warn(
          "The certificate "
              + id
              + (early ? " is not valid before " : " expired at ")
              + text(early ? certificate.getNotBefore() : certificate.getNotAfter())
              + ", and it is "
              + DATE.format(now)
              + " by this machine's clock. The client does not use it now.");
    }
    return !early && !late;
  }

  /** Explains the failures of a merchant that has a platform public key instead of certificates. */
  private void explain(WxpayException failure) {
    boolean none =
        failure instanceof StatusException
            && ((StatusException) failure).status() == 404
            && failure.errorCode().equals("RESOURCE_NOT_EXISTS");
    boolean publicKey =
        failure instanceof VerificationException
            && String.valueOf(failure.getMessage()).contains("PUB_KEY_ID_");
    if (none || publicKey) {
      terminal
          .err()
          .println(
              "This merchant has a platform public key, so no certificate is needed. Download"
                  + " pub_key.pem from the merchant platform, where its ID is shown, and pass `-c"
                  + " certs.PUB_KEY_ID_…=pub_key.pem`.");
    }
  }
}
