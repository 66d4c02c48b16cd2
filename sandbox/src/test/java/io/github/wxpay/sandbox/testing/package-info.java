/** Support for tests of the sandbox and of the client, which has it as a test jar. */
package io.github.wxpay.sandbox.testing;
