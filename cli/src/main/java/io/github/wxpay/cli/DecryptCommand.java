package io.github.wxpay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.doctor.Redaction;
import io.github.wxpay.cli.offline.FieldDecryption;
import io.github.wxpay.cli.offline.FieldsVerification;
import io.github.wxpay.cli.offline.InputFile;
import io.github.wxpay.cli.offline.MerchantKey;
import io.github.wxpay.cli.offline.ResourceDecryption;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code wxpay decrypt}: prints the plaintext of what is encrypted for a merchant. */
@Command(name = "decrypt")
final class DecryptCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Terminal terminal;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--body", paramLabel = "FILE", descriptionKey = "decrypt.body")
  private @Nullable String body;

  @Option(names = "--field", paramLabel = "TEXT|@FILE", descriptionKey = "decrypt.field")
  private @Nullable String field;

  @Option(names = "--certificate", paramLabel = "FILE", descriptionKey = "decrypt.certificate")
  private @Nullable String certificate;

  @Option(names = "--pkcs1", descriptionKey = "decrypt.pkcs1")
  private boolean pkcs1;

  DecryptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (Stream.of(body, field, certificate).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "Pass one of `--body FILE`, `--field TEXT` and `--certificate FILE`.");
    }
    Configuration configuration = config.require(terminal);
    Redaction redaction = Redaction.of(configuration);
    List<String> plain;
    try {
      plain = plain(configuration.entries());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(redaction.redacted(Failure.text(e)));
    }
    plain.forEach(terminal.out()::println);
    return Failure.SUCCESS;
  }

  private List<String> plain(Map<String, Object> entries) {
    ResourceDecryption decryption =
        new ResourceDecryption(
            MerchantKey.entry(entries, "apiV3Key"), MerchantKey.entry(entries, "secret"));
    if (field != null) {
      String text = InputFile.text("--field", field, terminal);
      return List.of(FieldDecryption.decrypt(text, MerchantKey.require(entries), pkcs1));
    }
    String option = body != null ? "--body" : "--certificate";
    byte[] bytes =
        InputFile.bytes(
            option, Objects.requireNonNull(body != null ? body : certificate), terminal);
    return FieldsVerification.isXml(bytes)
        ? List.of(ofXml(bytes, decryption))
        : ofJson(bytes, option, decryption);
  }

  private static String ofXml(byte[] bytes, ResourceDecryption decryption) {
    Map<String, Object> fields;
    try {
      fields = Transformer.toObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new IllegalArgumentException("The file of `--body` is not XML. " + e.getMessage());
    }
    if (fields != null && fields.get("req_info") != null) {
      return decryption.refund(String.valueOf(fields.get("req_info")));
    }
    if (fields != null && fields.get("event_ciphertext") != null) {
      return decryption.resource(
          JSON.createObjectNode()
              .put("algorithm", text(fields, "event_algorithm"))
              .put("ciphertext", text(fields, "event_ciphertext"))
              .put("nonce", text(fields, "event_nonce"))
              .put("associated_data", text(fields, "event_associated_data")));
    }
    throw new IllegalArgumentException(
        "The XML of `--body` has neither req_info nor event_ciphertext, so nothing in it is"
            + " encrypted.");
  }

  private static String text(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    return value == null ? "" : value.toString();
  }

  private static List<String> ofJson(byte[] bytes, String option, ResourceDecryption decryption) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file of `" + option + "` is not JSON. Save the body as it was received.");
    }
    List<String> plain = new ArrayList<>();
    for (JsonNode entry : json.path("data")) {
      if (entry.has("encrypt_certificate")) {
        plain.add(decryption.resource(entry.get("encrypt_certificate")).stripTrailing());
      }
    }
    for (JsonNode resource : List.of(json.path("resource"), json)) {
      if (plain.isEmpty() && resource.has("ciphertext")) {
        plain.add(decryption.resource(resource));
      }
    }
    if (plain.isEmpty()) {
      throw new IllegalArgumentException(
          "The JSON of `"
              + option
              + "` has no `resource` with a ciphertext and no certificate. Pass a notification or a"
              + " response of v3/certificates.");
    }
    return plain;
  }
}
