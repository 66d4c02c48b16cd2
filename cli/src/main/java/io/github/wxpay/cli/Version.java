package io.github.wxpay.cli;

import io.github.wxpay.catalogue.Catalogue;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code wxpay --version}. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "wxpay " + (version == null ? "(not packaged)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vendor"),
      Catalogue.load().toString()
    };
  }
}
