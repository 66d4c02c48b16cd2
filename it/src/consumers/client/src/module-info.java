/** A module that needs the client alone. */
module shop.client {
  requires io.github.wxpay;
}
