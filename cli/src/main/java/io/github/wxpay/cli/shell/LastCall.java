package io.github.wxpay.cli.shell;

import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps the last call of the shell's client: as a hook its content, as a listener its end. */
final class LastCall implements Hook, CallListener {
  private static final String CERTIFICATES = "v3/certificates"; // which the client may download itself

  private final Values values;
  private volatile @Nullable Outgoing request;
  private volatile @Nullable CallEnd end;
  private volatile String received = "";

  LastCall(Values values) {
    this.values = values;
  }

  @Override
  public Outgoing request(Outgoing sent) {
    request = sent;
    end = null;
    received = "";
    return sent;
  }

  @Override
  public Incoming response(Incoming response) {
    received = new String(response.bytes(), StandardCharsets.UTF_8);
    return response;
  }

  @Override
  public void end(Call call, CallEnd ended) {
    Outgoing sent = request;
    boolean ofCertificates = call.template().equals(CERTIFICATES);
    if (sent != null && (!ofCertificates || sent.template().equals(CERTIFICATES))) {
      end = ended;
    }
  }

  /** Notes the exception of a snippet, which may have the body of an error response. */
  void failed(Throwable thrown) {
    if (thrown instanceof StatusException) {
      received = ((StatusException) thrown).text();
    }
  }

  /**
   * Returns the last call.
   *
   * @throws IllegalStateException if there was none
   */
  Exchange shown() {
    Outgoing sent = request;
    if (sent == null) {
      throw new IllegalStateException("No call has been made yet.");
    }
    return new Exchange(sent, end, received, values);
  }
}
