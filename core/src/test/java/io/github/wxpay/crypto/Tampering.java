package io.github.wxpay.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes that differ from the right ones: each bit flipped, cut at each length, added to. */
final class Tampering {
  private Tampering() {}

  /** {@code 9 n + 2} forgeries of {@code n} bytes. */
  static List<byte[]> of(byte[] right) {
    List<byte[]> forgeries = new ArrayList<>();
    for (int i = 0; i < right.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = right.clone();
        flipped[i] ^= (byte) (1 << bit);
        forgeries.add(flipped);
      }
      forgeries.add(Arrays.copyOf(right, i));
    }
    forgeries.add(Arrays.copyOf(right, right.length + 1));
    byte[] ahead = new byte[right.length + 1];
    System.arraycopy(right, 0, ahead, 1, right.length);
    forgeries.add(ahead);
    return forgeries;
  }
}
