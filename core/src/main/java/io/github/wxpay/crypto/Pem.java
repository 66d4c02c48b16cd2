package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One armoured block of RFC 7468: its label and its DER bytes. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----((?:\\s*[A-Za-z]+-[A-Za-z]+:[^\\n]*)*[^-]*)-----END \\1-----");

  final String label;
  final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  static boolean isArmoured(String text) {
    return text.contains("-----BEGIN ");
  }

  /** The first block whose label ends so, else the first block of all. */
  static Pem read(String text, String ending) {
    Matcher blocks = BLOCK.matcher(text);
    Pem first = null;
    while (blocks.find()) {
      if (blocks.group(2).contains("Proc-Type:")) {
        throw new CryptoException(
            "The key is encrypted in the old OpenSSL way (Proc-Type: 4,ENCRYPTED). Convert it:"
                + " openssl pkcs8 -topk8 -in old.pem -out new.pem");
      }
      Pem block = new Pem(blocks.group(1), base64(blocks.group(2), "The PEM text"));
      if (block.label.endsWith(ending)) {
        return block;
      }
      first = first == null ? block : first;
    }
    if (first == null) {
      throw new CryptoException(
          "The PEM text is cut off or damaged: no whole -----BEGIN …----- to -----END …----- is in"
              + " it. Load the file again.");
    }
    return first;
  }

  /** Base64 with or without line breaks; nothing else may stand between. */
  static byte[] base64(String text, String what) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new CryptoException(
          what
              + " is not base64: "
              + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT)
              + ".");
    }
  }
}
