package io.github.wxpay.cli.shell;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.cli.request.DryRun;
import io.github.wxpay.cli.search.Calls;
import io.github.wxpay.cli.search.Endpoints;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.sandbox.Sandbox;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The methods that the shell imports: search, descriptions, the last call, dry runs, QR codes, and
 * the sandbox's payer. They work in a shell only.
 */
public final class Kit {
  private static volatile @Nullable Kit opened;

  private final CompletableFuture<Platform> platform;
  private final LastCall lastCall;
  private final Terminal terminal;
  private volatile List<Endpoint> found = List.of();

  Kit(CompletableFuture<Platform> platform, LastCall lastCall, Terminal terminal) {
    this.platform = platform;
    this.lastCall = lastCall;
    this.terminal = terminal;
  }

  /** Makes a kit that of the shell of this process; {@code null} after its end. */
  static void open(@Nullable Kit kit) {
    opened = kit;
  }

  private static Kit kit() {
    Kit kit = opened;
    if (kit == null) {
      throw new IllegalStateException("These methods work in `wxpay shell` only.");
    }
    return kit;
  }

  /** Returns the client of the shell. */
  public static Wxpay client() {
    return kit().platform.join().wxpay;
  }

  /**
   * Searches the catalogue, see {@link Catalogue#find}. {@link #describe(int)} and {@link
   * #example(int)} take the numbers of the result.
   *
   * @param text words in Chinese or English, such as {@code 退款} or {@code close order}
   */
  public static Text find(String text) {
    Kit kit = kit();
    List<Endpoint> endpoints = Catalogue.load().find(text);
    kit.found = endpoints;
    return new Text(Endpoints.lines(endpoints, text, kit.terminal));
  }

  /** Describes an endpoint of the last search: its fields, and a call to paste. */
  public static Text describe(int number) {
    return new Text(kit().numbered(number).describe());
  }

  /**
   * Describes an endpoint.
   *
   * @param path its path, also after its method ({@code "POST v3/pay/transactions/native"}), or
   *     without the version
   */
  public static Text describe(String path) {
    return new Text(
        at(path).stream().map(Endpoint::describe).collect(Collectors.joining("\n\n")));
  }

  /** Returns a call of an endpoint of the last search, to be pasted. */
  public static Text example(int number) {
    return new Text(kit().numbered(number).example().java());
  }

  /** Returns a call of an endpoint, to be pasted; see {@link #describe(String)} for the path. */
  public static Text example(String path) {
    return new Text(
        at(path).stream().map(one -> one.example().java()).collect(Collectors.joining("\n")));
  }

  /** Returns a call of the typed chain for an endpoint of the last search, to be pasted. */
  public static Text typed(int number) {
    return typed(List.of(kit().numbered(number)));
  }

  /** Returns a call of the typed chain for an endpoint, to be pasted; see {@link #describe}. */
  public static Text typed(String path) {
    return typed(at(path));
  }

  private static Text typed(List<Endpoint> endpoints) {
    return new Text(
        endpoints.stream()
            .map(one -> Calls.typed(one.example()).orElse("// not in the typed chain: " + one))
            .collect(Collectors.joining("\n")));
  }

  private static List<Endpoint> at(String path) {
    return new Endpoints(Catalogue.load()).at(path);
  }

  private Endpoint numbered(int number) {
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "No search has found anything yet. Call find(\"退款\") first, or pass a path.");
    }
    if (number < 1 || number > found.size()) {
      throw new IllegalArgumentException(
          "The number must be from 1 to " + found.size() + ", as in the last search; got " + number + ".");
    }
    return found.get(number - 1);
  }

  /** Returns the last call that the shell's client made: request, response or failure. */
  public static Exchange last() {
    return kit().lastCall.shown();
  }

  /**
   * Shows the request that a call would send, the text to sign and a curl command; nothing is sent.
   *
   * <pre>{@code
   * dryRun(wxpay -> wxpay.chain("v3/pay/transactions/native").post(order))
   * }</pre>
   *
   * @param call makes the call with the client that it is given
   */
  public static Text dryRun(Function<Wxpay, ?> call) {
    return new Text(DryRun.of(client(), call).toString());
  }

  /** Draws the QR code of a text, such as a {@code code_url}. */
  public static Text qr(String text) {
    return new Text(QrText.of(Objects.requireNonNull(text, "text == null"), kit().terminal));
  }

  /** Draws the QR code of the {@code code_url} of a response. */
  public static Text qr(Response response) {
    return qr(response.require("code_url"));
  }

  /**
   * Pays an order as the user would; in the sandbox only.
   *
   * @param outTradeNo the merchant's number of the order
   */
  public static Text pay(String outTradeNo) {
    kit().requireSandbox().pay(outTradeNo);
    return new Text("Order '" + outTradeNo + "' is paid.");
  }

  /** Returns the address of the sandbox's page; in the sandbox only. */
  public static URI page() {
    return kit().requireSandbox().page();
  }

  private Sandbox requireSandbox() {
    Sandbox started = platform.join().sandbox;
    if (started == null) {
      throw new IllegalStateException(
          "This shell calls the platform, and only the sandbox has a payer and a page. Start it"
              + " with `wxpay shell --sandbox`.");
    }
    return started;
  }
}
