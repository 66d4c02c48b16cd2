package io.github.wxpay.sandbox.media;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last uploads by what was answered to them: at most 1,000, and 64 MiB. */
public final class MediaStore {
  private static final int MOST = 1_000;
  private static final long HEAVIEST = 64L << 20;

  private final Map<String, Media> byId = new LinkedHashMap<>();
  private long weight;

  public synchronized void put(String id, Media media) {
    byId.put(id, media);
    weight += media.bytes().length;
    Iterator<Media> oldest = byId.values().iterator();
    while (byId.size() > MOST || (weight > HEAVIEST && byId.size() > 1)) {
      weight -= oldest.next().bytes().length;
      oldest.remove();
    }
  }

  /** Returns the upload that was answered with that id, null if there is none any more. */
  public synchronized @Nullable Media find(String id) {
    return byId.get(id);
  }
}
