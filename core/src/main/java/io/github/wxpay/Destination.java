package io.github.wxpay;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.internal.transport.PartialFile;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Where a download goes, and what the call returns for it. Immutable. */
final class Destination<T> {
  private final Supplier<PartialFile> temporary;
  private final BiFunction<Response, PartialFile, T> commit;

  private Destination(
      Supplier<PartialFile> temporary, BiFunction<Response, PartialFile, T> commit) {
    this.temporary = temporary;
    this.commit = commit;
  }

  /** A file, which replaces one that exists. */
  static Destination<Response> file(Path target) {
    return new Destination<>(
        () -> PartialFile.beside(target),
        (response, part) -> {
          part.moveTo(target);
          return response;
        });
  }

  /** A stream of the caller's, which stays open. */
  static Destination<Response> stream(OutputStream out) {
    return new Destination<>(
        PartialFile::temporary,
        (response, part) -> {
          part.copyTo(out);
          return response;
        });
  }

  /** A bill, which deletes its file when it is closed. */
  static Destination<Bill> bill() {
    return new Destination<>(
        PartialFile::temporary,
        (response, part) -> {
          PartialFile kept = PartialFile.temporary();
          part.moveTo(kept.path());
          return Bill.ofTemporary(kept.path());
        });
  }

  /** Creates the temporary file that takes the body as it is received. */
  PartialFile open() {
    return temporary.get();
  }

  /** Takes a complete and verified file. */
  T commit(Response response, PartialFile part) {
    return commit.apply(response, part);
  }
}
