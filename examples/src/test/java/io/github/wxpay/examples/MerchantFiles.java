package io.github.wxpay.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a sandbox's merchant, with the names that the READMEs use. */
final class MerchantFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of(
          "apiclient_key.pem",
          "apiclient_cert.pem",
          "pub_key.pem",
          "platform_cert.pem",
          "brand_key.pem",
          "license.png",
          "complaint.png", // this and the next one are downloaded
          "bill.csv");

  private final Sandbox sandbox;
  private final Path folder;
  private final Map<String, Object> config;
  private final Map<String, Object> brand;

  private MerchantFiles(Sandbox sandbox, Path folder) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.config = sandbox.config();
    this.brand = sandbox.brandConfig();
  }

  static MerchantFiles write(Sandbox sandbox, Path folder) throws IOException {
    MerchantFiles files = new MerchantFiles(sandbox, folder);
    Files.writeString(files.path("apiclient_key.pem"), files.text("privateKey"));
    Map<?, ?> merchant = (Map<?, ?>) files.config.get("merchant");
    Files.writeString(files.path("apiclient_cert.pem"), (String) merchant.get("cert"));
    Map<?, ?> certs = (Map<?, ?>) files.config.get("certs");
    Files.writeString(files.path("pub_key.pem"), (String) certs.get(files.publicKeyId()));
    Files.writeString(files.path("platform_cert.pem"), (String) certs.get(files.certificateId()));
    Files.writeString(files.path("brand_key.pem"), (String) files.brand.get("privateKey"));
    Files.write(files.path("license.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    return files;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  String text(String key) {
    return (String) config.get(key);
  }

  /** Returns the text with the values of the sandbox instead of those in the READMEs. */
  String real(String snippet) {
    return snippet
        .replace("3775B6A4…", text("serial"))
        .replace("7132D72A…", certificateId())
        .replace("5157F09E…", String.valueOf(brand.get("serial")))
        .replace("120344", String.valueOf(brand.get("brandId")))
        .replace("PUB_KEY_ID_01…", publicKeyId());
  }

  /**
   * Returns Java code with absolute paths, since only JSON and shells resolve names in the folder.
   */
  String realJava(String snippet) {
    String text = real(snippet);
    for (String name : NAMES) {
      text = text.replace("\"" + name, "\"" + path(name).toUri().getPath());
    }
    return text;
  }

  /** Returns a configuration file whose base URL is that of the sandbox. */
  Path config() throws IOException {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", text("mchid"));
    dictionary.put("serial", text("serial"));
    dictionary.put("privateKey", "apiclient_key.pem");
    dictionary.put("certs", Map.of(publicKeyId(), "pub_key.pem"));
    dictionary.put("baseURL", sandbox.uri().toString());
    Path file = path("wxpay.json");
    JSON.writeValue(file.toFile(), dictionary);
    return file;
  }

  String publicKeyId() {
    return id(true);
  }

  private String certificateId() {
    return id(false);
  }

  private String id(boolean publicKey) {
    return ((Map<?, ?>) config.get("certs"))
        .keySet().stream()
            .map(String::valueOf)
            .filter(id -> id.startsWith("PUB_KEY_ID_") == publicKey)
            .findFirst()
            .orElseThrow();
  }
}
