package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the command {@code wxpay} of an example. */
final class WxpayCommand {
  private final Example example;

  WxpayCommand(Example example) {
    this.example = example;
  }

  String write() {
    Endpoint endpoint = example.endpoint();
    List<String> words = new ArrayList<>(List.of("wxpay", CallText.path(endpoint), "-m"));
    words.add(endpoint.method().toLowerCase(Locale.ROOT));
    example.values().forEach((name, value) -> option(words, "-v", name + "=" + value));
    example.query().forEach((name, value) -> option(words, "-p", name + "=" + value));
    example.headers().forEach((name, value) -> option(words, "-h", name + "=" + value));
    example.body().or(example::meta).ifPresent(body -> option(words, "-d", body.toString()));
    if (endpoint.version() == 3 && hasSecrets()) {
      words.add("--encrypt");
    }
    if (endpoint.kind() == Endpoint.Kind.REDIRECT) {
      words.add("--url");
    }
    String file = endpoint.kind() == Endpoint.Kind.UPLOAD ? "--upload" : "-o";
    example.file().ifPresent(name -> option(words, file, name));
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.length() == 0 ? "" : " ").append(CallText.shell(word));
    }
    return line.toString();
  }

  private boolean hasSecrets() {
    Endpoint endpoint = example.endpoint();
    return example.query().keySet().stream()
            .anyMatch(
                name ->
                    CallText.field(endpoint.query(), name).map(Field::isEncrypted).orElse(false))
        || example.body().map(body -> hasSecrets(body, endpoint.request())).orElse(false)
        || example.meta().map(meta -> hasSecrets(meta, endpoint.meta())).orElse(false);
  }

  private static boolean hasSecrets(JsonNode value, List<Field> fields) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (hasSecrets(element, fields)) {
          return true;
        }
      }
    }
    for (String name : CallText.names(value)) {
      Optional<Field> field = CallText.field(fields, name);
      if (field.isPresent()
          && (field.get().isEncrypted() || hasSecrets(value.get(name), field.get().fields()))) {
        return true;
      }
    }
    return false;
  }

  private static void option(List<String> words, String name, String value) {
    words.add(name);
    words.add(value);
  }
}
