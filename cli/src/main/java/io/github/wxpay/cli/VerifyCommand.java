package io.github.wxpay.cli;

import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.doctor.Redaction;
import io.github.wxpay.cli.offline.FieldsVerification;
import io.github.wxpay.cli.offline.InputFile;
import io.github.wxpay.cli.offline.MerchantKey;
import io.github.wxpay.cli.offline.MessageVerification;
import io.github.wxpay.cli.offline.PlatformKeys;
import io.github.wxpay.cli.offline.RecordedHeaders;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.cli.terminal.VerdictPrinter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code wxpay verify}: verifies a message in files, without any network. */
@Command(name = "verify")
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Clock clock;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--headers", paramLabel = "FILE", descriptionKey = "verify.headers")
  private @Nullable String headers;

  @Option(names = "--body", paramLabel = "FILE", descriptionKey = "verify.body")
  private @Nullable String body;

  @Option(names = "--key", paramLabel = "FILE", descriptionKey = "verify.key")
  private @Nullable Path key;

  @Option(names = "--id", paramLabel = "ID", descriptionKey = "verify.id")
  private @Nullable String id;

  @Option(names = "--at", paramLabel = "TIME", descriptionKey = "verify.at")
  private @Nullable String at;

  @Option(names = "--notification", descriptionKey = "verify.notification")
  private boolean notification;

  @Option(names = "--response", descriptionKey = "verify.response")
  private boolean response;

  @Option(names = "--json", descriptionKey = "doctor.json")
  private boolean json;

  VerifyCommand(Terminal terminal, ClientSource source) {
    this.terminal = terminal;
    this.clock = source.clock();
  }

  @Override
  public Integer call() {
    if (notification && response) {
      throw new IllegalArgumentException(
          "`--notification` and `--response` exclude each other. Pass one, or none of them.");
    }
    if ("-".equals(headers) && "-".equals(body)) {
      throw new IllegalArgumentException(
          "`--headers -` and `--body -` both read the standard input. Pass a file for one, or leave"
              + " out `--body` for the output of `curl -i`.");
    }
    if (headers == null && body == null) {
      throw new IllegalArgumentException("Nothing to verify. Pass `--headers FILE --body FILE`.");
    }
    Configuration configuration =
        config.find(terminal).orElseGet(() -> Configuration.of(Map.of(), "the options"));
    Redaction redaction = Redaction.of(configuration);
    List<Verdict> verdicts;
    try {
      verdicts = verdicts(configuration).stream().map(redaction::of).collect(Collectors.toList());
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Not chained: the message may show an entry in which a secret is by mistake.
      throw new IllegalArgumentException(redaction.redacted(Failure.text(e)));
    }
    VerdictPrinter printer = new VerdictPrinter(terminal);
    if (json) {
      printer.printJson(verdicts);
    } else {
      verdicts.forEach(printer::print);
    }
    return VerdictPrinter.hasFailed(verdicts) ? Failure.FAILED : Failure.SUCCESS;
  }

  private List<Verdict> verdicts(Configuration configuration) {
    Map<String, Object> entries = configuration.entries();
    String apiV3Key = MerchantKey.entry(entries, "apiV3Key");
    RecordedHeaders given =
        headers == null
            ? RecordedHeaders.none()
            : RecordedHeaders.of(InputFile.bytes("--headers", headers, terminal));
    if (body == null && given.rest().length == 0 && given.status() != 204) {
      throw new IllegalArgumentException(
          "There is no body. Pass `--body FILE`, or headers that `curl -i` saved with the body.");
    }
    byte[] bytes = body == null ? given.rest() : InputFile.bytes("--body", body, terminal);
    if (FieldsVerification.isXml(bytes) && !given.values().containsKey("Wechatpay-Signature")) {
      return new FieldsVerification(bytes, MerchantKey.entry(entries, "secret"))
          .verdicts(MerchantKey.entry(entries, "mchid"), apiV3Key);
    }
    if (headers == null) {
      throw new IllegalArgumentException(
          "A message of APIv3 is verified with its headers. Pass `--headers FILE`.");
    }
    boolean notified =
        notification
            || (!response
                && given.status() == 0
                && (given.isRequest() || MessageVerification.isNotification(bytes)));
    PlatformKeys keys =
        PlatformKeys.of(entries, key, id, given.only("Wechatpay-Serial").orElse("no-serial"));
    return new MessageVerification(given, bytes, notified, keys)
        .verdicts(time(), privateKey(entries), apiV3Key);
  }

  /** Returns the merchant's key, by which a mistaken one is recognised; null if it has none. */
  private static @Nullable PrivateKey privateKey(Map<String, Object> entries) {
    try {
      return MerchantKey.find(entries).orElse(null);
    } catch (IllegalArgumentException e) {
      return null; // `wxpay doctor` reports it; it is not needed to verify
    }
  }

  private Instant time() {
    String given = at;
    if (given == null) {
      return clock.instant();
    }
    try {
      return given.matches("[0-9]{1,11}")
          ? Instant.ofEpochSecond(Long.parseLong(given))
          : OffsetDateTime.parse(given).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "`--at` must be a Unix time or a time such as 2023-11-15T06:13:20+08:00; got '"
              + given
              + "'.");
    }
  }
}
