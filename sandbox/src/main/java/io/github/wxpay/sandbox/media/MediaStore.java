package io.github.wxpay.sandbox.media;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest uploads, by the id or address that was returned for them: at most 1,000 files and 64
 * MiB. Safe for use by several threads.
 */
public final class MediaStore {
  private static final int MAX_COUNT = 1_000;
  private static final long MAX_BYTES = 64L << 20;

  private final Map<String, Media> byId = new LinkedHashMap<>();
  private long bytes;

  /** Adds an upload and removes the oldest ones above the limits. */
  public synchronized void put(String id, Media media) {
    byId.put(id, media);
    bytes += media.bytes().length;
    Iterator<Media> oldest = byId.values().iterator();
    while (byId.size() > MAX_COUNT || (bytes > MAX_BYTES && byId.size() > 1)) {
      bytes -= oldest.next().bytes().length;
      oldest.remove();
    }
  }

  /** Returns the upload with this id; null if there is none or it was removed. */
  public synchronized @Nullable Media find(String id) {
    return byId.get(id);
  }
}
