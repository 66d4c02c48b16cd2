package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;
import io.github.wxpay.sandbox.ledger.Times;
import java.time.Clock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses for notifications of complaints, {@code v3/merchant-service}, and of a brand's
 * coupons, {@code brand/marketing}. There is at most one of each.
 */
public final class NotificationAddresses implements StatefulApi {
  private static final String COMPLAINTS = "v3/merchant-service/complaint-notifications";
  // The platform accepts only https, but the receiver of a test is on this machine.
  private static final Pattern COMPLAINT_URL =
      Pattern.compile(
          "https://[^?#\\s]{1,247}"
              + "|http://(127\\.0\\.0\\.1|localhost)(:[0-9]{1,5})?(/[^?#\\s]{0,220})?");
  private static final String BRAND = "brand/marketing/product-coupon/notify-configs";

  private final Clock clock;
  private volatile @Nullable String complaintUrl;
  private volatile ObjectNode brand = Json.object();

  NotificationAddresses(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void register(OperationRegistry registry) {
    FieldRules url =
        FieldRules.NONE.matching(
            "url", COMPLAINT_URL, "an https URL without a query, or an http URL on this machine");
    registry.on("POST", COMPLAINTS, url, this::create);
    registry.on("PUT", COMPLAINTS, url, this::replace);
    registry.on("GET", COMPLAINTS, request -> view(requireUrl()));
    registry.on("DELETE", COMPLAINTS, request -> delete());
    registry.on("GET", BRAND, request -> brand);
    registry.on("POST", BRAND, FieldRules.NONE.required("notify_url"), this::setBrand);
  }

  /** Returns the address for complaints, null if none is set. */
  public @Nullable String complaintUrl() {
    return complaintUrl;
  }

  private synchronized ObjectNode create(CheckedRequest request) {
    String url = request.text("url");
    if (complaintUrl != null && !url.equals(complaintUrl)) {
      throw new LedgerException(
          LedgerException.Kind.WRONG_STATE, "an address is already set; use PUT to replace it");
    }
    complaintUrl = url;
    return view(url);
  }

  private synchronized ObjectNode replace(CheckedRequest request) {
    requireUrl();
    complaintUrl = request.text("url");
    return view(request.text("url"));
  }

  private synchronized ObjectNode delete() {
    requireUrl();
    complaintUrl = null;
    return Json.object();
  }

  private String requireUrl() {
    String known = complaintUrl;
    if (known == null) {
      throw new LedgerException(LedgerException.Kind.UNKNOWN, "no address is set");
    }
    return known;
  }

  private static ObjectNode view(String url) {
    return Json.object().put("url", url);
  }

  private ObjectNode setBrand(CheckedRequest request) {
    brand =
        Json.pick(request.body(), "notify_url").put("update_time", Times.rfc3339(clock.instant()));
    return brand;
  }
}
