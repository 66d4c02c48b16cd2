package io.github.wxpay.sandbox.media;

/** An uploaded file. Immutable as long as the array of its bytes is not changed. */
public final class Media {
  private final String type;
  private final byte[] bytes;

  public Media(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Returns the media type, for example {@code image/png}. */
  public String type() {
    return type;
  }

  public byte[] bytes() {
    return bytes;
  }
}
