package io.github.wxpay;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.internal.transport.PartialFile;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Target of a download, and the result that the call returns for it. Immutable. */
final class Destination<T> {
  private final Supplier<PartialFile> temporary;
  private final BiFunction<Response, PartialFile, T> commit;

  private Destination(
      Supplier<PartialFile> temporary, BiFunction<Response, PartialFile, T> commit) {
    this.temporary = temporary;
    this.commit = commit;
  }

  /** Returns the destination of a file; an existing one is replaced. */
  static Destination<Response> file(Path target) {
    return new Destination<>(
        () -> PartialFile.beside(target),
        (response, part) -> {
          part.moveTo(target);
          return response;
        });
  }

  /** Returns the destination of a stream, which is not closed. */
  static Destination<Response> stream(OutputStream out) {
    return new Destination<>(
        PartialFile::temporary,
        (response, part) -> {
          part.copyTo(out);
          return response;
        });
  }

  /** Returns the destination of a bill, which deletes its file when it is closed. */
  static Destination<Bill> bill() {
    return new Destination<>(
        PartialFile::temporary,
        (response, part) -> {
          PartialFile kept = PartialFile.temporary();
          part.moveTo(kept.path());
          return Bill.ofTemporary(kept.path());
        });
  }

  /** Creates the temporary file for the body. */
  PartialFile open() {
    return temporary.get();
  }

  /** Converts a complete and verified file to the result of the call. */
  T commit(Response response, PartialFile part) {
    return commit.apply(response, part);
  }
}
