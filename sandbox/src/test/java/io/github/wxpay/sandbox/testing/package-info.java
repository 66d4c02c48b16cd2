/** Support for tests of the sandbox and of the client, which uses it as a test jar. */
package io.github.wxpay.sandbox.testing;
