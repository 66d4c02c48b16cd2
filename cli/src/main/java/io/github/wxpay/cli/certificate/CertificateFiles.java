package io.github.wxpay.cli.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The files {@code wechatpay_SERIAL.pem} of a folder. A file is complete or does not exist; a
 * symbolic link in its place is replaced and not followed.
 */
public final class CertificateFiles {
  private static final Pattern SERIAL = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path folder;

  /**
   * Creates the files of a folder.
   *
   * @throws IllegalArgumentException if it is not a folder
   */
  public CertificateFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "`-o` must be an existing folder; got '" + folder + "'. Create it first.");
    }
    this.folder = folder;
  }

  /**
   * Writes certificates; if one cannot be written, those that are not complete are deleted.
   *
   * @param certificates the certificates by their serial numbers
   * @return the files by the serial numbers, in the same order
   * @throws IllegalStateException if a serial number cannot be a part of a file name, or a file
   *     cannot be written
   */
  public Map<String, Path> save(Map<String, X509Certificate> certificates) {
    Map<String, Path> targets = new LinkedHashMap<>();
    for (String id : certificates.keySet()) {
      if (!SERIAL.matcher(id).matches()) {
        throw new IllegalStateException(
            "The response has a serial number that is not a name of 1 to 64 digits and letters."
                + " Nothing was saved; check `-u`.");
      }
      targets.put(id, folder.resolve("wechatpay_" + id + ".pem"));
    }
    Map<Path, Path> written = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, X509Certificate> entry : certificates.entrySet()) {
        Path part = folder.resolve("wechatpay_" + UUID.randomUUID() + ".part");
        written.put(part, targets.getOrDefault(entry.getKey(), part));
        byte[] pem = pem(entry.getValue()).getBytes(StandardCharsets.US_ASCII);
        Files.write(part, pem, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      for (Map.Entry<Path, Path> one : written.entrySet()) {
        move(one.getKey(), one.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "A certificate cannot be saved in '"
              + folder
              + "': "
              + e.getClass().getSimpleName()
              + ". Pass another folder with `-o`.",
          e);
    } finally {
      written.keySet().forEach(CertificateFiles::delete);
    }
    return targets;
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      part.toFile().deleteOnExit();
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
