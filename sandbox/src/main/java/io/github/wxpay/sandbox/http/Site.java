package io.github.wxpay.sandbox.http;

/** A part of the server that serves paths of its own beside the endpoints, such as a page. */
public interface Site {
  /** Returns whether a request, of which the head is there, is for this site. */
  boolean serves(Inbound head);

  /** Returns the response to a request that it serves. */
  Answer answer(Inbound inbound);
}
