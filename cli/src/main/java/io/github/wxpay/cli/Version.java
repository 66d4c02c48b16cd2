package io.github.wxpay.cli;

import io.github.wxpay.catalogue.Catalogue;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code wxpay --version}. */
final class Version implements IVersionProvider {
  private static final ResourceBundle VERSION =
      ResourceBundle.getBundle("io.github.wxpay.cli.version", Locale.ROOT);

  /** Returns the name of the program with its version. */
  static String ofProgram() {
    return "wxpay " + VERSION.getString("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      ofProgram(),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
      Catalogue.load().toString()
    };
  }
}
