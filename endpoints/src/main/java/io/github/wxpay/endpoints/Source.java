package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Response;
import io.github.wxpay.http.Options;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The verified message that a view reads: a response or a notification. */
interface Source {
  /** Returns a copy of the data of the message. */
  JsonNode data();

  /** Returns how errors name the message. */
  String name();

  /** Returns the plaintext of a value that the platform encrypted for the merchant. */
  @Nullable String decrypt(String pointer);

  /** Downloads the file of a link in the message. */
  Response download(String pointer, Path target, Options options);

  /** Downloads the file of a link in the message without waiting. */
  CompletableFuture<Response> downloadAsync(String pointer, Path target, Options options);

  /** Returns the text of an object of the message, for logs. */
  String text(Place place);
}
