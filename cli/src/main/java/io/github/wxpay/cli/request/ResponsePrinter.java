package io.github.wxpay.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.cli.terminal.JsonText;
import io.github.wxpay.cli.terminal.Printable;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Prints responses: bodies to the stream of results, everything else to the other one. */
public final class ResponsePrinter {
  private final Terminal terminal;

  /** Creates a printer to a terminal. */
  public ResponsePrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints status, request ID and the number of attempts if there were several. */
  public void status(Response response) {
    int attempts = response.attempts().size();
    terminal
        .err()
        .println(
            terminal.styled(Style.GOOD, "HTTP " + response.status())
                + (response.requestId().isEmpty()
                    ? ""
                    : " Request-ID " + Printable.lines(response.requestId()))
                + (attempts > 1 ? " after " + attempts + " attempts" : ""));
  }

  /** Prints the body as indented JSON, or as it is if it is neither JSON nor XML. */
  public void body(Response response) {
    JsonNode data;
    try {
      data = response.data();
    } catch (MalformedException e) {
      terminal.warn(String.valueOf(e.getMessage()));
      text(response.bytes());
      return;
    }
    boolean json = !data.isTextual() || response.text().stripLeading().startsWith("\"");
    if (data.isMissingNode()) {
      return; // no body, as with 204
    }
    if (json) {
      terminal.out().println(new JsonText(terminal).json(data));
    } else {
      text(response.bytes());
    }
  }

  /** Writes bytes as they are. */
  public void bytes(byte[] bytes) {
    terminal.out().write(bytes, 0, bytes.length);
    terminal.out().flush();
  }

  /** Writes text as it is; on a terminal, without the characters that it would act upon. */
  void text(byte[] bytes) {
    if (terminal.isInteractive()) {
      terminal.out().println(Printable.lines(new String(bytes, StandardCharsets.UTF_8)));
    } else {
      bytes(bytes);
    }
  }

  /** Prints a value as indented JSON. */
  void json(JsonNode node) {
    terminal.out().println(new JsonText(terminal).json(node));
  }

  /** Prints the body of an error response, if the failure has one, to the stream of warnings. */
  public void failure(WxpayException failure) {
    PrintStream err = terminal.err();
    if (failure instanceof ResultException) {
      JsonNode fields = RequestData.JSON.valueToTree(((ResultException) failure).fields());
      err.println(new JsonText(terminal).json(fields));
    } else if (failure instanceof StatusException) {
      String text = ((StatusException) failure).text();
      Optional<JsonNode> json = RequestData.tree(text).filter(JsonNode::isContainerNode);
      if (!text.isEmpty()) {
        err.println(json.map(new JsonText(terminal)::json).orElseGet(() -> Printable.lines(text)));
      }
    }
  }
}
