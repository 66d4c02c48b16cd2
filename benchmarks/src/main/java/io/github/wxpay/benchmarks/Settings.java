package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The file of {@code name=value} lines that a stub and its clients share. Immutable. */
public final class Settings {
  private final Properties values = new Properties();

  /** Reads a file that {@link TestKeys} or a comparison wrote. */
  public Settings(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    }
  }

  /** Returns the address of the stub, such as {@code http://127.0.0.1:8080}. */
  public String url() {
    return get("url");
  }

  /** Returns the port of the stub. */
  public int port() {
    return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
  }

  /** Returns the merchant number. */
  public String mchid() {
    return get("mchid");
  }

  /** Returns the serial number of the merchant certificate. */
  public String serial() {
    return get("serial");
  }

  /** Returns the identifier of the platform public key. */
  public String publicKeyId() {
    return get("publicKeyId");
  }

  /** Returns the APIv3 key, which no call of a comparison uses. */
  public String apiV3Key() {
    return get("apiV3Key");
  }

  /** Returns the PEM file of the merchant's private key. */
  public Path privateKey() {
    return Path.of(get("privateKey"));
  }

  /** Returns the PEM file of the platform public key. */
  public Path publicKey() {
    return Path.of(get("publicKey"));
  }

  /** Returns whether requests have a constant instead of a signature, which the stub accepts. */
  public boolean unsigned() {
    return Boolean.parseBoolean(get("unsigned"));
  }

  /** Returns the value of a name. */
  public String get(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new UncheckedIOException(new IOException("The settings have no '" + name + "'."));
    }
    return value;
  }
}
