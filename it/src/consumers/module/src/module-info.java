/** A module that runs the program with the sandbox, and opens its objects to Jackson. */
module shop {
  requires io.github.wxpay;
  requires io.github.wxpay.sandbox;

  opens io.github.wxpay.it to
      com.fasterxml.jackson.databind;
}
