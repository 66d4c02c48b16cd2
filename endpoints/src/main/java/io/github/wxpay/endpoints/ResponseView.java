package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.http.Options;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The typed view of a verified response; this class itself where the body has no fields, as with
 * status 204. Immutable and safe for use by many threads.
 */
public class ResponseView extends View {
  private final Response response;

  /** Creates the view of a response. */
  protected ResponseView(Response response) {
    super(Place.root(new OfResponse(response)));
    this.response = response;
  }

  /** Returns the response: status, headers, request ID, body. */
  public final Response response() {
    return response;
  }

  /** Returns the status and the indented body. */
  @Override
  public final String toString() {
    return response.toString();
  }

  private static final class OfResponse implements Source {
    private final Response response;

    OfResponse(Response response) {
      this.response = response;
    }

    @Override
    public JsonNode data() {
      return response.data();
    }

    @Override
    public String name() {
      return "the response (" + response.status() + ")";
    }

    @Override
    public @Nullable String decrypt(String pointer) {
      return response.decrypt(pointer);
    }

    @Override
    public Response download(String pointer, Path target, Options options) {
      return response.download(pointer, target, options);
    }

    @Override
    public CompletableFuture<Response> downloadAsync(String pointer, Path target, Options options) {
      return response.downloadAsync(pointer, target, options);
    }

    @Override
    public String text(Place place) {
      return place.node().toPrettyString();
    }
  }
}
