package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the description of an endpoint for a terminal. */
final class Description {
  private static final int WIDTH = 100;
  private static final int STEP = 2;

  /** The last column at which the properties of a field begin. */
  private static final int COLUMN = 40;

  private static final int ALL_VALUES = 12;
  private static final int FIRST_VALUES = 8;

  private final Endpoint endpoint;
  private final StringBuilder text = new StringBuilder();

  Description(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  String write() {
    line(endpoint.toString());
    traits();
    section("Placeholders", endpoint.pathParameters());
    section("Query", endpoint.query());
    headers();
    boolean upload = endpoint.kind() == Endpoint.Kind.UPLOAD;
    section("Part meta", endpoint.meta());
    section(upload ? "Form" : "Body", endpoint.request());
    response();
    line("");
    line("Call");
    return text.append(endpoint.example().java()).toString();
  }

  private void traits() {
    String protocol =
        endpoint.version() == 2
            ? "APIv2, path of a chain: v2/" + endpoint.path()
            : endpoint.isForBrands() ? "APIv3, signed by a brand with brand_id" : "APIv3";
    trait("Protocol", protocol);
    if (CallText.host(endpoint).isPresent() || endpoint.hosts().size() > 1) {
      trait("Host", String.join(" or ", endpoint.hosts()));
    }
    kind().ifPresent(kind -> trait("Kind", kind));
    if (endpoint.hasDynamicUrl()) {
      trait("URL", "complete in an earlier response");
    }
    if (endpoint.needsCertificate()) {
      trait("TLS", "mutual, with the merchant certificate");
    }
    if (endpoint.isOpen()) {
      trait("Signature", "the request needs no Authorization header");
    }
    endpoint.signType().ifPresent(type -> trait("Signature", "only sign_type " + type));
    if (endpoint.isNonceless()) {
      trait("Signature", "without nonce_str");
    }
    if (CallText.isEncrypted(endpoint.query())
        || CallText.isEncrypted(endpoint.meta())
        || CallText.isEncrypted(endpoint.request())) {
      trait("Encryption", "some fields of the request are encrypted" + padding());
    } else if (CallText.isEncrypted(endpoint.response())) {
      trait("Encryption", "some fields of the response are encrypted" + padding());
    }
    verification().ifPresent(how -> trait("Verification", how));
    if (endpoint.isDeprecated()) {
      trait("Deprecated", "yes");
    }
    endpoint.notice().ifPresent(notice -> trait("Notice", notice));
    if (!endpoint.isRequiredKnown()) {
      trait("Required", "the documentation does not say which fields are required");
    }
  }

  private String padding() {
    return endpoint.hasOldPadding() ? ", padding RSAES-PKCS1-v1_5" : "";
  }

  private Optional<String> kind() {
    switch (endpoint.kind()) {
      case UPLOAD:
        return Optional.of("upload of a file");
      case DOWNLOAD:
        return Optional.of("download of a file (" + endpoint.produces().orElse("data") + ")");
      case REDIRECT:
        return Optional.of(
            "page that the user's browser opens"
                + endpoint.fragment().map(end -> ", with " + end).orElse(""));
      default:
        return Optional.empty();
    }
  }

  private Optional<String> verification() {
    if (endpoint.isUnsigned()) {
      return Optional.of("the response is not signed");
    }
    return endpoint.signedDigest().map(name -> "the header " + name + " is signed, not the body");
  }

  private void trait(String name, String value) {
    line(String.format("%-13s %s", name + ":", value));
  }

  private void headers() {
    if (endpoint.headers().isEmpty() && endpoint.optionalHeaders().isEmpty()) {
      return;
    }
    line("");
    line("Headers");
    for (String header : endpoint.headers()) {
      boolean set = header.equals("Wechatpay-Serial");
      line("  " + header + "  required" + (set ? ", set by the client" : ""));
    }
    endpoint.optionalHeaders().forEach(header -> line("  " + header));
  }

  private void response() {
    section("Response", endpoint.response());
    if (endpoint.response().isEmpty() && endpoint.kind() != Endpoint.Kind.REDIRECT) {
      line("");
      boolean file = endpoint.kind() == Endpoint.Kind.DOWNLOAD;
      line("Response: " + endpoint.status() + (file ? ", a file" : ", without fields"));
    }
    section("Error response", endpoint.errorResponse());
  }

  private void section(String title, List<Field> fields) {
    if (fields.isEmpty()) {
      return;
    }
    line("");
    line(title);
    int column = Math.min(COLUMN, width(fields, STEP));
    fields(title, fields, STEP, column);
  }

  private static int width(List<Field> fields, int indent) {
    int width = 0;
    for (Field field : fields) {
      width = Math.max(width, indent + field.name().length() + 2);
      width = Math.max(width, width(field.fields(), indent + STEP));
    }
    return width;
  }

  private void fields(String title, List<Field> fields, int indent, int column) {
    for (Field field : fields) {
      String head = " ".repeat(indent) + field.name() + "  ";
      List<String> properties = properties(title, indent, field);
      wrap(head + " ".repeat(Math.max(0, column - head.length())), column, properties);
      fields(title, field.fields(), indent + STEP, column);
    }
  }

  private List<String> properties(String title, int indent, Field field) {
    List<String> properties = new ArrayList<>(List.of(field.type()));
    boolean sent = !title.endsWith("esponse");
    Optional<List<String>> group =
        endpoint.either().stream()
            .filter(names -> sent && indent == STEP && names.contains(field.name()))
            .findFirst();
    if (group.isPresent()) {
      properties.add("one of " + String.join(" | ", group.get()));
    } else if (field.isRequired()) {
      properties.add("required");
    }
    if (field.isEncrypted() || field.isForBank()) {
      properties.add(
          field.isForBank() ? "encrypted with the key of risk/getpublickey" : "encrypted");
    }
    if (field.isOneOf()) {
      properties.add("with the fields of one variant");
    }
    if (field.isUrlencoded()) {
      properties.add("as name=value&name=value");
    }
    if (!field.json().isEmpty()) {
      properties.add("JSON text of " + field.json());
    }
    if (!field.format().isEmpty()) {
      properties.add(field.format());
    }
    limits(field, properties);
    if (!field.values().isEmpty()) {
      properties.add(values(field.values()));
    }
    return properties;
  }

  private static void limits(Field field, List<String> properties) {
    Limits limits = field.limits();
    if (limits.minLength != null || limits.maxLength != null) {
      properties.add(limits.lengths());
    }
    if (limits.minimum != null || limits.maximum != null) {
      properties.add(limits.numbers());
    }
    field.pattern().ifPresent(pattern -> properties.add("matches " + pattern));
  }

  private static String values(List<String> values) {
    if (values.size() <= ALL_VALUES) {
      return String.join(" | ", values);
    }
    String first = String.join(" | ", values.subList(0, FIRST_VALUES));
    return first + " | … " + (values.size() - FIRST_VALUES) + " more";
  }

  /** Writes properties with commas, and continues below the first one if the line is full. */
  private void wrap(String head, int column, List<String> properties) {
    StringBuilder current = new StringBuilder(head);
    boolean first = true;
    for (int i = 0; i < properties.size(); i++) {
      String comma = i + 1 < properties.size() ? "," : "";
      for (String word : (properties.get(i) + comma).split(" ", -1)) {
        if (!first && current.length() + 1 + word.length() > WIDTH) {
          line(current.toString());
          current = new StringBuilder(" ".repeat(column + STEP)).append(word);
        } else {
          current.append(first ? "" : " ").append(word);
        }
        first = false;
      }
    }
    line(current.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
