package io.github.wxpay.sandbox.http;

/** A part of the server that serves separate paths beside the endpoints, such as a page. */
public interface Site {
  /** Returns whether this site serves a request, of which only the head has been received. */
  boolean serves(Inbound head);

  /** Returns the response to a request that this site serves. */
  Answer answer(Inbound inbound);
}
