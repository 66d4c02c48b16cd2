package io.github.wxpay.crypto;

/** Lets the vectors reach the padding that the AES modes share. */
public final class AesBlocks {
  public static final int BLOCK_SIZE = Aes.BLOCK_SIZE;

  private AesBlocks() {}

  public static byte[] padded(byte[] thing, boolean optional) {
    return Aes.padded(thing, optional);
  }

  public static byte[] unpadded(byte[] thing) {
    return Aes.unpadded(thing);
  }
}
