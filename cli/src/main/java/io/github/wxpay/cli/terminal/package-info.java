/** Output for people and programs: styles, JSON, trees and failures as text. */
@NullMarked
package io.github.wxpay.cli.terminal;

import org.jspecify.annotations.NullMarked;
