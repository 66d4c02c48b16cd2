/** Every documented endpoint, through the client, against the sandbox. */
package io.github.wxpay.endpoints;
