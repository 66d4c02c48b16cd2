package io.github.wxpay.cli.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.wxpay.cli.terminal.Printable;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.Outgoing;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request with its response or failure, as {@link Kit#last} shows it. Immutable. */
public final class Exchange {
  private final Outgoing request;
  private final @Nullable CallEnd end;
  private final String received;
  private final Values values;

  Exchange(Outgoing request, @Nullable CallEnd end, String received, Values values) {
    this.request = request;
    this.end = end;
    this.received = received;
    this.values = values;
  }

  /** Returns the URL of the request, with its query. */
  public URI url() {
    return request.uri();
  }

  /** Returns the body as it was passed to the verb; {@code null} without one. */
  public @Nullable Object body() {
    return request.data();
  }

  /** Returns the status of the response; 0 if there is none. */
  public int status() {
    CallEnd ended = end;
    return ended == null ? 0 : ended.status();
  }

  /** Returns the body of the response as it was received, also of an error response. */
  public Text raw() {
    return new Text(received);
  }

  /** Returns the body of the response as JSON; the missing node if it is not JSON. */
  public JsonNode data() {
    try {
      return new ObjectMapper().readTree(received);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Returns the request, its body, how the call ended, and the body of the response. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append(' ').append(request.uri());
    Object body = request.data();
    if (body != null) {
      text.append('\n').append(values.shown(body).replaceAll("(?m)^", "  "));
    }
    text.append('\n').append(end == null ? "(not ended)" : end.toString());
    if (!received.isEmpty()) {
      JsonNode data = data();
      text.append('\n')
          .append(data.isContainerNode() ? values.shown(data) : Printable.lines(received));
    }
    return text.toString();
  }
}
