/** Behaviour of failed calls, measured with servers that misbehave. */
package io.github.wxpay.reliability;
