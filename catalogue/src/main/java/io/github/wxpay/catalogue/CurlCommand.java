package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the curl command of an example, with texts in angle brackets for what is computed. */
final class CurlCommand {
  private static final String AUTHORIZATION =
      "Authorization: WECHATPAY2-SHA256-RSA2048 <mchid, serial_no, nonce_str, timestamp, signature>";

  private final Example example;
  private final Endpoint endpoint;

  CurlCommand(Example example) {
    this.example = example;
    this.endpoint = example.endpoint();
  }

  String write() {
    List<String> options = new ArrayList<>();
    boolean get = endpoint.method().equals("GET");
    String url = CallText.shell(url());
    options.add(get ? "curl " + url : "curl -X " + endpoint.method() + " " + url);
    if (endpoint.needsCertificate()) {
      options.add("--cert apiclient_cert.pem --key apiclient_key.pem");
    }
    if (endpoint.version() == 3) {
      headers(options);
    }
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      form(options);
    } else {
      data(options);
    }
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      options.add("-o " + example.file().orElse("file"));
    }
    return String.join(" \\\n  ", options);
  }

  private String url() {
    StringBuilder url = new StringBuilder("https://").append(endpoint.host());
    for (String segment : endpoint.path().split("/", -1)) {
      String name = segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : "";
      url.append('/')
          .append(name.isEmpty() ? segment : encoded(example.values().getOrDefault(name, "")));
    }
    char between = '?';
    for (Map.Entry<String, String> entry : example.query().entrySet()) {
      boolean secret =
          CallText.field(endpoint.query(), entry.getKey()).filter(Field::isEncrypted).isPresent();
      String value = secret ? "<encrypted>" : encoded(entry.getValue());
      url.append(between).append(encoded(entry.getKey())).append('=').append(value);
      between = '&';
    }
    if (endpoint.version() == 2 && endpoint.method().equals("GET")) {
      url.append(between);
      url.append(endpoint.isNonceless() ? "" : "nonce_str=<nonce>&").append("sign=<signature>");
    }
    return url.append(endpoint.fragment().orElse("")).toString();
  }

  private void headers(List<String> options) {
    header(
        options, "Accept: " + (endpoint.kind() == Endpoint.Kind.JSON ? "application/json" : "*/*"));
    if (!endpoint.isOpen()) {
      String text = endpoint.isForBrands() ? brand() : AUTHORIZATION;
      header(options, text);
    }
    if (endpoint.headers().contains("Wechatpay-Serial")) {
      header(options, "Wechatpay-Serial: <serial number of the platform key>");
    }
    example.headers().forEach((name, value) -> header(options, name + ": " + value));
    if (endpoint.kind() == Endpoint.Kind.JSON && example.body().isPresent()) {
      header(options, "Content-Type: application/json");
    }
  }

  private static String brand() {
    return AUTHORIZATION
        .replace("WECHATPAY2-SHA256-RSA2048", "WECHATPAY-BRAND-SHA256-RSA2048")
        .replace("mchid", "brand_id");
  }

  private static void header(List<String> options, String line) {
    options.add("-H " + CallText.shell(line));
  }

  private void form(List<String> options) {
    ObjectNode meta = example.meta().map(given -> sealed(endpoint.meta(), given)).orElse(null);
    String members = meta == null ? "" : meta.toString().replaceFirst("}$", ", ");
    if (endpoint.version() == 3) {
      options.add(
          "-F "
              + CallText.shell(
                  "meta="
                      + (members.isEmpty() ? "{" : members)
                      + "<name and digest of the file>};type=application/json"));
    } else {
      options.add("-F " + CallText.shell("<fields and sign>"));
    }
    String part =
        endpoint.request().stream()
            .filter(field -> field.type().equals("file"))
            .map(Field::name)
            .findFirst()
            .orElse("file");
    options.add("-F " + CallText.shell(part + "=@" + example.file().orElse("file")));
  }

  private void data(List<String> options) {
    ObjectNode body = example.body().map(given -> sealed(endpoint.request(), given)).orElse(null);
    if (body == null) {
      return;
    }
    options.add("-d " + CallText.shell(endpoint.version() == 2 ? xml(body) : body.toString()));
  }

  private String xml(ObjectNode body) {
    StringBuilder xml = new StringBuilder("<xml>");
    for (String name : CallText.names(body)) {
      String text = CallText.text(body.get(name));
      String content = text.matches("[^<>&]*") ? text : "<![CDATA[" + text + "]]>";
      xml.append(element(name, content));
    }
    if (!endpoint.isNonceless()) {
      xml.append(element("nonce_str", "…"));
    }
    return xml.append(element("sign", "…")).append("</xml>").toString();
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  /** Replaces each encrypted value with a text in angle brackets, and returns the object. */
  private static ObjectNode sealed(List<Field> fields, ObjectNode object) {
    for (String name : CallText.names(object)) {
      CallText.field(fields, name)
          .ifPresent(field -> object.set(name, sealed(field, object.get(name))));
    }
    return object;
  }

  private static JsonNode sealed(Field field, JsonNode value) {
    if (value.isObject()) {
      return sealed(field.fields(), (ObjectNode) value);
    }
    if (value.isArray()) {
      ArrayNode array = (ArrayNode) value;
      for (int i = 0; i < array.size(); i++) {
        array.set(i, sealed(field, array.get(i)));
      }
      return array;
    }
    return field.isEncrypted() ? TextNode.valueOf("<encrypted>") : value;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
