package io.github.wxpay.internal.v3;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.gzip.GzipReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Verifies the statements of the global APIs: the platform does not sign the file, but {@code
 * {"sha1":"…"}} with the digest in the header {@code Wechatpay-Statement-Sha1}.
 */
final class Statement {
  private static final Pattern PATHS = Pattern.compile("/?(?:hk/)?v3/(?:global/)?statements");

  private Statement() {}

  /** Returns whether the response to this method and path is verified by its digest. */
  static boolean matches(String method, String path) {
    return Unsigned.isGet(PATHS, method, path);
  }

  /** Verifies the digest with the platform's signature, and the file with the digest. */
  static Task<Incoming> verify(V3Verifier verifier, Signed signed, Incoming response) {
    Outgoing request = signed.request();
    String sha1 = digest(response);
    if (!sha1.matches("[0-9A-Fa-f]{40}")) {
      throw failure(
          Reason.HEADERS_INCOMPLETE,
          request,
          response,
          "has no header Wechatpay-Statement-Sha1 with a SHA-1, so it cannot be verified");
    }
    return verifier
        .verify(
            response.headers(),
            signedText(response),
            response.status(),
            signed.clockOffset(),
            "response to " + request)
        .map(
            key -> {
              if (!has(response, sha1, request.options().maxBytes())) {
                throw failure(
                    Reason.BAD_DIGEST,
                    request,
                    response,
                    "is not the file whose SHA-1 the platform signed");
              }
              return response;
            });
  }

  /** Returns the text that the platform signed instead of the file. */
  static byte[] signedText(Incoming response) {
    return ("{\"sha1\":\"" + digest(response) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(Incoming response) {
    List<String> digests = response.headers().all("Wechatpay-Statement-Sha1");
    return digests.size() == 1 ? digests.get(0) : "";
  }

  /**
   * Compares the digest with the compressed and the decompressed file, since the documents do not
   * say which is meant.
   */
  private static boolean has(Incoming response, String sha1, long max) {
    try (InputStream raw = response.open()) {
      if (Hash.stream("SHA1", raw).equalsIgnoreCase(sha1)) {
        return true;
      }
    } catch (IOException e) {
      throw new MalformedException("The statement cannot be read.", e);
    }
    try (InputStream raw = response.open();
        InputStream plain = GzipReader.open(raw, max)) {
      return Hash.stream("SHA1", plain).equalsIgnoreCase(sha1);
    } catch (ZipException | EOFException e) { // damaged, so it is not the signed file
      return false;
    } catch (IOException e) {
      throw new MalformedException("The statement cannot be read.", e);
    }
  }

  private static VerificationException failure(
      Reason reason, Outgoing request, Incoming response, String problem) {
    return new VerificationException(
        reason,
        "The response to "
            + request
            + " "
            + problem
            + ". Do not use it; request the statement again.",
        response.status(),
        response.requestId());
  }
}
