package io.github.wxpay.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Writes a multipart body, part by part. */
final class MultipartBody {
  static final String TYPE = "multipart/form-data; boundary=b1";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  MultipartBody text(String name, String value) {
    return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
  }

  MultipartBody file(String name, String fileName, String type, byte[] bytes) {
    return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", type, bytes);
  }

  MultipartBody part(String disposition, String type, byte[] bytes) {
    String head = "--b1\r\nContent-Disposition: form-data; " + disposition + "\r\n";
    String typed = type.isEmpty() ? head : head + "Content-Type: " + type + "\r\n";
    body.writeBytes((typed + "\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(bytes);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(body.toByteArray());
    all.writeBytes("--b1--\r\n".getBytes(StandardCharsets.UTF_8));
    return all.toByteArray();
  }

  /** Returns a digest in lower-case hexadecimal. */
  static String digest(String algorithm, byte[] bytes) throws NoSuchAlgorithmException {
    MessageDigest digest =
        algorithm.equals("SM3")
            ? MessageDigest.getInstance(algorithm, MerchantCrypto.SM)
            : MessageDigest.getInstance(algorithm);
    StringBuilder text = new StringBuilder();
    for (byte b : digest.digest(bytes)) {
      text.append(String.format(Locale.ROOT, "%02x", b));
    }
    return text.toString();
  }
}
