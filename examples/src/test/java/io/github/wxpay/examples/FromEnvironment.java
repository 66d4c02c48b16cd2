package io.github.wxpay.examples;

import io.github.wxpay.Wxpay;

/** A program that is configured by its environment; a test starts it in a separate process. */
final class FromEnvironment {
  private FromEnvironment() {}

  /** Downloads the certificates from the platform at a URL and prints the status. */
  public static void main(String[] args) {
    try (Wxpay wxpay = Wxpay.fromEnvironment()) {
      Wxpay there = wxpay.newBuilder().baseUrl(args[0]).build();
      System.out.print(there.chain("v3/certificates").get().status());
    }
  }
}
