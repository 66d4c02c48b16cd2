package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Multipart;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.Media;
import io.github.wxpay.sandbox.media.MediaStore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Uploads of an image with a few signed fields: {@code secapi/mch/uploadmedia}. */
final class Uploads {
  private static final String FILE = "media";
  private static final Set<String> FIELDS =
      Set.of("mch_id", "media_hash", "sign_type", "sign", "nonce_str", "appid");

  private final MediaStore media;

  Uploads(MediaStore media) {
    this.media = media;
  }

  void register(Endpoints endpoints) {
    endpoints.on("POST", "secapi/mch/uploadmedia", this::image);
  }

  /**
   * Returns the text parts.
   *
   * @throws IllegalArgumentException if the request is not multipart or has parts with other names
   */
  static Map<String, String> fields(Inbound inbound) {
    Map<String, String> fields = new LinkedHashMap<>();
    parts(inbound)
        .forEach(
            (name, part) -> {
              if (FIELDS.contains(name)) {
                fields.put(name, part.text());
              } else if (!name.equals(FILE)) {
                throw new IllegalArgumentException(name + " is not a part of this upload");
              }
            });
    return fields;
  }

  private static Map<String, Multipart.Part> parts(Inbound inbound) {
    if (!inbound.hasType("multipart/form-data")) {
      throw new IllegalArgumentException("Content-Type must be multipart/form-data");
    }
    return inbound.parts();
  }

  private Answer image(V2Request request) {
    Multipart.Part file = parts(request.inbound()).get(FILE);
    if (file == null) {
      throw Failure.communication("缺少参数: media is required");
    }
    String name = file.fileName();
    if (name == null) {
      throw Form.wrong(FILE, "must have a filename=\"…\" in its Content-Disposition");
    }
    String type = Objects.requireNonNullElse(file.type(), "none");
    check(FileKind.IMAGE.nameProblem(name));
    check(FileKind.IMAGE.typeProblem(type));
    check(FileKind.IMAGE.sizeProblem(file.bytes().length));
    String right = Digests.MD5.of(file.bytes());
    if (!request.form().text("media_hash", 64).toLowerCase(Locale.ROOT).equals(right)) {
      throw Form.wrong(
          "media_hash",
          "differs: the MD5 of the " + file.bytes().length + " bytes received is " + right);
    }
    String id = Randoms.alphanumeric(64);
    media.put(id, new Media(FileKind.typeOf(name, type), file.bytes()));
    return request.ok(Map.of("media_id", id));
  }

  private static void check(String problem) {
    if (!problem.isEmpty()) {
      throw Form.wrong(FILE, problem);
    }
  }
}
