package io.github.wxpay.sandbox.bill;

import java.nio.charset.StandardCharsets;

/** Writes random rows into a byte array, without creating an object for a row. */
final class GeneratedRow {
  private static final String[] GOODS = {"热茶, 大杯", "Notebook A5, \"ruled\"", "自行车 1h", "会员-12个月"};
  private static final byte[] DAY = ascii("`2018-06-08 ");
  private static final byte[] TRANSACTION = ascii("420000012320180608");
  private static final byte[] OPENID = ascii("oUpF8uMuAJO_M2pxb1");
  private static final byte[] PAID = ascii(",`NATIVE,`SUCCESS,`OTHERS,`CNY,`");
  private static final byte[] REFUNDED = ascii(",`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`");
  private static final byte[] REFUND_ID = ascii("50300020180608");
  private static final byte[] NO_REFUND = ascii(",`0.00,`0,`0,`0.00,`0.00,`,`,`");
  private static final byte[] ORIGINAL = ascii(",`0.00,`ORIGINAL,`SUCCESS,`");
  private static final byte[] RATE = ascii(",`,`0.00000,`0.60%,`");
  private static final byte[] NEXT = ascii(",`");
  private static final byte[] LINE = ascii(",`\r\n");

  private final byte[] chunk;
  private final byte[] shop;
  private final byte[][] goods = new byte[GOODS.length][];
  private long state;
  int at;
  long in;
  long back;

  GeneratedRow(byte[] chunk, String shop, long seed) {
    this.chunk = chunk;
    this.shop = ascii(shop);
    this.state = seed;
    for (int i = 0; i < goods.length; i++) {
      goods[i] = GOODS[i].getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Writes the row of this number at {@link #at}. */
  void next(long number) {
    long random = random();
    long fen = 1 + (random >>> 1) % 1_000_000;
    boolean refund = number % 10 == 9;
    long second = number % 86_400;
    put(DAY);
    digits(second / 3600, 2);
    chunk[at++] = ':';
    digits(second / 60 % 60, 2);
    chunk[at++] = ':';
    digits(second % 60, 2);
    put(shop);
    put(TRANSACTION);
    digits(number, 10);
    put(NEXT);
    digits(random >>> 4, 12);
    digits(number, 12);
    put(NEXT);
    put(OPENID);
    digits(random >>> 3, 10);
    if (refund) {
      back += fen;
      put(REFUNDED);
      put(REFUND_ID);
      digits(number, 15);
      put(NEXT);
      digits(number, 12);
      put(NEXT);
      yuan(fen);
      put(ORIGINAL);
    } else {
      in += fen;
      put(PAID);
      yuan(fen);
      put(NO_REFUND);
    }
    put(goods[(int) ((random >>> 9) % goods.length)]);
    put(RATE);
    yuan(refund ? 0 : fen);
    put(NEXT);
    yuan(refund ? fen : 0);
    put(LINE);
  }

  // The algorithm is SplitMix64.
  private long random() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private void yuan(long fen) {
    long integral = fen / 100;
    int width = 1;
    for (long rest = integral; rest >= 10; rest /= 10) {
      width++;
    }
    digits(integral, width);
    chunk[at++] = '.';
    digits(fen % 100, 2);
  }

  private void digits(long value, int width) {
    long rest = value;
    for (int i = at + width - 1; i >= at; i--) {
      chunk[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += width;
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, chunk, at, bytes.length);
    at += bytes.length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
