package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Template;
import io.github.wxpay.internal.transport.PartFile;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The verbs of a {@link Chain} that move files: uploads, downloads, bills. */
abstract class FileVerbs {
  final Caller caller;
  final String path;

  FileVerbs(Caller caller, String path) {
    this.caller = caller;
    this.path = path;
  }

  /**
   * Uploads a file: the digest, the {@code meta} and the names of the parts are those that the
   * documented endpoint wants; any other endpoint gets {@code file}, {@code filename} and {@code
   * sha256}. The file is streamed.
   *
   * @throws IllegalArgumentException when the file is empty, too large, or of a type that the
   *     endpoint does not take; nothing is sent then
   */
  public Response upload(Path file) {
    return upload(file, Map.of());
  }

  /**
   * Uploads a file with the original's request config: an entry that names a placeholder fills it,
   * {@code params}, {@code headers}, {@code timeout} and the other options do what they do in every
   * verb, {@code meta} is a Map of what the part {@code meta} holds, and any other entry is one of
   * {@code meta} too. An entry of {@code meta} takes precedence over one that is computed.
   */
  public Response upload(Path file, Map<String, ?> config) {
    return Caller.await(uploadAsync(file, config));
  }

  /** The same, with options: placeholders, a timeout, who is told of the progress. */
  public Response upload(Path file, Map<String, ?> meta, Options options) {
    return Caller.await(uploadAsync(file, meta, options));
  }

  /** Uploads a file, not waited for. */
  public CompletableFuture<Response> uploadAsync(Path file) {
    return uploadAsync(file, Map.of(), Options.none());
  }

  /** Uploads a file with the original's request config, see {@link #upload(Path, Map)}. */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> config) {
    return caller.upload(path, file, names -> Options.ofUpload(config, names));
  }

  /** Uploads a file with a {@code meta} and options, not waited for. */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> meta, Options options) {
    Objects.requireNonNull(meta, "meta == null");
    return caller.upload(path, file, names -> OptionChecks.upload(options).meta(meta));
  }

  /**
   * Downloads to a file by GET: streamed into another file beside it, unpacked when it is gzip's,
   * and moved to its place in one step when it is whole and, where the platform signs it, proved;
   * else nothing is left. The timeout is how long nothing may come. {@link Options#maxBytes(long)}
   * limits the file, as it is received and as it is when decompressed.
   *
   * @return the answer without its body, which is in the file
   * @throws io.github.wxpay.exception.MalformedException if the file is larger than the limit, or
   *     is damaged gzip
   */
  public Response download(Path target) {
    return download(target, Options.none());
  }

  /** The same with the original's request config. */
  public Response download(Path target, Map<String, ?> config) {
    return Caller.await(downloaded("GET", null, read(config), target));
  }

  /** The same with options. */
  public Response download(Path target, Options options) {
    return Caller.await(downloadAsync(target, options));
  }

  /** Downloads to a file by POST of a body: what APIv2 wants. */
  public Response download(Path target, Object body, Options options) {
    return Caller.await(downloadAsync(target, body, options));
  }

  /** Downloads to a file by GET, not waited for. */
  public CompletableFuture<Response> downloadAsync(Path target, Options options) {
    return downloaded("GET", null, options, target);
  }

  /** Downloads to a file by POST of a body, not waited for. */
  public CompletableFuture<Response> downloadAsync(Path target, Object body, Options options) {
    return downloaded("POST", body, options, target);
  }

  /** Downloads by GET to a stream, which gets all when it is whole and proved, or nothing. */
  public Response download(OutputStream out) {
    return download(out, Options.none());
  }

  /** The same with options. */
  public Response download(OutputStream out, Options options) {
    return Caller.await(
        caller.download(
            "GET",
            path,
            null,
            options,
            PartFile::temporary,
            (response, part) -> {
              part.copyTo(out);
              return response;
            }));
  }

  /**
   * A bill in one go: asks by GET for it, downloads it by the link in the answer, and compares its
   * digest. It is to be closed. The timeout, the progress listener and {@link
   * Options#maxBytes(long)} hold for the file as well.
   *
   * @throws IllegalStateException when there are several; {@link #bills} gives them all
   */
  public Bill bill(Options options) {
    return Caller.await(billAsync(options));
  }

  /** The same with the original's request config, {@code Map.of("params", …)}. */
  public Bill bill(Map<String, ?> config) {
    return bill(read(config));
  }

  /** A bill of APIv2: the fields are sent by POST, and the answer is the bill. */
  public Bill bill(Map<String, ?> fields, Options options) {
    return Caller.await(
        caller.download("POST", path, fields, options, PartFile::temporary, Download::bill));
  }

  /** A bill in one go, not waited for. */
  public CompletableFuture<Bill> billAsync(Options options) {
    return Download.chained(asked(options), response -> only(response, forFile(options)));
  }

  /** All bills of an answer that lists several, such as those of sub-merchants; each is closed. */
  public List<Bill> bills(Options options) {
    List<Bill> bills = new ArrayList<>();
    try {
      for (DownloadLink link : links(Caller.await(asked(options)))) {
        bills.add(Caller.await(bill(link, forFile(options))));
      }
    } catch (RuntimeException e) {
      bills.forEach(Bill::close);
      throw e;
    }
    return bills;
  }

  /** Reads the original's request config for this path. */
  private Options read(Map<String, ?> config) {
    return Options.of(config, Template.of(path).names());
  }

  private CompletableFuture<Response> asked(Options options) {
    return caller.call("GET", path, null, names -> caller.typed(path, null, options));
  }

  private CompletableFuture<Bill> only(Response response, Options options) {
    List<DownloadLink> links = links(response);
    if (links.size() != 1) {
      throw new IllegalStateException(
          "The answer has " + links.size() + " bills in place of one; bills(…) gives them all.");
    }
    return bill(links.get(0), options);
  }

  private CompletableFuture<Bill> bill(DownloadLink link, Options options) {
    return caller.download(link, options, PartFile::temporary, Download::bill);
  }

  /** Of the options of a question those that the file it leads to needs too. */
  private static Options forFile(Options options) {
    Options file = Options.none().maxBytes(options.maxBytes());
    if (options.timeout().isPresent()) {
      file = file.timeout(options.timeout().get());
    }
    return options.progress().isPresent() ? file.progress(options.progress().get()) : file;
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

  private CompletableFuture<Response> downloaded(
      String method, @Nullable Object body, Options options, Path target) {
    return caller.download(
        method, path, body, options, () -> PartFile.beside(target), Download.to(target));
  }
}
