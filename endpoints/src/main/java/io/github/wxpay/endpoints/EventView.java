package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Notification;
import io.github.wxpay.Response;
import io.github.wxpay.http.Options;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The typed view of a verified notification; this class itself for an event type that is not
 * documented. Immutable and safe for use by many threads.
 */
public class EventView extends View {
  private final Notification notification;

  /** Creates the view of a notification. */
  protected EventView(Notification notification) {
    super(Place.root(new OfNotification(notification)));
    this.notification = notification;
  }

  /** Returns the notification: its ID, its event type, its replies. */
  public final Notification notification() {
    return notification;
  }

  /** Returns the notification without its data. */
  @Override
  public final String toString() {
    return notification.toString();
  }

  private static final class OfNotification implements Source {
    private final Notification notification;

    OfNotification(Notification notification) {
      this.notification = notification;
    }

    @Override
    public JsonNode data() {
      return notification.data();
    }

    @Override
    public String name() {
      return notification.toString();
    }

    @Override
    public @Nullable String decrypt(String pointer) {
      return notification.decrypt(pointer);
    }

    @Override
    public Response download(String pointer, Path target, Options options) {
      throw new UnsupportedOperationException("A notification has no files.");
    }

    @Override
    public CompletableFuture<Response> downloadAsync(String pointer, Path target, Options options) {
      throw new UnsupportedOperationException("A notification has no files.");
    }

    @Override
    public String text(Place place) {
      return notification + place.pointer();
    }
  }
}
