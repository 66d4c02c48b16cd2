package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.internal.text.FileNames;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Creates the forms of uploads. Each documented endpoint requires certain names of the file's part
 * and of the file's name and digest in {@code meta}; other endpoints get the most frequent form.
 */
public final class Uploads {
  private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "bmp", "png");
  private static final Set<String> VIDEOS =
      Set.of("avi", "wmv", "mpeg", "mp4", "mov", "mkv", "flv", "f4v", "m4v", "rmvb");
  private static final Uploads COMMON = new Uploads("", "file", "filename", "sha256");

  private static final List<Uploads> TABLE =
      List.of(
          new Uploads("v3/merchant/media/upload", "file", "filename", "sha256").of(IMAGES, 2),
          new Uploads("v3/merchant/media/video_upload", "file", "filename", "sha256").of(VIDEOS, 5),
          new Uploads("v3/merchant-service/images/upload", "file", "filename", "sha256")
              .of(IMAGES, 2),
          new Uploads("v3/marketing/favor/media/image-upload", "file", "filename", "sha256")
              .of(IMAGES, 2),
          new Uploads("v3/global/merchant-storage/file/upload", "file", "filename", "digest"),
          new Uploads(
              "v3/ecommerce/account/cancel-applications/media", "file", "file_name", "file_digest"),
          new Uploads(
              "v3/mch-manage/submission-files/sub-mchid/[^/]+/upload",
              "submission_file",
              "file_name",
              "file_digest"),
          new Uploads(
              "v3/mch-operation-manage/enhanced-due-diligence/[^/]+/upload",
              "due_diligence_file",
              "file_name",
              "file_digest"),
          new Uploads("v3/marketing/shopping-receipt/shoppingreceipts", "file", "", "sha256"),
          new Uploads(
                  "v3/new-tax-control-fapiao/fapiao-applications/upload-fapiao-file",
                  "file",
                  "",
                  "digest")
              .by("SM3", "digest_alogrithm", "SM3"), // spelled like this by the platform
          new Uploads("v3/taxi-invoice/cards/upload-file", "file", "", "digest")
              .by("SM3", "digest_algorithm", "DIGEST_ALGORITHM_SM3"));

  private final Pattern path;
  private final String part;
  private final String nameKey;
  private final String digestKey;
  private String algorithm = "SHA256";
  private String algorithmKey = "";
  private String algorithmName = "";
  private Set<String> types = Set.of();
  private int megabytes;

  private Uploads(String path, String part, String nameKey, String digestKey) {
    this.path = Pattern.compile("/?" + path);
    this.part = part;
    this.nameKey = nameKey;
    this.digestKey = digestKey;
  }

  private Uploads of(Set<String> only, int maxMegabytes) {
    types = only;
    megabytes = maxMegabytes;
    return this;
  }

  private Uploads by(String digest, String key, String name) {
    algorithm = digest;
    algorithmKey = key;
    algorithmName = name;
    return this;
  }

  /**
   * Returns the form of an upload: the file, and a {@code meta} with the given members and the
   * file's name and digest.
   *
   * @param path the path that is called, expanded
   */
  public static Multipart form(String path, Map<String, ?> meta, Path file) {
    String plain = Unsigned.withoutQuery(path);
    Uploads row =
        TABLE.stream().filter(u -> u.path.matcher(plain).matches()).findFirst().orElse(COMMON);
    row.check(file);
    Map<String, Object> all = new LinkedHashMap<>();
    if (!row.nameKey.isEmpty()) {
      all.put(row.nameKey, String.valueOf(file.getFileName()));
    }
    all.put(row.digestKey, Hash.file(row.algorithm, file));
    if (!row.algorithmKey.isEmpty()) {
      all.put(row.algorithmKey, row.algorithmName);
    }
    all.putAll(meta);
    return new Multipart().append("meta", all).append(row.part, file);
  }

  /**
   * Returns the form of APIv2's only upload without its sign: the file, its MD5, and the given
   * fields.
   */
  public static Multipart v2(String mchid, Map<String, ?> fields, Path file) {
    COMMON.check(file);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("mch_id", mchid);
    all.put("media_hash", Hash.file("MD5", file));
    all.putAll(fields);
    Multipart form = new Multipart();
    all.forEach(form::append);
    return form.append("media", file);
  }

  private void check(Path file) {
    String shown = Printable.path(file.toString());
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw FileException.of("The upload cannot be read, so nothing was sent", file, e);
    }
    String type = FileNames.extension(String.valueOf(file.getFileName()));
    if (size == 0) {
      throw new IllegalArgumentException("The file '" + shown + "' is empty; nothing was sent.");
    }
    if (!types.isEmpty() && !types.contains(type)) {
      throw new IllegalArgumentException(
          "The file '"
              + shown
              + "' has a type that this endpoint does not accept. Accepted types: "
              + types
              + ".");
    }
    if (megabytes > 0 && size > (long) megabytes << 20) {
      throw new IllegalArgumentException(
          "The file '"
              + shown
              + "' has "
              + size
              + " bytes; at most "
              + megabytes
              + " MB are accepted.");
    }
  }
}
