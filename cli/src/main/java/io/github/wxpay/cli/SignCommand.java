package io.github.wxpay.cli;

import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.doctor.Redaction;
import io.github.wxpay.cli.offline.FieldsToSign;
import io.github.wxpay.cli.offline.InputFile;
import io.github.wxpay.cli.offline.MerchantKey;
import io.github.wxpay.cli.offline.SignatureCheck;
import io.github.wxpay.cli.offline.TextDifference;
import io.github.wxpay.cli.offline.TextToSign;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.cli.terminal.VerdictPrinter;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code wxpay sign}: shows the text of a request that is signed, compares it with
 * another one, and checks a signature.
 */
@Command(name = "sign")
final class SignCommand implements Callable<Integer> {
  private static final String MASK = "***";
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** The key at the end of a text of APIv2. */
  private static final Pattern KEY = Pattern.compile("&key=([^&\\s]+)(\\s*)$");

  private final Terminal terminal;
  private final Clock clock;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--method", paramLabel = "METHOD", descriptionKey = "sign.method")
  private @Nullable String method;

  @Option(names = "--url", paramLabel = "URL", descriptionKey = "sign.url")
  private @Nullable String url;

  @Option(names = "--body", paramLabel = "FILE", descriptionKey = "sign.body")
  private @Nullable String body;

  @Option(names = "--time", paramLabel = "SECONDS", descriptionKey = "sign.time")
  private @Nullable String time;

  @Option(names = "--nonce", paramLabel = "TEXT", descriptionKey = "sign.nonce")
  private @Nullable String nonce;

  @Option(names = "--show", descriptionKey = "sign.show")
  private boolean show;

  @Option(names = "--expect", paramLabel = "FILE", descriptionKey = "sign.expect")
  private @Nullable String expect;

  @Option(names = "--check", paramLabel = "SIGNATURE|@FILE", descriptionKey = "sign.check")
  private @Nullable String check;

  @Option(names = "--certificate", paramLabel = "FILE", descriptionKey = "sign.certificate")
  private @Nullable Path certificate;

  @Option(names = "--v2", descriptionKey = "sign.v2")
  private boolean v2;

  @Option(names = "--sign-type", paramLabel = "TYPE", descriptionKey = "sign.signType")
  private String signType = "";

  SignCommand(Terminal terminal, ClientSource source) {
    this.terminal = terminal;
    this.clock = source.clock();
  }

  @Override
  public Integer call() {
    Configuration configuration =
        config.find(terminal).orElseGet(() -> Configuration.of(Map.of(), "the options"));
    Redaction redaction = Redaction.of(configuration);
    List<Verdict> verdicts = new ArrayList<>();
    try {
      if (v2) {
        signFields(configuration.entries(), verdicts);
      } else {
        signText(configuration.entries(), verdicts);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(redaction.redacted(Failure.text(e)));
    }
    VerdictPrinter printer = new VerdictPrinter(terminal);
    verdicts.forEach(verdict -> printer.print(redaction.of(verdict)));
    return VerdictPrinter.hasFailed(verdicts) ? Failure.FAILED : Failure.SUCCESS;
  }

  private void signText(Map<String, Object> entries, List<Verdict> verdicts) {
    if (method == null || url == null) {
      throw new IllegalArgumentException(
          "Nothing to sign. Pass `--method POST --url URL --body FILE`, or `--v2 --body FILE`.");
    }
    Map<String, String> authorization = authorization();
    String timestamp =
        given("--time", time, authorization.get("timestamp"))
            .orElseGet(() -> "" + clock.instant().getEpochSecond());
    String random =
        given("--nonce", nonce, authorization.get("nonce_str")).orElseGet(Formatter::nonce);
    byte[] bytes = body == null ? new byte[0] : InputFile.bytes("--body", body, terminal);
    TextToSign text = TextToSign.of(method, url, timestamp, random, bytes);
    terminal.out().println(visible(new String(text.bytes(), StandardCharsets.UTF_8)));
    if (expect == null && check == null) {
      printAuthorization(entries, text, timestamp, random);
      return;
    }
    if (expect != null) {
      verdicts.add(compared(text, InputFile.bytes("--expect", expect, terminal)));
    }
    if (check != null) {
      String signature =
          authorization.getOrDefault("signature", InputFile.text("--check", check, terminal));
      verdicts.add(serial(entries, authorization));
      verdicts.add(
          SignatureCheck.of(signature.strip(), MerchantKey.publicKey(entries, certificate), text));
      verdicts.removeIf(verdict -> verdict.mark() == Verdict.Mark.SKIPPED);
    }
  }

  /** Returns the values of a complete header Authorization in {@code --check}. */
  private Map<String, String> authorization() {
    Map<String, String> values = new LinkedHashMap<>();
    if (check != null) {
      if (!check.equals("-") || !"-".equals(body)) {
        String text = InputFile.text("--check", check, terminal);
        check = text; // the standard input can be read once only
        Matcher matcher = FIELD.matcher(text);
        while (matcher.find()) {
          values.put(matcher.group(1), matcher.group(2));
        }
      } else {
        throw new IllegalArgumentException(
            "`--check -` and `--body -` both read the standard input. Pass a file for one.");
      }
      if (values.isEmpty() && (time == null || nonce == null)) {
        throw new IllegalArgumentException(
            "A signature is checked with its timestamp and nonce. Pass `--time` and `--nonce`, or"
                + " the complete header Authorization as `--check @FILE`.");
      }
    }
    return values;
  }

  private static Optional<String> given(
      String option, @Nullable String given, @Nullable String header) {
    if (given != null && header != null && !given.equals(header)) {
      throw new IllegalArgumentException(
          "`" + option + "` differs from the value in `--check`. Leave it out.");
    }
    return Optional.ofNullable(given != null ? given : header);
  }

  private static Verdict serial(Map<String, Object> entries, Map<String, String> authorization) {
    for (String[] names : new String[][] {{"serial", "serial_no"}, {"mchid", "mchid"}}) {
      String own = MerchantKey.entry(entries, names[0]);
      String sent = authorization.getOrDefault(names[1], "");
      if (!own.isEmpty() && !sent.isEmpty() && !own.equalsIgnoreCase(sent)) {
        return Verdict.failed(
            names[1],
            "the header has '" + sent + "', and the configuration another one.",
            "The platform looks up the certificate by it.");
      }
    }
    return Verdict.skipped("serial_no", "not in both");
  }

  private static Verdict compared(TextToSign text, byte[] expected) {
    Optional<String> difference = TextDifference.of(text.bytes(), expected);
    if (difference.isEmpty()) {
      return Verdict.ok("text", "equal to that of `--expect`, " + expected.length + " bytes");
    }
    String mistake =
        text.mistake(other -> Arrays.equals(other, expected))
            .map(how -> "The other text is this one " + how + ".")
            .orElse("");
    return Verdict.failed("text", difference.get(), mistake);
  }

  private void printAuthorization(
      Map<String, Object> entries, TextToSign text, String timestamp, String random) {
    Optional<PrivateKey> key = MerchantKey.find(entries);
    if (key.isEmpty()) {
      terminal.err().println("There is no privateKey, so the text is shown only.");
      return;
    }
    boolean sm2 = KeyPairs.isSm2(key.get());
    String signature =
        sm2
            ? Base64.getEncoder().encodeToString(Sm2.signature(text.bytes(), key.get()))
            : Rsa.sign(text.bytes(), key.get());
    String header =
        Formatter.authorization(
            "WECHATPAY2-" + (sm2 ? "SM2-WITH-SM3" : "SHA256-RSA2048"),
            "mchid",
            MerchantKey.entry(entries, "mchid"),
            random,
            show ? signature : MASK,
            timestamp,
            MerchantKey.entry(entries, "serial"));
    terminal.out().println();
    terminal.out().println("Authorization: " + header);
    hint();
  }

  private void hint() {
    if (!show) {
      terminal.err().println("The signature is masked. Pass `--show` to see it.");
    }
  }

  private void signFields(Map<String, Object> entries, List<Verdict> verdicts) {
    if (body == null) {
      throw new IllegalArgumentException(
          "`--v2` signs fields. Pass them with `--body fields.json`, or as XML.");
    }
    if (!List.of("", Hash.ALGO_MD5, Hash.ALGO_HMAC_SHA256).contains(signType)) {
      throw new IllegalArgumentException("`--sign-type` must be MD5 or HMAC-SHA256.");
    }
    FieldsToSign fields = FieldsToSign.of(InputFile.bytes("--body", body, terminal));
    String type = fields.type(signType);
    String secret = MerchantKey.entry(entries, "secret");
    String text = fields.text() + "&key=" + MASK;
    terminal.out().println(visible(text));
    if (expect != null) {
      String other =
          new String(InputFile.bytes("--expect", expect, terminal), StandardCharsets.UTF_8);
      verdicts.add(compared(text, other, secret));
    }
    if (secret.isEmpty() && (check != null || show)) {
      throw new IllegalArgumentException(
          "There is no APIv2 key. Pass `-c secret=@FILE` or a configuration that has it.");
    }
    if (check != null) {
      String sign = InputFile.text("--check", check, terminal).strip();
      verdicts.add(fields.check(sign, type, secret, MerchantKey.entry(entries, "apiV3Key")));
    } else if (expect == null && !secret.isEmpty()) {
      terminal.out().println();
      terminal.out().println(type + ": " + (show ? fields.sign(type, secret) : MASK));
      hint();
    }
  }

  /** Compares texts of APIv2, of which neither key is shown, also not one that differs. */
  private static Verdict compared(String text, String given, String secret) {
    String known = secret.isEmpty() ? given : given.replace(secret, MASK);
    Matcher key = KEY.matcher(known);
    boolean foreign = key.find() && !key.group(1).equals(MASK);
    String expected = foreign ? key.replaceFirst("&key=" + MASK + "$2") : known;
    byte[] own = text.getBytes(StandardCharsets.UTF_8);
    Optional<String> difference = TextDifference.of(own, expected.getBytes(StandardCharsets.UTF_8));
    if (difference.isPresent()) {
      boolean end = expected.equals(text + "\n") || expected.equals(text + "\r\n");
      boolean keyless = text.startsWith(expected + "&key=");
      return Verdict.failed(
          "text",
          difference.get(),
          end
              ? "The other text ends with a line break."
              : keyless ? "The other text lacks the key at its end." : "");
    }
    if (foreign && !secret.isEmpty()) {
      return Verdict.failed(
          "text",
          "the fields are equal, but the other text ends with another key, of "
              + key.group(1).length()
              + " characters.",
          "Compare both with the merchant platform (API security).");
    }
    return Verdict.ok(
        "text", "equal to that of `--expect`" + (foreign ? "; the key was not compared" : ""));
  }

  /** Returns a text with visible line ends. */
  private String visible(String text) {
    String shown =
        text.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\\n\\r\\t]]", "\ufffd")
            .replace("\r", terminal.styled(Style.FAINT, "␍"))
            .replace("\n", terminal.styled(Style.FAINT, "↵") + "\n");
    return shown.endsWith("\n") ? shown.substring(0, shown.length() - 1) : shown;
  }
}
