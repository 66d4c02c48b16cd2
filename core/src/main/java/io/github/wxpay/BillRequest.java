package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests the links of the bills at a path, and downloads the bills. */
final class BillRequest {
  private final ClientCore core;
  private final Endpoint endpoint;
  private final Supplier<Options> options;

  BillRequest(ClientCore core, Endpoint endpoint, Supplier<Options> options) {
    this.core = core;
    this.endpoint = endpoint;
    this.options = options;
  }

  /** Downloads the only bill of the response; fails if it has none or several. */
  Task<Bill> one() {
    return response().then(this::only).within(this::deadline);
  }

  /** Downloads every bill of the response; closes the downloaded ones if one fails. */
  Task<List<Bill>> all() {
    return response()
        .then(
            response -> {
              List<Bill> bills = new ArrayList<>();
              return append(bills, links(response)).lastly(e -> closeAfter(e, bills));
            })
        .within(this::deadline);
  }

  /** Downloads the bills of these links in their order; by halves, to keep the stack small. */
  private Task<List<Bill>> append(List<Bill> bills, List<DownloadLink> links) {
    if (links.size() > 1) {
      int half = links.size() / 2;
      return append(bills, links.subList(0, half))
          .then(first -> append(first, links.subList(half, links.size())));
    }
    return links.isEmpty()
        ? Task.value(bills)
        : bill(links.get(0))
            .map(
                bill -> {
                  bills.add(bill);
                  return bills;
                });
  }

  /** Closes all bills of a result that is not used. */
  static void close(List<Bill> bills) {
    bills.forEach(Bill::close);
  }

  private static void closeAfter(@Nullable Throwable failure, List<Bill> bills) {
    if (failure == null) {
      return;
    }
    for (Bill bill : bills) {
      try {
        bill.close();
      } catch (FileException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Returns the deadline of the request and its files together. */
  private Deadline deadline() {
    return options.get().deadline().map(Deadline::in).orElse(Deadline.NONE);
  }

  private Task<Response> response() {
    return core.call(
        "GET", endpoint, null, () -> OptionChecks.typed(options.get(), endpoint, null));
  }

  private Task<Bill> only(Response response) {
    List<DownloadLink> links = links(response);
    if (links.size() != 1) {
      throw new IllegalStateException(
          "The response has "
              + links.size()
              + " bills instead of one. Call bills(…) to download all of them.");
    }
    return bill(links.get(0));
  }

  private Task<Bill> bill(DownloadLink link) {
    return core.download(link, forFile(), Destination.bill());
  }

  /** Returns the options of the request that also apply to its files. */
  private Options forFile() {
    Options request = options.get();
    Options file = Options.none().maxBytes(request.maxBytes());
    if (request.timeout().isPresent()) {
      file = file.timeout(request.timeout().get());
    }
    return request.progress().isPresent() ? file.progress(request.progress().get()) : file;
  }

  private static List<DownloadLink> links(Response response) {
    JsonNode list = response.data().path("download_bill_list");
    List<DownloadLink> links = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(link -> links.add(DownloadLink.of(link)));
    } else if (!response.data().has("download_bill_count")) {
      links.add(DownloadLink.of(response.data()));
    }
    return links;
  }
}
