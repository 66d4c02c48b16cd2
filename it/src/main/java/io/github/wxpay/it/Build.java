package io.github.wxpay.it;

import io.github.wxpay.Wxpay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

/** Builds a client in every way, and prints each client or the reason why it cannot be built. */
public final class Build {
  private Build() {}

  /** Runs the program; arguments are ignored. */
  public static void main(String[] args) throws Exception {
    Map<String, String> settings =
        Map.of("mchid", "1900000109", "secret", "0123456789abcdef0123456789abcdef");
    print(
        "builder",
        () -> Wxpay.builder().mchid("1900000109").secret(settings.get("secret")).build());
    print("of", () -> Wxpay.of(settings));
    Path file = Files.createTempFile("wxpay-build", ".json");
    try {
      Files.writeString(
          file, "{\"mchid\":\"1900000109\",\"secret\":\"" + settings.get("secret") + "\"}");
      print("load", () -> Wxpay.load(file));
    } finally {
      Files.delete(file);
    }
    print("newBuilder", () -> Wxpay.of(settings).newBuilder().build());
  }

  private static void print(String way, Callable<Wxpay> build) throws Exception {
    try (Wxpay wxpay = build.call()) {
      System.out.println(way + ": " + wxpay);
    } catch (RuntimeException | LinkageError e) {
      System.out.println(way + ": " + e);
    }
  }
}
