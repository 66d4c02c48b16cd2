package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where to tell of complaints: {@code v3/merchant-service/complaint-notifications}. */
public final class ComplaintNotices implements StatefulApi {
  private static final String ROOT = "v3/merchant-service/complaint-notifications";
  // The platform takes https only; a test's own receiver is on this machine.
  private static final Pattern URL =
      Pattern.compile(
          "https://[^?#\\s]{1,247}"
              + "|http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?(/[^?#\\s]{0,220})?");

  private volatile @Nullable String url;

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", ROOT, asked -> set(asked, true));
    desk.on("PUT", ROOT, asked -> set(asked, false));
    desk.on("GET", ROOT, asked -> view(asked, known()));
    desk.on("DELETE", ROOT, this::delete);
  }

  /** Returns the address, null if none is set. */
  public @Nullable String url() {
    return url;
  }

  private synchronized ObjectNode set(CheckedRequest asked, boolean anew) {
    String given =
        asked.matching("url", URL, "an https address without a query, or http on this machine");
    if (!anew) {
      known();
    } else if (url != null && !given.equals(url)) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE, "an address is set already, PUT another");
    }
    url = given;
    return view(asked, given);
  }

  private synchronized ObjectNode delete(CheckedRequest asked) {
    known();
    url = null;
    return Node.object();
  }

  private String known() {
    String known = url;
    if (known == null) {
      throw new LedgerException(LedgerException.Kind.UNKNOWN, "no address is set");
    }
    return known;
  }

  private static ObjectNode view(CheckedRequest asked, String url) {
    return Node.object().put("mchid", asked.mchid()).put("url", url);
  }
}
